// What the page of call records shows, read as a person reads it, and its files.
import { readFile } from "node:fs/promises";
import { expect, type Locator, type Page } from "@playwright/test";

export const COLUMNS = { startedAt: 0, kind: 1, caller: 2, callee: 3, duration: 4, charge: 5 };

/** The rows of calls, without the heading. */
export function rows(page: Page): Locator {
  return page.locator("table.calls tbody tr");
}

/** The cells of a column, from the first shown row to the last. */
export async function column(page: Page, at: number): Promise<string[]> {
  return rows(page).evaluateAll((rows, at) => rows.map((row) => row.children[at].textContent?.trim() ?? ""), at);
}

export async function charges(page: Page): Promise<number[]> {
  return (await column(page, COLUMNS.charge)).map(yen);
}

/** 3300 of ¥3,300. */
export function yen(text: string): number {
  return Number(text.replace(/[^\d-]/g, ""));
}

/** The count that the page tells: 全243件（50件を表示） has all and those shown. */
export async function count(page: Page): Promise<{ all: number; shown: number }> {
  const text = await page.locator("#list-count").innerText();
  const [all, shown] = [...text.matchAll(/([\d,]+)件/g)].map((match) => yen(match[1]));
  return { all, shown: shown ?? all };
}

/** The sum of the charges that the page tells. */
export async function total(page: Page): Promise<number> {
  return yen(await page.locator(".totals-line strong").innerText());
}

/** Sorts by a column, and waits until it is. */
export async function sortBy(page: Page, name: RegExp, order: "ascending" | "descending"): Promise<void> {
  const header = page.locator("table.calls th[aria-sort]", { hasText: name });
  await header.getByRole("button").click();
  await expect(header).toHaveAttribute("aria-sort", order);
  await expect(page.locator("table.calls")).not.toHaveAttribute("aria-busy", "true");
}

/** Downloads what is shown. */
export async function download(page: Page, encoding: "utf8" | "cp932"): Promise<{ name: string; bytes: Buffer }> {
  await page.getByLabel("CSVの文字コード").selectOption(encoding);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "CSVダウンロード" }).click(),
  ]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** The lines of a CSV file. */
export function lines(bytes: Buffer, encoding: "utf-8" | "shift_jis"): string[] {
  const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  expect(text.endsWith("\r\n")).toBe(true);
  return text.trimEnd().split("\r\n");
}

/** Unfolds the filter, which is folded on a phone. */
export async function unfoldFilters(page: Page): Promise<void> {
  const toggle = page.getByRole("button", { name: /^絞り込み（\d+）$/ });
  if ((await toggle.isHidden()) || (await toggle.getAttribute("aria-expanded")) === "true") return;
  await toggle.click();
  await expect(toggle).toHaveAttribute("aria-expanded", "true");
}
