// Each page as it comes: how much is fetched, in how many requests, and whether anything moves. All of it is noted in the
// file that MADOGUCHI_LOADS names.
import { appendFile } from "node:fs/promises";
import { contractId, logInByApi } from "../steps/logins.ts";
import { type Load, Measured } from "../steps/loads.ts";
import { DEMO } from "../steps/subscribers.ts";
import { expect, test } from "../steps/test.ts";
import type { BrowserContext } from "@playwright/test";

const SIZES = [
  { width: 360, height: 800 },
  { width: 1280, height: 720 },
];

/** Layout shift of any page, opened or read again. */
const SHIFT = 0.05;
/** The first visit to a page that leads to a login, or is one. The goal is 200,000 bytes (docs/performance.md). */
const FIRST_VISIT = { bytes: 250_000, requests: 8 };
/** The first visit to any other page: the app, its parts and what the page shows. */
const ANY_VISIT = { bytes: 650_000, requests: 29 };
/** The page read again: what it shows, and that nothing else has changed. */
const AGAIN = { bytes: 60_000, requests: 16 };

const PUBLIC = ["/telecom/registration", "/telecom/recovery", "/telecom/terms", "/telecom/logged-out", "/telecom/xyz"];
const LOGINS = ["/telecom/", "/telecom/login", "/network/login", "/rental/login"];
const OTHERS = ["/network/registration", "/network/recovery", "/rental/recovery", "/rental/not-me#unknown"];
const INSIDE = ["/", "/notices", "/contracts?category=line", "/contracts?category=other", "/switches", "/inquiries", "/inquiries/new"];
const ACCOUNT = ["/account", "/account/second-factors", "/account/sessions", "/account/events", "/users", "/xyz"];

async function measure(context: BrowserContext, addresses: string[], bound = ANY_VISIT): Promise<void> {
  for (const size of SIZES) {
    const page = await context.newPage();
    await page.setViewportSize(size);
    const measured = await Measured.start(page);
    for (const address of addresses) {
      await test.step(`${address} at ${size.width}`, async () => {
        const first = await measured.open(address);
        const again = await measured.reload();
        await note({ address: address.replace(/[0-9a-f-]{36}/, "…"), width: size.width, first, again });
        check(`${address} at ${size.width}`, first, bound);
        check(`${address} at ${size.width} again`, again, AGAIN);
      });
    }
    await page.close();
  }
}

function check(name: string, load: Load, bound: { bytes: number; requests: number }): void {
  expect.soft(load.shift, `layout shift of ${name}: ${load.moved.join("; ")}`).toBeLessThanOrEqual(SHIFT);
  expect.soft(load.bytes, `bytes of ${name}`).toBeLessThanOrEqual(bound.bytes);
  expect.soft(load.requests, `requests of ${name}`).toBeLessThanOrEqual(bound.requests);
}

/** One line of JSON for each page and size. */
async function note(row: { address: string; width: number; first: Load; again: Load }): Promise<void> {
  const file = process.env.MADOGUCHI_LOADS;
  if (file) await appendFile(file, `${JSON.stringify(row)}\n`);
}

test("pages before a login", async ({ context, complaints }) => {
  complaints.expect(/status of 404 .*\/xyz/);
  await measure(context, LOGINS, FIRST_VISIT);
  await measure(context, [...PUBLIC, ...OTHERS]);
});

test("pages behind the login", async ({ context, complaints }) => {
  complaints.expect(/status of 404 .*\/xyz/);
  const contract = `/contracts/${await contractId(await logInByApi(context), DEMO.talkative.number)}`;
  const contracts = ["", "/invoices", "/call-records", "/call-records/views"].map((page) => contract + page);
  await measure(context, [...INSIDE, ...contracts, ...ACCOUNT].map((page) => `/telecom${page}`));
});
