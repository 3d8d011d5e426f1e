// What is typed is kept with the tab's history entry, a moment after it was typed.
import type { Page } from "@playwright/test";

/** Waits until it is: a page that is reloaded before has nothing to bring back. */
export async function keptInTab(page: Page, typed: string): Promise<void> {
  await page.waitForFunction((typed) => String(history.state).includes(typed), typed);
}
