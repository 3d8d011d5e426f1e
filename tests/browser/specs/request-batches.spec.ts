// 一括お申し込み: a body applies for many facilities by one file: chosen, corrected by line and column, sent together.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { look, lookInTheDark } from "../steps/looks.ts";
import { agree, at, enterAsContractor } from "../steps/requests.ts";
import { expect, test } from "../steps/test.ts";
import type { Page } from "@playwright/test";

/** 120 facilities as a core system hands them over, in Windows-31J. */
const EXPORT = join(import.meta.dirname, "../../exports/network/facilities.csv");
const HEAD = "施設番号,施設名,施設種別,郵便番号,都道府県,住所1,住所2,電話番号,備考";
const ROWS = ["1,やまびこ医院,病院,108-6308,東京都,港区三田,2丁目1-1,03-1234-5678,", "2,\"かわせみ\n薬局\",美容院,108-630,東京都,港区三田,2丁目1-1,03-1234-5678,至急"];

const csv = (rows: string[]) => ({
  name: "施設一覧.csv",
  mimeType: "text/csv",
  buffer: Buffer.from(`\u{FEFF}${[HEAD, ...rows].join("\r\n")}\r\n`),
});

/** What is the same for all. */
async function say(page: Page): Promise<void> {
  await page.getByRole("radio", { name: /^B：/ }).check();
  await at(page, "facility.records_place").fill("みどり野中央病院");
  await page.locator("[name='basic.viewing_kind']").first().check();
  await page.locator("[name='basic.sheets_by']").first().check();
}

for (const width of [360, 1280]) {
  test(`a file is corrected and sent together, at ${width}`, async ({ page, context }) => {
    await page.setViewportSize({ width, height: 800 });
    await enterAsContractor(context, `batch-${width}`);
    await page.goto("/network/contracts?category=viewing");
    await page.getByRole("link", { name: "複数施設の一括お申し込み" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "複数施設の一括お申し込み" })).toBeVisible();
    await look(page, "request-batch-new");
    await page.getByRole("button", { name: "この一覧を読み込む" }).click();
    await expect(page.locator("#error-summary")).toBeFocused();
    await look(page, "request-batch-empty");
    await say(page);
    const file = page.locator("#file");
    await file.setInputFiles({ ...csv([]), buffer: Buffer.from("施設番号,施設名\r\n1,やまびこ医院\r\n") });
    await page.getByRole("button", { name: "この一覧を読み込む" }).click();
    await expect(page.getByText("列「電話番号」がありません。")).toBeVisible();
    await look(page, "request-batch-columns");
    await file.setInputFiles(csv(ROWS));
    await page.getByRole("button", { name: "この一覧を読み込む" }).click();
    await expect(page).toHaveURL(/\/request-batches\/[0-9a-f-]{36}$/);
    await expect(page.getByText("1行に、直していただくところがあります。")).toBeVisible();
    await expect(page.getByText("読み取らない列：備考")).toBeVisible();
    const wrong = page.getByRole("row", { name: /かわせみ 薬局/ });
    // The name has two lines, so what comes after it stands on the next one.
    await expect(wrong).toContainText("4行目 3列目「施設種別」");
    await expect(wrong).toContainText("4行目 4列目「郵便番号」");
    await expect(page.getByRole("button", { name: /まとめて申し込む/ })).toHaveCount(0);
    await look(page, "request-batch-faults");
    await lookInTheDark(page, "request-batch-faults");
    await page.getByRole("checkbox", { name: "直すところがある行だけを表示" }).check();
    await expect(page.locator("table.request-batch-rows tbody tr")).toHaveCount(1);

    await page.locator("#file").setInputFiles(csv([ROWS[0], ROWS[1].replace("美容院", "薬局").replace("108-630,", "108-6308,")]));
    await page.getByRole("button", { name: "直したファイルを選ぶ" }).click();
    await expect(page.getByText("2件を、まとめてお申し込みいただけます。")).toBeVisible();
    await page.getByRole("checkbox", { name: "直すところがある行だけを表示" }).uncheck();
    await expect(page.locator("table.request-batch-rows tbody tr")).toHaveCount(2);
    await look(page, "request-batch-ready");
    await agree(page);
    await page.getByRole("button", { name: "2件をまとめて申し込む" }).click();
    await expect(page.getByText("2件のお申し込みが完了しました。")).toBeVisible();
    await expect(page.getByRole("row", { name: /やまびこ医院/ })).toContainText("お申し込み済み");
    await look(page, "request-batch-sent");
    await page.goto("/network/contracts?category=viewing");
    await expect(page.getByRole("row", { name: /かわせみ 薬局/ })).toBeVisible();
  });
}

test("a whole export of a core system goes through", async ({ page, context }) => {
  await enterAsContractor(context, "batch-whole");
  await page.goto("/network/request-batches?category=viewing");
  await say(page);
  await page.locator("#file").setInputFiles({ name: "facilities.csv", mimeType: "text/csv", buffer: await readFile(EXPORT) });
  await page.getByRole("button", { name: "この一覧を読み込む" }).click();
  await expect(page.getByText("120件を、まとめてお申し込みいただけます。")).toBeVisible();
  await expect(page.getByText("若葉介護施設2")).toBeVisible();
  await agree(page);
  await page.getByRole("button", { name: "120件をまとめて申し込む" }).click();
  await expect(page.getByText("120件のお申し込みが完了しました。")).toBeVisible();
  // The same file once more has nothing new.
  await page.goto("/network/request-batches?category=viewing");
  await say(page);
  await page.locator("#file").setInputFiles({ name: "facilities.csv", mimeType: "text/csv", buffer: await readFile(EXPORT) });
  await page.getByRole("button", { name: "この一覧を読み込む" }).click();
  await expect(page.getByText("このファイルの施設は、すべてお申し込み済みです。")).toBeVisible();
  await page.getByRole("button", { name: "この一括お申し込みを破棄" }).click();
  await page.getByRole("button", { name: "破棄する" }).click();
  await expect(page).toHaveURL(/\/request-batches$/);
});
