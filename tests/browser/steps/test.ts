// The test that every file uses: comes from a network address of its own and fails when the browser has a complaint,
// be it an error in a script, an error on the console or a breach of the content security policy.
import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import { createHash } from "node:crypto";
import { server } from "./server.ts";

export { expect };

/** What the browser complained about. */
export class Complaints {
  readonly found: string[] = [];
  private expected: RegExp[] = [];

  /** Lets complaints pass that belong to what the test does. */
  expect(pattern: RegExp): void {
    this.expected.push(pattern);
  }

  note(text: string): void {
    this.found.push(text);
  }

  get unexpected(): string[] {
    return this.found.filter((text) => !this.expected.some((pattern) => pattern.test(text)));
  }
}

type Fixtures = { address: string; complaints: Complaints; guard: void };

export const test = base.extend<Fixtures>({
  baseURL: async ({}, use) => {
    await use(server().url);
  },

  /** An address that no other test has. */
  address: async ({}, use, info) => {
    const hash = createHash("sha256").update(`${info.project.name} ${info.testId}`).digest();
    await use(`10.${hash[0]}.${hash[1]}.${(hash[2] % 254) + 1}`);
  },

  extraHTTPHeaders: async ({ address }, use) => {
    await use({ "x-forwarded-for": address });
  },

  complaints: async ({}, use) => {
    await use(new Complaints());
  },

  guard: [
    async ({ context, complaints }, use) => {
      await listen(context, complaints);
      await use();
      // A handler that still waits for its answer when the test is over is no failure.
      for (const page of context.pages()) await page.unrouteAll({ behavior: "ignoreErrors" });
      expect(complaints.unexpected, "complaints of the browser").toEqual([]);
    },
    { auto: true },
  ],
});

/** Hears all pages of a context, those opened later too. */
async function listen(context: BrowserContext, complaints: Complaints): Promise<void> {
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy violated: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`);
    });
  });
  context.on("weberror", (error) => complaints.note(`script: ${error.error().message}`));
  context.on("console", (message) => {
    if (message.type() !== "error" || isRefusal(message.text(), message.location().url)) return;
    complaints.note(`console: ${message.text()} (${message.location().url})`);
  });
}

/** The browser reports each 4xx of the API, which is an answer like any other: pages are to show it. */
function isRefusal(text: string, url: string): boolean {
  return /the server responded with a status of 4\d\d/.test(text) && new URL(url).pathname.startsWith("/api/v1");
}

/** The path and query that a page shows. */
export function path(page: Page): string {
  const url = new URL(page.url());
  return url.pathname + url.search;
}
