// ホーム: who is logged in, the next payment, what comes next, and the doors.
import { logInByApi } from "../steps/logins.ts";
import { fits, look, lookAtBoth, lookInTheDark, picture, settled } from "../steps/looks.ts";
import { DEMO } from "../steps/subscribers.ts";
import { expect, path, test } from "../steps/test.ts";
import type { Page } from "@playwright/test";

const CONTRACT = "0190a000-0000-7000-8000-000000000001";
const INVOICE = "0190a000-0000-7000-8000-000000000002";

/** Answers with these deadlines in place of the server's. */
async function deadlines(page: Page, found: object[]): Promise<void> {
  await page.route("**/api/v1/telecom/deadlines", (route) => route.fulfill({ json: found }));
}

test("everything has its place on the home page", async ({ page, context }) => {
  await logInByApi(context);
  await page.goto("/telecom/");
  await expect(page.getByRole("heading", { level: 1, name: "契約情報" })).toBeVisible();
  for (const name of ["お知らせ", "次回のお支払い", "今後の予定", "契約内容", "ユーザ情報"]) {
    await expect(page.getByRole("region", { name })).toBeVisible();
  }
  const user = page.getByRole("region", { name: "ユーザ情報" });
  await expect(user).toContainText(DEMO.accessId);
  await expect(user).toContainText(DEMO.mail);
  await expect(user).toContainText("管理者");
  const services = page.getByRole("region", { name: "ご利用いただける手続き" });
  await expect(services.getByRole("link")).toHaveText([/^お手続き/, /^お問い合わせ/, /^お客様情報/, /^ユーザ管理/]);
  await services.getByRole("link", { name: /^お手続き/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "お手続き" })).toBeFocused();

  // The provider's guide leads there from the menu at the top right.
  await page.locator("#user-menu-button").click();
  const menu = page.locator("#user-menu");
  await expect(menu.getByRole("link")).toHaveText(["契約情報", "お問い合わせ", "ユーザ管理"]);
  await look(page, "user-menu-links");
  await menu.getByRole("link", { name: "お問い合わせ" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "お問い合わせ" })).toBeFocused();
  await expect(menu).toBeHidden();
});

test("the next payment and what comes next", async ({ page, context }) => {
  await logInByApi(context);
  const of = { contract_id: CONTRACT, contract_number: "CAF0000000190" };
  await deadlines(page, [
    { on: "2026-12-01", kind: "call_records_start", ...of },
    { on: "2026-12-01", kind: "service_start", ...of },
    { on: "2026-12-28", kind: "debit", amount: 27164, invoice_id: INVOICE, ...of },
    { on: "2027-01-27", kind: "payment", amount: 1234567, invoice_id: INVOICE, ...of },
    { on: "2027-02-01", kind: "service_start", ...of },
    { on: "2027-03-01", kind: "service_start", ...of },
  ]);
  await page.goto("/telecom/");
  const payment = page.getByRole("region", { name: "次回のお支払い" });
  await expect(payment).toContainText(/口座振替.*2026年12月28日（月）.*¥27,164/s);
  const agenda = page.getByRole("region", { name: "今後の予定" });
  await expect(agenda.getByRole("listitem")).toHaveCount(5);
  await expect(agenda.getByRole("listitem").first()).toContainText(/2026年12月1日（火）.*通話明細の閲覧開始.*CAF0000000190/s);
  await expect(agenda.getByRole("listitem").nth(3)).toContainText(/お支払期限.*¥1,234,567/s);
  await lookAtBoth(page, "home-dates");
  await lookInTheDark(page, "home-dates");
  for (const width of [768, 1440]) {
    await page.setViewportSize({ width, height: 768 });
    await fits(page, `home at ${width}`);
    await picture(page, "home-dates");
  }
  await payment.getByRole("link", { name: "請求情報を見る" }).click();
  expect(new URL(page.url()).pathname).toBe(`/telecom/contracts/${CONTRACT}/invoices`);
});

test("what must not be missed stands first until it is read", async ({ page, context }) => {
  await logInByApi(context);
  const notice = (at: number, ja: string, important: boolean, read: boolean) => ({
    id: `0190a000-0000-7000-8000-00000000000${at}`,
    title: { ja, en: ja },
    important,
    published_from: `2026-11-0${at}T00:00:00Z`,
    read,
  });
  const asked = page.waitForRequest(/\/notice-highlights\?limit=3$/);
  let found = {
    notices: [notice(1, "回線の重要なお知らせ", true, false), notice(9, "第9報", false, false), notice(8, "第8報", false, true)],
    unread: 1234,
  };
  await page.route("**/api/v1/telecom/notice-highlights*", (route) => route.fulfill({ json: found }));
  await page.goto("/telecom/");
  await asked;
  const news = page.getByRole("region", { name: "お知らせ" });
  await expect(news.getByRole("listitem")).toHaveText([/重要.*未読.*回線の重要なお知らせ/s, /未読.*第9報/s, /第8報/]);
  await expect(news.getByText("未読 1,234件")).toBeVisible();
  await settled(page);
  await lookAtBoth(page, "home-unread");
  await lookInTheDark(page, "home-unread");
  found = { notices: [notice(8, "第8報", false, true)], unread: 0 };
  await page.reload();
  await expect(news.getByRole("listitem")).toHaveCount(1);
  await expect(news.getByText("未読")).toHaveCount(0);
});

test("a part that fails says so alone, and one without anything says what will be there", async ({ page, context }) => {
  await logInByApi(context);
  let fails = true;
  await page.route("**/api/v1/telecom/deadlines", (route) => {
    const problem = { type: "/problems/too_many_attempts", title: "", status: 429, code: "too_many_attempts" };
    return fails ? route.fulfill({ status: 429, json: problem }) : route.fulfill({ json: [] });
  });
  await page.goto("/telecom/");
  const agenda = page.getByRole("region", { name: "今後の予定" });
  await expect(agenda.getByRole("alert")).toContainText("試行の回数が上限に達しました。");
  await expect(page.getByRole("region", { name: "お知らせ" }).getByRole("listitem").first()).toBeVisible();
  await settled(page);
  await lookAtBoth(page, "home-failed");
  fails = false;
  await agenda.getByRole("button", { name: "再試行" }).click();
  await expect(agenda).toContainText("予定はありません。");
  await expect(page.getByRole("region", { name: "次回のお支払い" })).toContainText("予定されているお支払いはありません。");
  await lookAtBoth(page, "home-nothing-due");
});
