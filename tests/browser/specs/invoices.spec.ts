// 料金明細: the files of an invoice, a year's invoices as one file, and corrections.
import { entriesOf, expectCsv, expectPdf, expectZip, fileOf, refuseNext } from "../steps/files.ts";
import { contractId, endElsewhere, logInByApi } from "../steps/logins.ts";
import { lookAtBoth, lookInTheDark, picture, settled } from "../steps/looks.ts";
import { billedMonths } from "../steps/months.ts";
import { DEMO } from "../steps/subscribers.ts";
import { expect, path, test } from "../steps/test.ts";

test("an invoice in all its forms", async ({ page, context }) => {
  const cookie = await logInByApi(context);
  await page.goto(`/telecom/contracts/${await contractId(cookie, DEMO.talkative.number)}/invoices`);
  const month = page.locator(".accordion-item.open");
  await expect(month.getByRole("heading", { level: 3 })).toHaveText(/^(請求書|口座振替案内書)$/);
  for (const label of ["ご請求番号", "発行日", "宛名", "登録番号"]) {
    await expect(month.getByText(label, { exact: true })).toBeVisible();
  }
  expectPdf(await fileOf(page, month.getByRole("link", { name: "請求書ダウンロード" })));
  await month.getByText("その他の形式").click();
  await settled(page);
  await lookAtBoth(page, "invoice-files");
  await lookInTheDark(page, "invoice-files");
  const form = (name: RegExp) => fileOf(page, month.getByRole("link", { name }));
  const html = await form(/^HTML/);
  expect(html.bytes.toString()).toMatch(/^<!doctype html>/i);
  const records = expectCsv(await form(/^CSV（UTF-8）/), "utf-8");
  expect(records.length).toBeGreaterThan(1);
  // Windows-31J has a wave dash of its own.
  const asWindowsHasThem = records.map((record) => record.replaceAll("〜", "～"));
  expect(expectCsv(await form(/^CSV（Shift_JIS/), "shift_jis")).toEqual(asWindowsHasThem);
  expectZip(await form(/^Excel/), ".xlsx");
  const xml = await form(/JP PINT/);
  expect(xml.bytes.toString()).toMatch(/^<\?xml[^>]*\?>\s*<(\w+:)?Invoice\b/);

  await page.emulateMedia({ media: "print" });
  await expect(month.getByText("ご請求合計（税込）")).toBeVisible();
  await expect(month.getByRole("link", { name: "請求書ダウンロード" })).toBeHidden();
  await picture(page, "invoice-print");
});

test("the invoices of a year as one file", async ({ page, context }) => {
  const cookie = await logInByApi(context);
  await page.goto(`/telecom/contracts/${await contractId(cookie, DEMO.talkative.number)}/invoices`);
  const year = billedMonths()[13].slice(0, 4);
  await page.getByLabel("年度選択").selectOption(year);
  const all = page.getByRole("link", { name: `${year}年の請求書をまとめてダウンロード（ZIP）` });
  await expect(all).toBeVisible();
  const months = await page.locator(".accordion-item").count();
  const file = await fileOf(page, all);
  expectZip(file, ".zip");
  expect(entriesOf(file)).toBe(months);
});

test("a file that cannot be had is told on the page, which stays", async ({ page, context, complaints }) => {
  const cookie = await logInByApi(context);
  await page.goto(`/telecom/contracts/${await contractId(cookie, DEMO.talkative.number)}/invoices`);
  const address = path(page);
  const pdf = page.locator(".accordion-item.open").getByRole("link", { name: "請求書ダウンロード" });
  complaints.expect(/status of 503/);
  await refuseNext(page, "/contracts/*/invoices/*/files/pdf", 503, "font_missing");
  await pdf.click();
  await expect(page.getByText("ただいまPDFを作成できません。")).toBeVisible();
  expect(path(page)).toBe(address);
  // It is tried again with the next press.
  expectPdf(await fileOf(page, pdf));
  await expect(page.getByText("ただいまPDFを作成できません。")).toHaveCount(0);

  await endElsewhere(cookie);
  await pdf.click();
  await expect(page).toHaveURL(/\/telecom\/login/);
  await expect(page.getByText("ログインの状態が終了しました。もう一度ログインしてください。")).toBeVisible();
});

test("a corrected invoice and its correction lead to each other", async ({ page, context }) => {
  const cookie = await logInByApi(context);
  // The demo has no correction: two invoices of the year are made one.
  const [old, correction] = [{ number: "", id: "" }, { number: "", id: "" }];
  await page.route("**/api/v1/telecom/contracts/*/invoices*", async (route) => {
    const response = await route.fetch();
    const year = await response.json();
    const [first, second] = year.invoices;
    Object.assign(correction, { number: first.number, id: first.id });
    Object.assign(old, { number: second.number, id: second.id });
    first.corrects = second.number;
    second.corrected_by = first.number;
    return route.fulfill({ response, json: year });
  });
  await page.route("**/api/v1/telecom/contracts/*/invoices/*", async (route) => {
    const response = await route.fetch();
    const invoice = await response.json();
    if (invoice.id === correction.id) invoice.corrects = old.number;
    if (invoice.id === old.id) invoice.corrected_by = correction.number;
    return route.fulfill({ response, json: invoice });
  });
  await page.goto(`/telecom/contracts/${await contractId(cookie, DEMO.talkative.number)}/invoices`);
  const items = page.locator(".accordion-item");
  await expect(items.nth(0).getByRole("button").first()).toHaveText(/^【訂正】/);
  await expect(items.nth(1).getByRole("button").first()).toHaveText(/^【訂正済】/);
  await items.nth(0).getByRole("link", { name: old.number }).click();
  await expect(page).toHaveURL(new RegExp(`invoice=${old.id}`));
  await expect(items.nth(1).getByRole("button").first()).toBeFocused();
  await expect(items.nth(1).getByRole("button").first()).toHaveAttribute("aria-expanded", "true");
  await expect(items.nth(1).getByText("このご請求は訂正されたため、無効です。")).toBeVisible();
  await lookAtBoth(page, "invoice-corrected");
  await lookInTheDark(page, "invoice-corrected");
  // The link may be kept: it opens the same.
  await page.reload();
  await expect(items.nth(1).getByRole("button").first()).toHaveAttribute("aria-expanded", "true");
  await expect(items.nth(0).getByRole("button").first()).toHaveAttribute("aria-expanded", "false");
  await items.nth(1).getByRole("link", { name: correction.number }).click();
  await expect(items.nth(0).getByRole("button").first()).toHaveAttribute("aria-expanded", "true");
});
