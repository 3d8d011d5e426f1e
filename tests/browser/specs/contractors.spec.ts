// A contractor ID by mail, the first login with the issued password, and the initialisation that brings it back.
import { describe } from "../steps/contractors.ts";
import { chooseNew, expectContractor, expectInside, expectPasswordChange, expectRefused, give, logOut, recover } from "../steps/entries.ts";
import { tickRobotCheck } from "../steps/logins.ts";
import { lookAtBoth } from "../steps/looks.ts";
import { contractorOf, mailAfter, mailsTo } from "../steps/mailbox.ts";
import { server } from "../steps/server.ts";
import { expect, path, test } from "../steps/test.ts";
import type { Page } from "@playwright/test";

const LOGIN = "/network/login";
const [FIRST, SECOND] = ["umi-no-sakura-8", "yama-no-momiji-3"];

/** From the login page to the mail with ID and password. */
async function create(page: Page, mail: string): Promise<{ id: string; password: string }> {
  await page.goto(LOGIN);
  await page.getByRole("link", { name: "ご契約者IDを作成する" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "ご契約者ID登録" })).toBeVisible();
  await page.locator("#mail_address").fill(mail);
  await tickRobotCheck(page);
  const letter = await mailAfter(mail, async () => {
    await page.getByRole("button", { name: "登録" }).click();
    await expect(page.getByText("ご契約者IDを新規発行いたしました。")).toBeVisible();
  });
  return contractorOf(letter);
}

test("what the login page of this portal says", async ({ page }) => {
  await page.goto(LOGIN);
  await expect(page.getByText("ご契約者IDおよびパスワードを入力してください。")).toBeVisible();
  await expect(page.getByRole("link", { name: "パスワードをお忘れの方", exact: true })).toBeVisible();
  // Nobody is asked for a second factor here, and there are no passkeys.
  await expect(page.getByText("ワンタイムパスワード")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "パスキーでログイン" })).toHaveCount(0);
  await lookAtBoth(page, "network-login");
  await page.getByRole("link", { name: "ご契約者IDを作成する" }).click();
  await page.locator("#mail_address").fill("hanako@");
  await page.getByRole("button", { name: "登録" }).click();
  await expect(page.locator("#error-summary")).toBeFocused();
  await expect(page.locator("#mail_address")).toHaveValue("hanako@");
  await lookAtBoth(page, "contractor-wrong");
  await page.getByRole("link", { name: "やめる" }).click();
  await expect(page).toHaveURL(/\/network\/login$/);
});

