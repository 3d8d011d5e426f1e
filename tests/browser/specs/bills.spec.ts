// ご請求: the newest bill on home, one list over all contracts, its search by the address, its files.
import { expectPdf, fileOf } from "../steps/files.ts";
import { logInByApi } from "../steps/logins.ts";
import { look, lookAtBoth, lookInTheDark } from "../steps/looks.ts";
import { expect, path, test } from "../steps/test.ts";

test("the newest bill is on home, and its PDF one press away", async ({ page, context }) => {
  await logInByApi(context);
  await page.goto("/telecom/");
  const bill = page.getByRole("region", { name: "最新のご請求" });
  await expect(bill).toContainText(/\d{4}年\d+月分.*¥[\d,]+/s);
  const file = await fileOf(page, bill.getByRole("link", { name: "PDF" }));
  expectPdf(file);
  expect(file.name).toMatch(/^\d{8}_あおばテレコム株式会社_\d+_口座振替案内書_.+\.pdf$/);
  await bill.getByRole("link", { name: "ご請求の一覧" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "ご請求" })).toBeFocused();
});

test("bills are searched by amount and counterparty, sorted, and opened", async ({ page, context }) => {
  await logInByApi(context);
  await page.goto("/telecom/invoices");
  const rows = page.locator("table.bills tbody tr");
  await expect.poll(() => rows.count()).toBeGreaterThan(11);
  const all = await rows.count();
  await expect(page.locator("#list-count")).toHaveText(`全${all}件`);
  await lookAtBoth(page, "bills");
  await lookInTheDark(page, "bills");

  await page.getByText("検索条件", { exact: true }).click();
  const amounts = async () => (await rows.locator("td.number").allInnerTexts()).map((text) => Number(text.replace(/[^\d-]/g, "")));
  const middle = (await amounts()).sort((left, right) => left - right)[Math.floor(all / 2)];
  // As people type it.
  await page.getByLabel("以上").fill(`￥${middle.toLocaleString("ja-JP")}円`);
  await page.getByLabel("取引先（発行者・宛名）").fill("アオバ");
  await page.getByRole("button", { name: "検索", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`amount_from=${middle}&counterparty=`));
  await expect(page.getByText("検索条件（2）")).toBeVisible();
  await expect.poll(async () => Math.min(...(await amounts()))).toBe(middle);
  await page.getByRole("button", { name: "ご請求金額（税込）" }).click();
  await expect(page).toHaveURL(/order=gross_descending/);
  const sorted = async () => {
    const now = await amounts();
    return now.every((amount, at) => at === 0 || now[at - 1] >= amount);
  };
  await expect.poll(sorted).toBe(true);
  const address = path(page);
  await page.reload();
  await expect(page.getByText("検索条件（2）")).toBeVisible();
  expect(path(page)).toBe(address);
  await lookAtBoth(page, "bills-searched");

  await page.getByRole("button", { name: "条件を消す" }).click();
  await expect(rows).toHaveCount(all);
  await rows.first().getByRole("link", { name: /\d+年\d+月/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "ご請求の内容" })).toBeFocused();
  await expect(page.getByRole("link", { name: "請求書ダウンロード" })).toBeVisible();
  await look(page, "bill");
});

test("a range that ends before it starts is said, and what was typed stays", async ({ page, context }) => {
  await logInByApi(context);
  await page.goto("/telecom/invoices?amount_from=2000&amount_until=1000");
  await expect(page.locator("#amount_until-error")).toContainText("範囲が逆になっています");
  await expect(page.getByLabel("以下")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("以下")).toHaveValue("1000");
});
