// Each page at the four widths of a phone, a tablet, an office PC and a large screen, and in dark colours.
import { contractId, logInByApi } from "../steps/logins.ts";
import { fits, look, lookInTheDark, picture, settled } from "../steps/looks.ts";
import { enter, HOSHINO } from "../steps/people.ts";
import { enterAsContractor, expectSaved, fillIn, openDraft, register } from "../steps/requests.ts";
import { DEMO } from "../steps/subscribers.ts";
import { expect, path, test } from "../steps/test.ts";
import type { Page } from "@playwright/test";
import { ask } from "../steps/server.ts";

const WIDTHS = [360, 768, 1024, 1440];

/** Looks at the page of this heading in its own width, in the dark, and in the other widths. */
async function lookEverywhere(page: Page, address: string, name: string, heading: string): Promise<void> {
  await page.goto(address);
  await isThere(page, heading);
  await look(page, name);
  await lookInTheDark(page, name);
  const size = page.viewportSize()!;
  for (const width of WIDTHS.filter((width) => width !== size.width)) {
    await page.setViewportSize({ width, height: size.height });
    await fits(page, `${name} at ${width}`);
    await picture(page, name);
  }
  await page.setViewportSize(size);
}

/** The page is the one that was asked for: none of those that stand for another one has its heading. */
async function isThere(page: Page, heading: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: heading, exact: true })).toBeVisible();
}

test("pages that everybody sees", async ({ page }) => {
  await lookEverywhere(page, "/", "portals", "お客さま窓口");
  await lookEverywhere(page, "/telecom/login", "login", "マイページ ログイン");
  await lookEverywhere(page, "/telecom/registration", "registration", "初回登録");
  await lookEverywhere(page, "/telecom/terms", "terms", "利用規約");
});

test("pages for who cannot log in", async ({ page }) => {
  await lookEverywhere(page, "/network/login", "network-login", "ご契約申込サイト ログイン");
  await lookEverywhere(page, "/network/registration", "contractor", "ご契約者ID登録");
  await lookEverywhere(page, "/network/recovery", "recovery-restore", "パスワード初期化");
  await lookEverywhere(page, "/telecom/recovery", "recovery-facts", "IDまたはパスワードをお忘れの方");
  await lookEverywhere(page, "/rental/login", "rental-login", "会員サイト ログイン");
  await lookEverywhere(page, "/rental/not-me#unknown", "dead-not-me", "このURLはご利用いただけません");
});

test("pages of a session", async ({ page, context }) => {
  const cookie = await logInByApi(context);
  const contract = `/telecom/contracts/${await contractId(cookie, DEMO.talkative.number)}`;
  await lookEverywhere(page, "/telecom/", "home", "契約情報");
  await lookEverywhere(page, "/telecom/contracts?category=line", "contracts", "あおばひかりのご契約");
  await lookEverywhere(page, "/telecom/contracts?category=other", "contracts-empty", "その他のご契約");
  await lookEverywhere(page, contract, "contract", "ご契約内容");
  await lookEverywhere(page, `${contract}/invoices`, "invoices", "料金明細");
  await lookEverywhere(page, `${contract}/call-records`, "calls", "通話料金明細");
});

test("pages of a contractor", async ({ page, context }) => {
  await enter(context, HOSHINO);
  await lookEverywhere(page, "/network/", "network-home", "ホーム");
  await lookEverywhere(page, "/network/contracts?category=disclosing", "network-contracts", "公開施設");
  await lookEverywhere(page, "/network/contracts?category=viewing", "network-contracts-viewing", "閲覧施設");
  // With what was stored, what it costs, and what was delivered.
  await page.goto("/network/contracts?category=disclosing");
  await page.locator("table.contracts tbody tr").first().getByRole("link", { name: /詳細/ }).click();
  await isThere(page, "ご契約内容");
  const contract = path(page);
  for (const section of ["ご利用状況", "書類", "ご契約の状況", "ご契約の履歴"]) {
    await expect(page.getByRole("region", { name: section, exact: true })).toBeVisible();
  }
  await expect(page.getByRole("region", { name: "書類", exact: true }).getByRole("row", { name: /アカウント票/ })).toBeVisible();
  await lookEverywhere(page, contract, "network-contract", "ご契約内容");
  await lookEverywhere(page, "/network/invoices", "network-invoices", "ご請求");
  await lookEverywhere(page, "/network/requests", "network-requests", "お申し込み");
  await lookEverywhere(page, "/network/request-batches", "network-batches", "複数施設の一括お申し込み");
  await lookEverywhere(page, "/network/contractor", "network-contractor", "ご契約者情報変更");
  await lookEverywhere(page, "/network/account/calendar", "network-calendar", "カレンダー連携");
});

