// How the browser tests run: a server for each worker, two sizes of screen.
import { defineConfig, devices } from "@playwright/test";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: "specs",
  outputDir: "test-results",
  globalSetup: "./server.ts",
  fullyParallel: false,
  // Each has a server of its own: logins of the demo user share a mailbox. One test leaves half of two cores idle.
  workers: 2,
  // In CI a browser that a busy machine starved gets a second go. What needed one is named at the end of the run.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    locale: "ja-JP",
    timezoneId: "Asia/Tokyo",
    acceptDownloads: true,
    // Recording costs a fifth of the time, and nobody fetches a trace from CI: there the message has to say what is wrong.
    trace: process.env.CI ? "off" : "retain-on-failure",
    launchOptions: { executablePath: process.env.CHROMIUM_PATH || undefined, args: ARGUMENTS },
  },
  projects: [
    {
      name: "desktop",
      use: { ...devices["Desktop Chrome"], viewport: { width: 1024, height: 768 } },
    },
    {
      name: "phone",
      // What does not depend on the size of the screen is walked once.
      testMatch: /(walk|looks|keyboard)\.spec\.ts/,
      use: {
        browserName: "chromium",
        viewport: { width: 360, height: 800 },
        deviceScaleFactor: 2,
        isMobile: true,
        hasTouch: true,
      },
    },
  ],
});
