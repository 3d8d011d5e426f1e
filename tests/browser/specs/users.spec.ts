// The people of a customer: 利用者管理 where all are equal, ユーザ管理 where administrators manage the others.
import { look, lookAtBoth, lookInTheDark } from "../steps/looks.ts";
import { logIn, logInByApi } from "../steps/logins.ts";
import { mailAfter, registrationOf } from "../steps/mailbox.ts";
import { added, callerOf, enter, MORI, passwordStatus, removeAdded, TANAKA } from "../steps/people.ts";
import { choosePassword, verify } from "../steps/registrations.ts";
import { DEMO } from "../steps/subscribers.ts";
import { expect, test } from "../steps/test.ts";
import type { Locator, Page } from "@playwright/test";

const rowOf = (page: Page, text: string): Locator => page.getByRole("row", { name: new RegExp(text) });
const summary = (page: Page): Locator => page.locator("#error-summary");

test.afterEach(removeAdded);

test("users who are equal: added, refused, deleted", async ({ page, context }) => {
  await enter(context, TANAKA);
  await page.goto("/rental/");
  await page.getByRole("navigation", { name: "メインメニュー" }).getByRole("link", { name: "お客様情報" }).click();
  await page.getByRole("link", { name: "利用者管理" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "利用者管理" })).toBeFocused();
  await expect(page.locator("#list-count")).toHaveText(/^全\d+件（10件まで登録できます）$/);
  await expect(rowOf(page, TANAKA.mail)).toContainText("ご自身");
  await expect(page.getByRole("columnheader")).toHaveText(["No.", "ユーザ名", "メールアドレス", "状態", "操作"]);
  await lookAtBoth(page, "users-rental");

  // Forgiving about width, but not about what is no address.
  const field = page.getByLabel(/^メールアドレス/);
  await field.fill("hanako＠");
  await page.getByRole("button", { name: "追加" }).click();
  await expect(page.locator("#mail_address-error")).toContainText("メールアドレスの形が正しくありません。");
  await field.fill(TANAKA.mail);
  await page.getByRole("button", { name: "追加" }).click();
  await expect(page.locator("#mail_address-error")).toContainText("このメールアドレスは登録済みです。");
  await expect(summary(page)).toBeFocused();
  await lookAtBoth(page, "users-taken");

  await field.fill("users-new@example.jp");
  const letter = await mailAfter("users-new@example.jp", async () => {
    await page.getByRole("button", { name: "追加" }).click();
    await expect(page.getByText("「パスワード設定依頼メール」を送信しました。")).toBeVisible();
  });
  expect(letter.text).toContain("/rental/password-setting#");
  const added = rowOf(page, "users-new@example.jp");
  await expect(added).toContainText("登録待ち");
  await expect(field).toHaveValue("");
  await expect(added).toContainText(/招待は \d{4}年\d{1,2}月\d{1,2}日.* まで有効/);
  await lookAtBoth(page, "users-added");
  const second = await mailAfter("users-new@example.jp", async () => {
    await added.getByRole("button", { name: /招待を再送/ }).click();
    await expect(page.getByText("招待のメールをもう一度送信しました。")).toBeVisible();
  });
  expect(second.text).toContain("/rental/password-setting#");
  expect(second.text).not.toBe(letter.text);

  await added.getByRole("button", { name: /削除/ }).click();
  const dialog = page.getByRole("dialog", { name: "users-new@example.jp を削除しますか" });
  await lookAtBoth(page, "users-delete");
  await lookInTheDark(page, "users-delete");
  await page.keyboard.press("Escape");
  await expect(added).toBeVisible();
  await added.getByRole("button", { name: /削除/ }).click();
  const told = await mailAfter("users-new@example.jp", async () => {
    await dialog.getByRole("button", { name: "削除", exact: true }).click();
    await expect(page.getByText("削除しました。")).toBeVisible();
  });
  expect(told.subject).toContain("削除");
  await expect(added).toHaveCount(0);
  await expect(page.locator("#users-outcome")).toBeFocused();
});