test("from the mail to the first login, and once more by the initialisation", async ({ page }) => {
  const mail = "contractor@example.jp";
  const issued = await create(page, mail);
  await expect(page.getByText("このブラウザを閉じても問題ありません。")).toBeVisible();
  await expect(page.locator("main")).not.toContainText(mail);
  await lookAtBoth(page, "contractor-created");
  await page.getByRole("link", { name: "ログイン画面へ" }).click();

  await give(page, { contractor_id: issued.id }, issued.password);
  await expectContractor(page);
  // Nothing else is open.
  await expect(page.getByRole("navigation", { name: "メインメニュー" })).toHaveCount(0);
  await page.goto("/network/");
  await expectContractor(page);
  await expect(page.locator("#current_password")).toHaveCount(0);
  await page.locator("#new_password").fill("short");
  await page.locator("#password_confirmation").fill("long");
  await expect(page.locator("ul.rules li", { hasText: "8文字以上" })).not.toHaveClass(/kept/);
  // The issued one is known to whoever reads the mail.
  await describe(page, issued.password);
  await expect(page.locator("#error-summary")).toContainText("異なる");
  await page.locator("#new_password").fill(FIRST);
  await expect(page.locator("ul.rules li", { hasText: "8文字以上" })).toHaveClass(/kept/);
  await describe(page, FIRST);
  await expectInside(page);
  expect(path(page)).toBe("/network/");

  await logOut(page);
  await page.goto(LOGIN);
  await give(page, { contractor_id: issued.id }, issued.password);
  await expectRefused(page);
  await expect(page.locator("#contractor_id")).toHaveValue(issued.id);

  // パスワード初期化: the issued password works once more, the own one goes on working.
  await page.getByRole("link", { name: "パスワードをお忘れの方" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "パスワード初期化" })).toBeVisible();
  await lookAtBoth(page, "recovery-restore");
  await recover(page, { sign_in_name: issued.id, mail_address: mail }, mail, "パスワード初期化");
  await expect(page.getByText("（一番、直近のものが有効です）")).toBeVisible();
  await lookAtBoth(page, "recovery-restore-sent");
  await page.getByRole("link", { name: "ログイン画面へ" }).click();
  await give(page, { contractor_id: issued.id }, FIRST);
  await expectInside(page);
  const tab = await page.context().newPage();
  await tab.goto(`${LOGIN}?return=${encodeURIComponent("/network/terms")}`);
  await give(tab, { contractor_id: issued.id }, issued.password);
  await expectPasswordChange(tab);
  await tab.locator("#password").fill("short");
  await tab.locator("#password_confirmation").fill("long");
  await tab.getByRole("button", { name: "パスワード変更" }).click();
  await expect(tab.locator("#error-summary li")).toHaveCount(2);
  await expect(tab.locator("#password_confirmation")).toHaveValue("long");
  await lookAtBoth(tab, "password-change-wrong");
  // The first tab is now in that session too, and hears of it with its next call.
  await page.getByRole("navigation", { name: "メインメニュー" }).getByRole("link", { name: "お客様情報" }).click();
  await page.getByRole("link", { name: "ログイン中の端末" }).click();
  await expectPasswordChange(page);
  await chooseNew(tab, SECOND);
  // To where one wanted to go.
  await expect(tab.getByRole("heading", { level: 1, name: "利用規約" })).toBeVisible();
  expect(path(tab)).toBe("/network/terms");
  await page.context().clearCookies();
  await page.goto(LOGIN);
  await give(page, { contractor_id: issued.id }, issued.password);
  await expectRefused(page);
});

test("the initialisation says the same to everybody", async ({ page }) => {
  const mail = "alike@example.jp";
  const issued = await create(page, mail);
  const answers = [];
  for (const [id, address] of [[issued.id, mail], ["id999999", mail], [issued.id, "stranger2@example.jp"]]) {
    await page.goto("/network/recovery");
    await page.locator("#sign_in_name").fill(id);
    await page.locator("#mail_address").fill(address);
    await page.getByRole("button", { name: "パスワード初期化", exact: true }).click();
    await expect(page.getByText("パスワードの初期化を受け付けました。")).toBeVisible();
    answers.push(await page.locator("main").innerText());
  }
  expect(new Set(answers).size).toBe(1);
  await expect(async () => expect((await mailsTo(mail)).length).toBe(2)).toPass();
  expect(await mailsTo("stranger2@example.jp")).toEqual([]);
  // What was typed can be mended.
  await page.getByRole("button", { name: "入力内容を変更する" }).click();
  await expect(page.locator("#mail_address")).toHaveValue("stranger2@example.jp");
});

test("a login leads nowhere but into its portal", async ({ page }) => {
  const issued = await create(page, "redirect@example.jp");
  await page.goto(`${LOGIN}?return=${encodeURIComponent("//evil.example/network/")}`);
  await give(page, { contractor_id: issued.id }, issued.password);
  await expectContractor(page);
  await describe(page, FIRST);
  await expectInside(page);
  expect(path(page)).toBe("/network/");
  for (const back of ["//evil.example", "https://evil.example", "/rental/", "/network/../rental/", "/network//evil.example"]) {
    await page.context().clearCookies();
    await page.goto(`${LOGIN}?return=${encodeURIComponent(back)}`);
    await give(page, { contractor_id: issued.id }, FIRST);
    await expectInside(page);
    expect(new URL(page.url()).origin, back).toBe(server().url);
    expect(path(page), back).toMatch(/^\/network\//);
  }
});
