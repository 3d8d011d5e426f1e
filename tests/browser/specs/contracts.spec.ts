// ご契約一覧 and ご契約内容 where contracts are applied for: tabs, columns, the next date, and the ways from there.
import { look, lookAtBoth, lookInTheDark } from "../steps/looks.ts";
import { enter, HOSHINO } from "../steps/people.ts";
import { enterAsContractor } from "../steps/requests.ts";
import { expect, test } from "../steps/test.ts";

test("who has no contracts finds the words, the button of each tab and the links", async ({ page, context }) => {
  await enterAsContractor(context, "contract-list");
  await page.goto("/network/contracts");
  await expect(page.getByText("ようこそ ★病院 様")).toBeVisible();
  await expect(page.getByText("現在のご契約一覧を表示します。")).toBeVisible();
  await expect(page.getByText("現在、ご契約されているものはありません。")).toBeVisible();
  await lookAtBoth(page, "contracts-none");
  const tabs = page.getByRole("navigation", { name: "契約の種類" });
  await expect(tabs.getByRole("link", { name: "公開施設" })).toHaveAttribute("aria-current", "page");
  await tabs.getByRole("link", { name: "閲覧施設" }).click();
  const add = page.getByRole("link", { name: "閲覧施設契約追加" });
  await expect(add).toHaveAttribute("href", "/network/requests/new?kind=new&category=viewing");
  const links = page.getByRole("navigation", { name: "その他のお手続き" });
  await expect(links.getByRole("listitem")).toHaveText([
    /パスワード変更/,
    /メールアドレス変更/,
    /ご契約者情報変更/,
    /ログオフ/,
  ]);
  await links.getByRole("button", { name: "ログオフ" }).click();
  await expect(page).toHaveURL(/\/network\/logged-out$/);
});

test("a contract says its period, what was applied for and what happened", async ({ page, context }) => {
  await enter(context, HOSHINO);
  await page.goto("/network/contracts?category=disclosing");
  const row = page.getByRole("row", { name: /ほしぞら病院 東棟/ });
  await expect(row).toContainText("88");
  await expect(row).toContainText("利用中");
  await expect(page.getByRole("columnheader")).toHaveText([
    "契約番号",
    "施設名",
    "病床数",
    "リポジトリ",
    "ストレージ",
    "次の期限 / ご契約開始日",
    "契約ステータス",
    "詳細",
  ]);
  await expect(row).toContainText(/\d+年\d+月\d+日 開始/);
  // All of it on the screen of an office PC.
  const hidden = () => page.locator(".table-frame").evaluate((frame) => frame.scrollWidth - frame.clientWidth);
  expect(await hidden()).toBe(0);
  await lookAtBoth(page, "contracts-network");
  await lookInTheDark(page, "contracts-network");
  await page.getByRole("row", { name: /健診センター/ }).getByRole("link").click();
  await expect(page.getByRole("region", { name: "ご契約の状況" })).toContainText("サービス提供準備中");
  await expect(page.getByRole("region", { name: "ご契約の状況" })).toContainText(/ご契約期間\s*\d+年\d+月\d+日～\d+年3月31日/);
  await expect(page.getByRole("region", { name: "ご契約者・ご担当者（窓口）" })).toContainText("ご契約者は各施設");
  await expect(page.getByRole("region", { name: "ご利用者情報" })).toContainText("ほしぞら病院 健診センター");
  await expect(page.getByRole("region", { name: "ご契約の履歴" })).toContainText("お申し込み");
  await expect(page.getByText(/いま解約をお申し込みになると/)).toBeVisible();
  await expect(page.getByRole("link", { name: "変更を申し込む" })).toHaveAttribute("href", /\/requests\/new\?kind=change&contract=/);
  await look(page, "contract-network");
  await lookInTheDark(page, "contract-network");
});
