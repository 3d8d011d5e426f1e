// ご契約内容 of the network: what was stored and what it costs, and what the provider delivered.
import { expectPdf, fileOf } from "../steps/files.ts";
import { look, lookInTheDark } from "../steps/looks.ts";
import { enter, HOSHINO } from "../steps/people.ts";
import { expect, test } from "../steps/test.ts";
import type { Page } from "@playwright/test";

/** The contract of the demo that has all of it. */
async function open(page: Page): Promise<void> {
  await page.goto("/network/contracts?category=disclosing");
  await page.locator("table.contracts tbody tr").first().getByRole("link", { name: /詳細/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "ご契約内容" })).toBeFocused();
}

test("a month above the free amount has its fee, and leads to its invoice", async ({ page, context }) => {
  await enter(context, HOSHINO);
  await open(page);
  const usages = page.getByRole("region", { name: "ご利用状況", exact: true });
  await expect(usages).toContainText("5 GBまでは無料です。5 GBを超えた月は、サービス料 ¥2,980（税別）が発生いたします。");
  await expect(usages.locator("svg.chart-plot")).toBeVisible();
  const charged = usages.getByRole("row", { name: /請求済/ }).filter({ hasText: "超過" }).last();
  await expect(charged).toContainText("¥2,980");
  const month = await charged.getByRole("rowheader").innerText();
  await charged.getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: "ご請求の内容" })).toBeFocused();
  const invoice = page.locator("table.invoice:not(.totals)");
  await expect(invoice.getByRole("row", { name: /ストレージサービス利用料/ })).toContainText("2,980");
  await expect(invoice.locator("tbody.sums tr.sum")).toContainText("3,278");
  await expect(page.locator("table.totals tr.sum")).toContainText("3,278");
  await expect(page.locator("main")).toContainText(month);
  await look(page, "fee-invoice");
  await lookInTheDark(page, "fee-invoice");
  await page.setViewportSize({ width: 360, height: 800 });
  await look(page, "fee-invoice");
});

test("a document is downloaded by keyboard, and the focus stays at it", async ({ page, context }) => {
  await enter(context, HOSHINO);
  await open(page);
  const documents = page.getByRole("region", { name: "書類", exact: true });
  await expect(documents).toContainText("全2件");
  const row = documents.getByRole("row", { name: /アカウント票/ });
  await expect(row).toContainText("未閲覧");
  const link = row.getByRole("link", { name: /ダウンロード/ });
  await link.focus();
  const [download] = await Promise.all([page.waitForEvent("download"), link.press("Enter")]);
  expect(download.suggestedFilename()).toBe("アカウント票_ほしぞら病院.pdf");
  // The row is drawn anew, with the time.
  await expect(row).not.toContainText("未閲覧");
  await expect(link).toBeFocused();
  expectPdf(await fileOf(page, link));
});
