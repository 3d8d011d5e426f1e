// What a person adds beside the password: authenticator apps, passkeys, recovery codes.
import { lookAtBoth, lookInTheDark } from "../steps/looks.ts";
import { mailAfter } from "../steps/mailbox.ts";
import { added, askPasswordAgain, enter, giveIdentifiers, removeAdded, TANAKA, type Person } from "../steps/people.ts";
import { addDevice, codeOf } from "../steps/second_factors.ts";
import { expect, test } from "../steps/test.ts";
import type { Page } from "@playwright/test";

const PASSWORD = "Kaze7.yama4";
const FACTORS = "/rental/account/second-factors";
const rows = (page: Page) => page.locator("table tbody tr");
const home = (page: Page) => page.getByRole("heading", { level: 1, name: "ホーム" });

test.afterEach(removeAdded);

/** Adds an app; gives its secret. */
async function addApp(page: Page, name: string): Promise<string> {
  await page.getByRole("button", { name: "認証アプリを追加" }).click();
  await page.getByLabel(/^名前/).fill(name);
  await page.getByRole("button", { name: "次へ" }).click();
  await expect(page.getByRole("img", { name: "認証アプリで読み取るQRコード" })).toBeVisible();
  return secretOf(page);
}

/** The secret as it is read, without the spaces between its groups. */
async function secretOf(page: Page): Promise<string> {
  const shown = await page.locator(".secret-text").innerText();
  expect(shown).toMatch(/^([A-Z2-7]{4} )+[A-Z2-7]{1,4}$/);
  return shown.replaceAll(" ", "");
}

/** The second page of a login, with a code of the app or a recovery code. */
async function giveCode(page: Page, person: Person, code: string): Promise<void> {
  await giveIdentifiers(page, person);
  await page.locator("#one_time_password").fill(code);
  await page.locator("main button[type=submit]").click();
}

test("an authenticator app: added, used once a code, and recovery codes for its loss", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const person = await added(TANAKA, "authenticators-app", PASSWORD);
  await enter(context, person);
  await page.goto(FACTORS);
  await expect(page.locator(".strengths dt")).toHaveText(["パスキー", "認証アプリ", "メールのワンタイムパスワード"]);
  await expect(page.getByText("認証アプリもパスキーも登録されていません。")).toBeVisible();
  await lookAtBoth(page, "factors-empty");

  // The password is asked again once the last time is long ago.
  await askPasswordAgain(page, "/account/totp-offers");
  await page.getByRole("button", { name: "認証アプリを追加" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "認証アプリを追加" })).toBeFocused();
  await lookAtBoth(page, "factors-app-name");
  await page.getByLabel(/^名前/).fill("");
  await page.getByRole("button", { name: "次へ" }).click();
  await expect(page.locator("#name-error")).toContainText("名前を入力してください。");
  await page.getByLabel(/^名前/).fill("営業用スマートフォン");
  await page.getByRole("button", { name: "次へ" }).click();
  const dialog = page.getByRole("dialog", { name: "パスワードを入力してください" });
  await dialog.getByLabel(/^パスワード/).fill(PASSWORD);
  await dialog.getByRole("button", { name: "確認" }).click();
  await expect(page.getByRole("img", { name: "認証アプリで読み取るQRコード" })).toBeVisible();
  const secret = await secretOf(page);
  await lookAtBoth(page, "factors-app-scan");
  await lookInTheDark(page, "factors-app-scan");
  await page.getByRole("button", { name: "コピー" }).click();
  await expect(page.getByText("コピーしました")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);

  const wrong = codeOf(secret) === "000000" ? "111111" : "000000";
  await page.locator("#one_time_password").fill(wrong);
  await page.getByRole("button", { name: "確認して追加" }).click();
  await expect(page.locator("#error-summary")).toContainText("認証アプリに表示されている最新の数字を入力してください。");
  const told = await mailAfter(person.mail, async () => {
    await page.locator("#one_time_password").fill(codeOf(secret));
    await page.getByRole("button", { name: "確認して追加" }).click();
    await expect(page.getByRole("heading", { level: 2, name: "リカバリーコード" })).toBeFocused();
  });
  expect(told.text).toContain("認証アプリ「営業用スマートフォン」が追加されました。");
  const codes = await page.locator(".codes li").allInnerTexts();
  expect(codes).toHaveLength(10);
  expect(new Set(codes).size).toBe(10);
  await lookAtBoth(page, "factors-codes");
  await page.getByRole("button", { name: "保管しました" }).click();
  await expect(page.getByText("リカバリーコードを保管しました。")).toBeVisible();
  await expect(page.getByText("未使用のリカバリーコード：10個")).toBeVisible();
  await expect(page.getByText(codes[0])).toHaveCount(0);
  await expect(rows(page)).toContainText(["営業用スマートフォン"]);
  await expect(rows(page)).toContainText(["未使用"]);
  await lookAtBoth(page, "factors");

  // Login with the app. The step of the confirmation is spent: its code is not taken once more.
  await context.clearCookies();
  const code = codeOf(secret, 1);
  await giveCode(page, person, code);
  await expect(home(page)).toBeVisible();
  await context.clearCookies();
  await giveCode(page, person, code);
  await expect(page.locator("#error-summary")).toBeVisible();
  await expect(home(page)).toHaveCount(0);

  // Without the phone: a recovery code, each once.
  await page.getByRole("button", { name: "リカバリーコードを使う" }).click();
  await page.locator("#one_time_password").fill(codes[3].toUpperCase());
  await page.locator("main button[type=submit]").click();
  await expect(home(page)).toBeVisible();
  await context.clearCookies();
  await giveIdentifiers(page, person);
  await page.getByRole("button", { name: "リカバリーコードを使う" }).click();
  await page.locator("#one_time_password").fill(codes[3]);
  await page.locator("main button[type=submit]").click();
  await expect(page.locator("#error-summary")).toContainText("リカバリーコード");
  await expect(home(page)).toHaveCount(0);
  await page.locator("#one_time_password").fill(codes[7]);
  await page.locator("main button[type=submit]").click();
  await expect(home(page)).toBeVisible();
  await page.goto(FACTORS);
  await expect(page.getByText("未使用のリカバリーコード：8個")).toBeVisible();
  await expect(rows(page).first()).not.toContainText("未使用");
  await page.getByRole("button", { name: "リカバリーコードを再発行" }).click();
  await lookAtBoth(page, "factors-renew");
  await page.getByRole("dialog").getByRole("button", { name: "リカバリーコードを再発行" }).click();
  await expect(page.locator(".codes li")).toHaveCount(10);
  expect(await page.locator(".codes li").allInnerTexts()).not.toContain(codes[0]);
  await page.getByRole("button", { name: "保管しました" }).click();
  await expect(page.getByText("未使用のリカバリーコード：10個")).toBeVisible();
});