test("at most ten users, and never none who could log in", async ({ page, context }) => {
  await enter(context, MORI);
  await page.goto("/rental/users");
  const field = page.getByLabel(/^メールアドレス/);
  await field.fill("limit-1@example.jp");
  await page.getByRole("button", { name: "追加" }).click();
  await expect(rowOf(page, "limit-1@example.jp")).toContainText("登録待ち");

  // Nobody else has a password yet.
  await rowOf(page, MORI.mail).getByRole("button", { name: /削除/ }).click();
  const dialog = page.getByRole("dialog", { name: `${MORI.mail} を削除しますか` });
  await expect(dialog).toContainText("ご自身を削除します。");
  await dialog.getByRole("button", { name: "削除", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("ほかに管理できる方がいないため");
  await lookAtBoth(page, "users-last");
  await dialog.getByRole("button", { name: "キャンセル" }).click();
  expect(await passwordStatus(MORI)).toBe(201);

  const caller = await callerOf(MORI);
  const add = (more: number) => caller.json(201, "POST", "/users", { mail_address: `limit-${more}@example.jp` });
  for (let more = 2; more <= 8; more++) await add(more);
  await page.reload();
  await expect(page.locator("#list-count")).toHaveText("全9件（10件まで登録できます）");
  await field.fill("limit-10@example.jp");
  // Somebody else takes the last place meanwhile.
  await add(9);
  await page.getByRole("button", { name: "追加" }).click();
  await expect(summary(page)).toContainText("登録できる人数の上限に達しています。");
  await expect(field).toHaveValue("limit-10@example.jp");
  await page.reload();
  await expect(page.locator("#list-count")).toHaveText("全10件（10件まで登録できます）");
  await expect(page.getByText("登録できる人数（10人）に達しているため、追加できません。")).toBeVisible();
  await expect(field).toHaveCount(0);
  await expect(page.getByRole("row")).toHaveCount(11);
  await lookAtBoth(page, "users-limit");
});

test("one who is deleted is out at once", async ({ page, context, browser, baseURL }) => {
  const person = await added(TANAKA, "users-out", "Kaze7.yama4");
  const elsewhere = await browser.newContext({ baseURL });
  await enter(elsewhere, person);
  const other = await elsewhere.newPage();
  await other.goto("/rental/users");
  await expect(rowOf(other, person.mail)).toContainText("ご自身");
  await enter(context, TANAKA);
  await page.goto("/rental/users");
  await rowOf(page, person.mail).getByRole("button", { name: /削除/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "削除", exact: true }).click();
  await expect(rowOf(page, person.mail)).toHaveCount(0);
  await other.getByRole("link", { name: "ログイン履歴" }).click();
  await expect(other.getByText("ログインの状態が終了しました。もう一度ログインしてください。")).toBeVisible();
  expect(await passwordStatus(person)).toBe(401);
  await elsewhere.close();
});

test("one who deletes the own account is back at the login", async ({ page, context }) => {
  const person = await added(TANAKA, "users-self", "Kaze7.yama4");
  await enter(context, person);
  await page.goto("/rental/users");
  await rowOf(page, person.mail).getByRole("button", { name: /削除/ }).click();
  await expect(page.getByRole("dialog")).toContainText("ご自身を削除します。");
  await page.getByRole("dialog").getByRole("button", { name: "削除", exact: true }).click();
  await expect(page).toHaveURL(/\/rental\/login/);
  await expect(page.getByText(person.mail)).toHaveCount(0);
  expect(await passwordStatus(person)).toBe(401);
});

test("users of an administrator: registered, changed, deleted; the last administrator stays", async ({ page, context }) => {
  await logInByApi(context);
  await page.goto("/telecom/users");
  await expect(page.getByRole("heading", { level: 1, name: "ユーザ管理" })).toBeVisible();
  await expect(page.getByText("※管理者ユーザはユーザ管理機能へのアクセス可")).toBeVisible();
  await expect(page.getByRole("heading", { level: 2, name: "ユーザ一覧" })).toBeVisible();
  await lookAtBoth(page, "users-telecom");

  // The only administrator cannot become a general user.
  await rowOf(page, DEMO.mail).getByRole("button", { name: /編集/ }).click();
  await expect(page.getByRole("heading", { level: 2, name: "ユーザの更新" })).toBeFocused();
  await expect(page.getByLabel(/^メールアドレス/)).toHaveValue(DEMO.mail);
  await expect(page.getByRole("radio", { name: "管理者" })).toBeChecked();
  await lookAtBoth(page, "users-chosen");
  await page.getByRole("radio", { name: "一般" }).check();
  await page.getByRole("button", { name: "更新" }).click();
  await expect(summary(page)).toContainText("ほかに管理できる方がいないため");
  await page.getByRole("button", { name: "クリア" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "ユーザの登録" })).toBeVisible();
  await expect(page.getByLabel(/^メールアドレス/)).toHaveValue("");
  await expect(summary(page)).toHaveCount(0);

  const mail = "users-general@example.jp";
  await page.getByLabel(/^メールアドレス/).fill(mail);
  await page.getByLabel(/^ユーザ名/).fill("一般　太郎");
  await page.getByRole("radio", { name: "なし" }).check();
  const letter = registrationOf(await mailAfter(mail, async () => {
    await page.getByRole("button", { name: "登録", exact: true }).click();
    await expect(page.getByText("ご登録頂いたメールアドレス宛に仮パスワードを発行いたしました。")).toBeVisible();
  }));
  await expect(rowOf(page, mail)).toContainText(/一般　太郎.*一般.*なし.*登録待ち/s);
  await lookAtBoth(page, "users-registered");

  await rowOf(page, mail).getByRole("button", { name: /編集/ }).click();
  await page.getByLabel(/^ユーザ名/).fill("一般　次郎");
  await page.getByRole("radio", { name: "あり" }).check();
  await page.getByRole("button", { name: "更新" }).click();
  await expect(page.getByText("更新しました。")).toBeVisible();
  await expect(rowOf(page, mail)).toContainText(/一般　次郎.*あり/s);

  // The new user has no users to manage.
  await context.clearCookies();
  await verify(page, letter);
  await choosePassword(page, "umi9kaze2nami");
  await page.goto("/telecom/login");
  await logIn(page, { accessId: letter.accessId, password: "umi9kaze2nami", mail });
  await expect(page.getByRole("heading", { level: 1, name: "契約情報" })).toBeVisible();
  await expect(page.getByRole("link", { name: /ユーザ管理/ })).toHaveCount(0);
  await page.goto("/telecom/users");
  await expect(page.getByRole("heading", { level: 1, name: "ページが見つかりません" })).toBeVisible();
  await look(page, "users-not-allowed");

  await context.clearCookies();
  await logInByApi(context);
  await page.goto("/telecom/users");
  await expect(rowOf(page, mail)).toContainText("利用中");
  await rowOf(page, mail).getByRole("button", { name: /編集/ }).click();
  // A user who can log in confirms a new address first.
  await page.getByLabel(/^メールアドレス/).fill("users-moved@example.jp");
  await mailAfter("users-moved@example.jp", async () => {
    await page.getByRole("button", { name: "更新" }).click();
    await expect(page.getByText("確認されるまで、元のメールアドレスのままです。")).toBeVisible();
  });
  await rowOf(page, mail).getByRole("button", { name: /編集/ }).click();
  await page.getByRole("button", { name: "削除", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "削除", exact: true }).click();
  await expect(page.getByText("削除しました。")).toBeVisible();
  await expect(rowOf(page, mail)).toHaveCount(0);
});