test("the steps of an application", async ({ page, context }, info) => {
  await enterAsContractor(context, `looks-${info.project.name}`);
  const id = await openDraft(page, "disclosing");
  await lookEverywhere(page, `/network/requests/${id}/edit`, "application-fill", "新規のお申し込み");
  await fillIn(page, "やまびこ医院", "B");
  await expectSaved(page);
  await lookEverywhere(page, `/network/requests/${id}/confirm`, "application-confirm", "公開施設お申込内容確認");
  await register(page);
  await lookEverywhere(page, `/network/requests/${id}?sent=1`, "application-done", "お申し込みが完了しました");
});

test("menus are open", async ({ page, context }, info) => {
  await logInByApi(context);
  await page.goto("/telecom/");
  await settled(page);
  await page.locator("#user-menu-button").click();
  await expect(page.locator("#user-menu")).toBeVisible();
  await look(page, "user-menu");
  await page.keyboard.press("Escape");
  if (info.project.name === "phone") {
    const menu = page.getByRole("button", { name: "メニュー" });
    await menu.click();
    await expect(menu).toHaveAttribute("aria-expanded", "true");
    await look(page, "menu");
    await page.getByRole("navigation", { name: "メインメニュー" }).getByRole("link", { name: /その他/ }).click();
    await expect(page).toHaveURL(/category=other/);
    await expect(menu).toHaveAttribute("aria-expanded", "false");
  }
});

test("the other language", async ({ page }) => {
  await page.goto("/telecom/login");
  await expect(page.locator("html")).toHaveAttribute("lang", "ja");
  const japanese = await page.title();
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page).not.toHaveTitle(japanese);
  const pages = {
    "/telecom/login": "Log in to My Page",
    "/telecom/registration": "First registration",
    "/telecom/terms": "Terms of use",
    "/network/login": "Log in to Contract Applications",
    "/network/registration": "Register a contractor ID",
    "/network/recovery": "Restore the initial password",
    "/network/recovery?way=facility_and_mail": "Reset the password",
    "/telecom/recovery": "Forgot your ID or password",
    "/rental/login": "Log in to Member Site",
    "/rental/recovery": "Forgot your password",
    "/rental/not-me#unknown": "This link cannot be used",
  };
  for (const [address, heading] of Object.entries(pages)) {
    await page.goto(address);
    await isThere(page, heading);
    await settled(page);
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    const foreign = await page.locator("main").evaluate((main) => {
      // Hints give examples of Japanese names.
      const copy = main.cloneNode(true) as HTMLElement;
      copy.querySelectorAll("[lang=ja], .hint").forEach((element) => element.remove());
      return copy.textContent?.match(/[\u3040-\u30ff\u4e00-\u9fff]+/g) ?? [];
    });
    expect.soft(foreign, `Japanese on ${address} in English`).toEqual([]);
    await look(page, `english${address.replace("/telecom/", "-").replace(/[/?=#]/g, "-")}`);
  }
  await page.getByRole("button", { name: "日本語" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "ja");
});

test("the description of the API is to be read", async ({ page }) => {
  await page.goto("/docs/api/");
  await expect(page.locator(".opblock").first()).toBeVisible({ timeout: 30_000 });
  const { paths } = await (await ask("/openapi.json")).json();
  const operations = Object.values(paths as Record<string, object>).flatMap((item) =>
    Object.keys(item).filter((method) => ["get", "post", "put", "patch", "delete"].includes(method)),
  );
  expect(operations.length).toBeGreaterThan(15);
  await expect(page.locator(".opblock")).toHaveCount(operations.length);
  await page.screenshot({ path: `screenshots/swagger-${page.viewportSize()?.width}.png` });
});