test("a passkey: added, renamed, all one needs to log in, removed", async ({ page, context }) => {
  const person = await added(TANAKA, "authenticators-passkey", PASSWORD);
  await addDevice(page);
  await enter(context, person);
  await page.goto(FACTORS);
  await page.getByRole("button", { name: "パスキーを追加" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "パスキーを追加" })).toBeFocused();
  await lookAtBoth(page, "factors-passkey");
  const told = await mailAfter(person.mail, async () => {
    await page.getByRole("button", { name: "パスキーを作成" }).click();
    await expect(page.getByRole("heading", { level: 2, name: "リカバリーコード" })).toBeFocused();
  });
  expect(told.text).toContain("パスキー「この端末のパスキー」が追加されました。");
  await page.getByRole("button", { name: "保管しました" }).click();
  await expect(rows(page)).toHaveCount(1);

  await page.getByRole("button", { name: /名前を変更/ }).click();
  await page.getByLabel(/^名前/).fill("事務所のパソコン");
  const renamed = await mailAfter(person.mail, async () => {
    await page.getByRole("button", { name: "名前を変更" }).click();
    await expect(page.getByRole("row", { name: /事務所のパソコン/ })).toBeVisible();
  });
  expect(renamed.text).toContain("パスキー「事務所のパソコン」の名前が変更されました。");

  await context.clearCookies();
  await page.goto("/rental/login");
  await page.getByRole("button", { name: "パスキーでログイン" }).click();
  await expect(home(page)).toBeVisible();
  await page.goto(FACTORS);
  await expect(page.getByRole("row", { name: /事務所のパソコン/ })).not.toContainText("未使用");

  await page.getByRole("button", { name: /^削除/ }).click();
  const dialog = page.getByRole("dialog", { name: "「事務所のパソコン」を削除しますか" });
  await lookAtBoth(page, "factors-remove");
  const removed = await mailAfter(person.mail, async () => {
    await dialog.getByRole("button", { name: "削除" }).click();
    await expect(page.getByText("削除しました。")).toBeVisible();
  });
  expect(removed.text).toContain("パスキー「事務所のパソコン」が削除されました。");
  await expect(page.getByText("認証アプリもパスキーも登録されていません。")).toBeVisible();
  await expect(page.getByText(/未使用のリカバリーコード/)).toHaveCount(0);
});

test("two apps, and one is cancelled", async ({ page, context }) => {
  const person = await added(TANAKA, "authenticators-two", PASSWORD);
  await enter(context, person);
  await page.goto(FACTORS);
  const first = await addApp(page, "一台目");
  await page.locator("#one_time_password").fill(codeOf(first));
  await page.getByRole("button", { name: "確認して追加" }).click();
  await page.getByRole("button", { name: "保管しました" }).click();
  // The codes are there already: the second app brings no new ones.
  const second = await addApp(page, "二台目");
  expect(second).not.toBe(first);
  await page.locator("#one_time_password").fill(codeOf(second));
  await page.getByRole("button", { name: "確認して追加" }).click();
  await expect(page.getByText("認証アプリを追加しました。")).toBeVisible();
  await expect(rows(page)).toHaveCount(2);
  await addApp(page, "三台目");
  await page.getByRole("button", { name: "キャンセル" }).click();
  await expect(rows(page)).toHaveCount(2);
  await lookAtBoth(page, "factors-two");
});
