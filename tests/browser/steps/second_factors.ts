// Second factors of a person: an authenticator app as it counts, and passkeys of a device that the browser pretends to have.
import { createHmac } from "node:crypto";
import { expect, type Page } from "@playwright/test";

const STEP_SECONDS = 30;

/** What an authenticator app shows; `later` in steps, since each code is taken once. */
export function codeOf(secret: string, later = 0): string {
  const count = Buffer.alloc(8);
  count.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000 / STEP_SECONDS) + later));
  const digest = createHmac("sha1", base32(secret)).update(count).digest();
  const at = digest[digest.length - 1] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

function base32(text: string): Buffer {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...text.replace(/=+$/, "")].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
}

/** Calls an operation with the session of a page. */
export async function callFrom(page: Page, portal: string, operation: string, body: object): Promise<any> {
  const answer = await page.evaluate(
    async ({ portal, operation, body }) => {
      const headers = { "content-type": "application/json", "x-madoguchi": "1" };
      const answer = await fetch(`/api/v1/${portal}${operation}`, { method: "POST", headers, body: JSON.stringify(body) });
      return { status: answer.status, text: await answer.text() };
    },
    { portal, operation, body },
  );
  expect(answer.status, `${operation}: ${answer.text}`).toBeLessThan(300);
  return answer.text ? JSON.parse(answer.text) : undefined;
}

/** Gives the page a device that holds passkeys and never asks back; `present` says whether someone is there. */
export async function addDevice(page: Page): Promise<{ present: (is: boolean) => Promise<void> }> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    present: async (is) => {
      await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: is });
    },
  };
}

/** Adds a passkey of the page's device to who is logged in. */
export async function addPasskey(page: Page, portal: string): Promise<void> {
  const asked = await callFrom(page, portal, "/account/passkey-challenges", {});
  const credential = await page.evaluate(async (options: any) => {
    const publicKey = (PublicKeyCredential as any).parseCreationOptionsFromJSON(options.publicKey);
    return ((await navigator.credentials.create({ publicKey })) as any).toJSON();
  }, asked.options);
  await callFrom(page, portal, "/account/passkeys", { name: "test", passkey: { challenge: asked.id, credential } });
}
