// Files that a page gives, read as bytes.
import { readFile } from "node:fs/promises";
import { expect, type FileChooser, type Locator, type Page } from "@playwright/test";

export type File = { name: string; bytes: Buffer };

/** Presses a link and takes the file that comes. */
export async function fileOf(page: Page, link: Locator): Promise<File> {
  const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/**
 * The browser's dialog for files that something opens. A browser hands it over once it was told to, which takes its time beside
 * a key that is pressed: it is told first, and has answered something since.
 */
export async function fileDialogAfter(page: Page, act: () => Promise<void>): Promise<FileChooser> {
  const told = page.waitForEvent("filechooser");
  const acted = page.evaluate(() => undefined).then(act);
  const [dialog] = await Promise.all([told, acted]);
  return dialog;
}

/** A file that begins as its kind does. */
export function expectPdf(file: File): void {
  expect(file.name).toMatch(/\.pdf$/);
  expect(file.bytes.subarray(0, 5).toString("latin1")).toBe("%PDF-");
  expect(file.bytes.subarray(-8).toString("latin1")).toContain("%%EOF");
}

/** ZIP, and what is made of it. */
export function expectZip(file: File, ending: string): void {
  expect(file.name.endsWith(ending), file.name).toBe(true);
  expect([...file.bytes.subarray(0, 4)]).toEqual([0x50, 0x4b, 0x03, 0x04]);
}

/** How many files a ZIP file has, by its directory's end. */
export function entriesOf(file: File): number {
  const end = file.bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  expect(end, "end of the directory").toBeGreaterThan(0);
  return file.bytes.readUInt16LE(end + 10);
}

/** CSV in UTF-8 with its mark, or in Windows-31J without one; lines end as spreadsheets want it. */
export function expectCsv(file: File, encoding: "utf-8" | "shift_jis"): string[] {
  const marked = [...file.bytes.subarray(0, 3)].join() === [0xef, 0xbb, 0xbf].join();
  expect(marked, "byte order mark").toBe(encoding === "utf-8");
  const text = new TextDecoder(encoding, { fatal: true }).decode(file.bytes);
  expect(text.endsWith("\r\n")).toBe(true);
  expect(text.replaceAll("\r\n", "")).not.toContain("\n");
  return text.trimEnd().split("\r\n");
}

/** The next call of an operation is refused with a code. */
export async function refuseNext(page: Page, operation: string, status: number, code: string): Promise<void> {
  const body = JSON.stringify({ type: `/problems/${code}`, title: "", status, code });
  const answer = { status, contentType: "application/problem+json", body };
  await page.route(`**/api/v1/*${operation}`, (route) => route.fulfill(answer), { times: 1 });
}
