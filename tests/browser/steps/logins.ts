// Logs in: by the pages, as a person does, or by the API where the login is not what a test is about.
import { pbkdf2Sync } from "node:crypto";
import { expect, type BrowserContext, type Page } from "@playwright/test";
import { mailAfter, oneTimePasswordOf } from "./mailbox.ts";
import { DEMO } from "./subscribers.ts";
import { ask } from "./server.ts";

export type Account = { accessId: string; password: string; mail: string };

/** Fills in and sends the first page. */
export async function givePassword(page: Page, accessId: string, password: string): Promise<void> {
  await page.getByRole("textbox", { name: /^アクセスID/ }).fill(accessId);
  await page.locator("#password").fill(password);
  await page.getByRole("button", { name: "送信" }).click();
}

/** Ticks the robot check and waits for its work. */
export async function tickRobotCheck(page: Page): Promise<void> {
  await page.getByRole("checkbox", { name: "私はロボットではありません" }).check();
  await expect(page.getByText("確認済み")).toBeVisible({ timeout: 60_000 });
}

/** Both pages, from the login page on. */
export async function logIn(page: Page, account: Account = DEMO): Promise<void> {
  const mail = await mailAfter(account.mail, async () => {
    await givePassword(page, account.accessId, account.password);
    await expect(page.locator("#one_time_password")).toBeVisible();
  });
  await page.locator("#one_time_password").fill(oneTimePasswordOf(mail));
  await tickRobotCheck(page);
  await page.getByRole("button", { name: "ログイン", exact: true }).click();
}

export type Challenge = { parameters: { nonce: string; salt: string; cost: number; keyLength: number; keyPrefix: string } };

/** Logs a context in without the pages of the login; gives the session's cookie as a header. */
export async function logInByApi(context: BrowserContext, account: Account = DEMO): Promise<string> {
  const page = await context.newPage();
  // Any address of the server: what follows are requests of its own origin. A text has no icon to name.
  await page.route("**/favicon.ico", (route) => route.fulfill({ status: 204 }));
  await page.goto("/robots.txt");
  let attempt: { id: string; robot_challenge: Challenge } | undefined;
  const mail = await mailAfter(account.mail, async () => {
    const credentials = { identifiers: { access_id: account.accessId }, password: account.password };
    attempt = await post(page, "/sign-in-attempts", credentials);
  });
  const proof = { one_time_password: oneTimePasswordOf(mail), robot_solution: solve(attempt!.robot_challenge) };
  await post(page, `/sign-in-attempts/${attempt!.id}/session`, proof);
  await page.close();
  const cookie = (await context.cookies()).find((cookie) => cookie.name === "__Host-madoguchi-telecom");
  expect(cookie, "the session's cookie").toBeDefined();
  return `${cookie!.name}=${cookie!.value}`;
}

async function post<T>(page: Page, operation: string, body: object): Promise<T> {
  const answer = await page.evaluate(
    async ({ operation, body }) => {
      const headers = { "content-type": "application/json", "x-madoguchi": "1" };
      const answer = await fetch(`/api/v1/telecom${operation}`, { method: "POST", headers, body: JSON.stringify(body) });
      return { status: answer.status, body: await answer.json() };
    },
    { operation, body },
  );
  expect(answer.status, operation).toBe(201);
  return answer.body;
}

/** The proof of work, as the page does it. */
export function solve({ parameters }: Challenge): { counter: number; derivedKey: string; time: number } {
  const [nonce, salt] = [Buffer.from(parameters.nonce, "hex"), Buffer.from(parameters.salt, "hex")];
  for (let counter = 0; ; counter++) {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const password = Buffer.concat([nonce, count]);
    const key = pbkdf2Sync(password, salt, parameters.cost, parameters.keyLength, "sha256").toString("hex");
    if (key.startsWith(parameters.keyPrefix)) return { counter, derivedKey: key, time: 1 };
  }
}

/** Ends a session as another place would: its row is closed, this browser's cookie stays. */
export async function endElsewhere(cookie: string): Promise<void> {
  const answer = await ask("/api/v1/telecom/session", {
    method: "DELETE",
    headers: { "x-madoguchi": "1", cookie },
  });
  expect(answer.status).toBe(204);
}

/** The id of one of the contracts that a session sees. */
export async function contractId(cookie: string, number: string): Promise<string> {
  const answer = await ask("/api/v1/telecom/contracts?limit=200", { headers: { cookie } });
  const { items } = await answer.json();
  const found = items.find((contract: { number: string }) => contract.number === number);
  expect(found, `contract ${number}`).toBeDefined();
  return found.id;
}
