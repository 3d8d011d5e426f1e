// お手続き: applied for and cancelled, with consent and the month from which it counts.
import { enterAsColleague } from "../steps/colleagues.ts";
import { logInByApi } from "../steps/logins.ts";
import { fits, look, lookAtBoth, lookInTheDark, picture } from "../steps/looks.ts";
import { mailAfter } from "../steps/mailbox.ts";
import { month } from "../steps/months.ts";
import { DEMO } from "../steps/subscribers.ts";
import { expect, path, test } from "../steps/test.ts";
import type { Locator, Page } from "@playwright/test";

const section = (page: Page, name: string) => page.getByRole("region", { name });
const dialog = (page: Page) => page.getByRole("dialog");

async function open(page: Page): Promise<void> {
  await page.goto("/telecom/switches");
  await expect(page.getByRole("heading", { level: 1, name: "お手続き" })).toBeVisible();
  await expect(section(page, "開通案内の紙発送停止")).toBeVisible();
}

/** Agrees and applies, in the dialog that is open; gives the mail that follows. */
async function agree(page: Page, within: Locator): Promise<string> {
  const mail = await mailAfter(DEMO.mail, async () => {
    await dialog(page).getByRole("checkbox").check();
    await dialog(page).getByRole("button", { name: "申し込む" }).click();
    await expect(within).toContainText("お申し込みを受け付けました。");
  }, "お手続き完了");
  return mail.text;
}

async function cancel(page: Page, button: Locator, within: Locator): Promise<void> {
  await button.click();
  await expect(dialog(page).getByRole("checkbox")).toHaveCount(0);
  await dialog(page).getByRole("button", { name: "取りやめる" }).click();
  await expect(within).toContainText("取りやめを受け付けました。");
}

test("paper is stopped with consent from the next month on, and sent again", async ({ page, context }) => {
  await logInByApi(context);
  await open(page);
  await lookAtBoth(page, "switches");
  await lookInTheDark(page, "switches");
  for (const width of [768, 1440]) {
    await page.setViewportSize({ width, height: 768 });
    await fits(page, `switches at ${width}`);
    await picture(page, "switches");
  }
  await page.setViewportSize({ width: 1024, height: 768 });
  await expect(section(page, "口座振替案内書の紙発送停止")).toContainText("※請求書（一般請求）は紙の発送を停止できません。");

  const notices = section(page, "開通案内の紙発送停止");
  await expect(notices).toContainText("紙で発送");
  await notices.getByRole("button", { name: /申し込む/ }).click();
  await expect(dialog(page)).toContainText(`${month(1)}分から、紙の発送を停止します。`);
  await expect(dialog(page)).toContainText("電子データ（PDF）により受け取ることに同意します。");
  await lookAtBoth(page, "switch-dialog");
  await lookInTheDark(page, "switch-dialog");
  const posts: string[] = [];
  page.on("request", (request) => void (request.method() === "POST" && posts.push(request.url())));
  await dialog(page).getByRole("button", { name: "申し込む" }).click();
  await expect(dialog(page)).toContainText("同意される場合はチェックを入れてください。");
  expect(posts, "nothing is sent without consent").toEqual([]);
  await lookAtBoth(page, "switch-dialog-error");
  const mail = await agree(page, notices);
  expect(mail).toContain("内容 : 開始");
  await expect(page.locator("#opening-notices-outcome")).toBeFocused();
  await expect(notices).toContainText(new RegExp(`申込済み.*${month(1)}分から`, "s"));
  await lookAtBoth(page, "switches-applied");
  await page.reload();
  await expect(notices).toContainText(new RegExp(`申込済み.*${month(1)}分から`, "s"));

  await notices.getByRole("button", { name: /取りやめる/ }).click();
  await expect(dialog(page)).toContainText("お申し込みを取り消します。これまでどおり紙でお送りします。");
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await expect(notices).toContainText("申込済み");
  await cancel(page, notices.getByRole("button", { name: /取りやめる/ }), notices);
  await expect(notices).toContainText("紙で発送");
});

test("call records of one contract are applied for and announced on the home page", async ({ page, context }) => {
  await logInByApi(context);
  await open(page);
  const records = section(page, "通話明細のご利用");
  const row = records.getByRole("row", { name: /未申込/ }).first();
  const number = await row.getByRole("rowheader").innerText();
  const own = records.getByRole("row", { name: new RegExp(number) });
  await own.getByRole("button", { name: `申し込む ${number}` }).click();
  await expect(dialog(page)).toContainText(number);
  await expect(dialog(page)).toContainText("「通信の秘密」");
  await expect(dialog(page)).toContainText(`${month(1)}分の通話明細から閲覧できます。`);
  const mail = await agree(page, records);
  expect(mail).toContain(`契約番号 : ${number}`);
  await expect(own).toContainText(new RegExp(`申込済み.*${month(1)}分から`, "s"));
  await page.goto("/telecom/");
  const agenda = page.getByRole("region", { name: "今後の予定" }).getByRole("listitem").filter({ hasText: number });
  await expect(agenda).toContainText("通話明細の閲覧開始");

  await open(page);
  await own.getByRole("button", { name: /取りやめる/ }).click();
  await expect(dialog(page)).toContainText("すぐに閲覧できなくなります。");
  await page.keyboard.press("Escape");
  await cancel(page, own.getByRole("button", { name: /取りやめる/ }), records);
  await expect(own).toContainText("未申込");
});

test("three hundred contracts stay usable", async ({ page, context }) => {
  await logInByApi(context);
  const of = (at: number) => ({
    kind: "call_records",
    contract_id: `0190a000-0000-7000-8000-${String(at).padStart(12, "0")}`,
    contract_number: `CAF${String(at).padStart(10, "0")}`,
    on: false,
    next_effective_from: "2026-12-01",
    changeable: true,
  });
  const paper = { kind: "opening_notice_paper_stop", on: false, next_effective_from: "2026-12-01", changeable: true };
  const all = [...Array.from({ length: 300 }, (_, at) => of(at)), paper];
  await page.route("**/api/v1/telecom/switches", (route) => route.fulfill({ json: all }));
  await open(page);
  const rows = section(page, "通話明細のご利用").locator("tbody tr");
  await expect(page.locator("#list-count")).toHaveText("全300件（20件を表示）");
  await expect(rows).toHaveCount(20);
  await lookAtBoth(page, "switches-many");
  await page.getByRole("button", { name: "もっと見る" }).click();
  await expect(rows).toHaveCount(40);

  const search = page.getByLabel("契約番号（一部でも可）");
  await search.fill("ｃａｆ０００００００２９");
  await search.press("Enter");
  await expect(page.locator("#list-count")).toHaveText("全10件");
  await expect(rows).toHaveCount(10);
  expect(path(page)).toBe("/telecom/switches?number=CAF000000029");
  await page.reload();
  await expect(rows).toHaveCount(10);
  await expect(search).toHaveValue("CAF000000029");
  await search.fill("999999");
  await search.press("Enter");
  await expect(page.getByText("契約番号に一致する契約はありません。")).toBeVisible();
  await look(page, "switches-not-found");
  await search.fill("");
  await search.press("Enter");
  await expect(rows).toHaveCount(20);
  while ((await rows.count()) < 300) {
    const shown = await rows.count();
    await page.getByRole("button", { name: "もっと見る" }).click();
    await expect(rows).toHaveCount(shown + 20);
  }
  await expect(page.locator("#list-count")).toBeFocused();
});

test("who may not change sees why", async ({ page, context }) => {
  await enterAsColleague(page, context, "switches-general");
  await open(page);
  await expect(page.getByText("お申し込みと取りやめは、ユーザ種別が管理者の方が行えます。")).toBeVisible();
  await expect(page.getByRole("button", { name: /申し込む|取りやめる/ })).toHaveCount(0);
  await lookAtBoth(page, "switches-general");
  await page.goto("/telecom/");
  await expect(page.getByRole("region", { name: "ユーザ情報" })).toContainText("一般");
});
