// Ways back in of all three portals, up to the login that follows. What is said is the same whatever was typed.
import { keptInTab } from "../steps/drafts.ts";
import { chooseNew, expectInside, expectPasswordChange, expectRefused, give, recover } from "../steps/entries.ts";
import { logIn } from "../steps/logins.ts";
import { lookAtBoth } from "../steps/looks.ts";
import { linkOf, mailAfter, mailsTo, registrationOf, reissuedOf } from "../steps/mailbox.ts";
import { added, callerOf, giveIdentifiers, MINATO, TANAKA } from "../steps/people.ts";
import { choosePassword, register, send, verify } from "../steps/registrations.ts";
import { SUBSCRIBERS } from "../steps/subscribers.ts";
import { expect, test } from "../steps/test.ts";
import type { Page } from "@playwright/test";

/** As it may be typed: without the legal form, in another width. */
const FACILITY = "みなと内科ｸﾘﾆｯｸ";

test("a reset by facility name and mail address", async ({ page }) => {
  await page.goto("/network/recovery");
  await page.getByRole("link", { name: "ご契約者IDや、その初期パスワードが不明の方" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "パスワードリセット" })).toBeVisible();
  await expect(page.getByRole("link", { name: "パスワードリセット" })).toHaveAttribute("aria-current", "page");
  await lookAtBoth(page, "recovery-reset");
  // A facility that is not this contact's: the same words, and no mail.
  const before = (await mailsTo(MINATO.mail)).length;
  await page.locator("#customer_name").fill("みさき内科クリニック");
  await page.locator("#mail_address").fill(MINATO.mail);
  await page.getByRole("button", { name: "パスワードリセット", exact: true }).click();
  await expect(page.getByText("パスワードリセットを受け付けました。")).toBeVisible();
  const said = await page.locator("main").innerText();
  await page.getByRole("button", { name: "入力内容を変更する" }).click();
  await expect(page.locator("#customer_name")).toHaveValue("みさき内科クリニック");
  const mail = await recover(page, { customer_name: FACILITY }, MINATO.mail, "パスワードリセット");
  expect(await page.locator("main").innerText()).toBe(said);
  expect((await mailsTo(MINATO.mail)).length).toBe(before + 1);
  await lookAtBoth(page, "recovery-reset-sent");

  const issued = reissuedOf(mail);
  await page.getByRole("link", { name: "ログイン画面へ" }).click();
  await give(page, { contractor_id: issued.id }, issued.password);
  await expectPasswordChange(page);
  const password = "kita-no-yuki-5";
  await chooseNew(page, password);
  await expectInside(page);
  // As it was, for whoever comes next.
  const caller = await callerOf({ ...MINATO, password });
  const change = { current_password: password, password: MINATO.password };
  expect((await caller.call("PUT", "/account/password", change)).status).toBe(204);
});

/** Registers somebody whose password is then known. */
async function registered(page: Page, mail: string, name: string, password: string): Promise<string> {
  const letter = await register(page, mail, SUBSCRIBERS[name]);
  await verify(page, letter);
  await choosePassword(page, password);
  return letter.accessId;
}

test("a forgotten access ID", async ({ page }) => {
  const mail = "forgetful@example.jp";
  const accessId = await registered(page, mail, "forgetful", "umi5sakura8ki");
  await page.goto("/telecom/login");
  await page.getByRole("link", { name: "IDまたはパスワードをお忘れの方はこちら" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "IDまたはパスワードをお忘れの方" })).toBeVisible();
  const { typed } = SUBSCRIBERS.forgetful;
  const facts = { contract_number: typed.contractNumber, postal_code: typed.postalCode, customer_name: typed.customerName };

  // What cannot be right is said at once; a draft outlives a reload.
  for (const [name, value] of Object.entries(facts)) await page.locator(`#${name}`).fill(value);
  await send(page);
  await expect(page.locator("#mail_address-error")).toContainText("入力してください。");
  await expect(page.locator("#contract_number")).toHaveValue(typed.contractNumber);
  await lookAtBoth(page, "recovery-facts");
  await keptInTab(page, typed.contractNumber);
  await page.reload();
  await expect(page.locator("#contract_number")).toHaveValue(typed.contractNumber);

  // Facts of nobody: the same words.
  await page.locator("#mail_address").fill("nobody@example.jp");
  await send(page);
  await expect(page.getByText("お手続きを受け付けました。")).toBeVisible();
  const said = await page.locator("main").innerText();
  await page.getByRole("button", { name: "入力内容を変更する" }).click();
  const letter = await recover(page, { mail_address: mail }, mail, "送信");
  expect(await page.locator("main").innerText()).toBe(said);
  expect(await mailsTo("nobody@example.jp")).toEqual([]);
  await lookAtBoth(page, "recovery-facts-sent");

  const reissued = registrationOf(letter);
  expect(reissued.accessId).toBe(accessId);
  // The old password works until there is a new one.
  await page.goto("/telecom/login");
  await logIn(page, { accessId, password: "umi5sakura8ki", mail });
  await expectInside(page);
  await page.context().clearCookies();
  await verify(page, reissued);
  await choosePassword(page, "yama3momiji9ki", "パスワードを再設定しました");
  await page.goto("/telecom/login");
  await logIn(page, { accessId, password: "yama3momiji9ki", mail });
  await expectInside(page);
});

test("a forgotten password, a login that was not one's own, and back again", async ({ page }) => {
  const person = await added(TANAKA, "wasure", "Kaze3-hare8");
  await page.goto("/rental/login");
  await expect(page.getByText("ログインIDとパスワードをご入力ください。")).toBeVisible();
  await expect(page.getByText("ワンタイムパスワード")).toHaveCount(0);
  await lookAtBoth(page, "rental-login");
  await page.getByRole("link", { name: "パスワードをお忘れの方はこちら" }).click();
  await lookAtBoth(page, "recovery-link");
  const typed = { sign_in_name: person.identifiers.login_id, mail_address: person.mail };
  const letter = await recover(page, typed, person.mail, "送信", "パスワード再設定のご案内");
  await lookAtBoth(page, "recovery-link-sent");

  await page.goto(linkOf(letter));
  await expect(page.getByRole("heading", { level: 1, name: "パスワード設定" })).toBeVisible();
  // Not to be seen over a shoulder, nor in the history.
  await expect(page).toHaveURL(/\/rental\/password-setting$/);
  await page.locator("#password").fill("Xmizuumi01");
  await expect(page.locator("ul.rules li", { hasText: "ログインID文字列を含まない" })).not.toHaveClass(/kept/);
  await lookAtBoth(page, "password-setting");
  await chooseNew(page, "Hare8-kaze3", "パスワードを設定する");
  await expect(page.getByRole("heading", { level: 1, name: "パスワードを設定しました" })).toBeVisible();
  await lookAtBoth(page, "password-setting-done");
  await page.getByRole("link", { name: "ログイン画面へ" }).click();
  await giveIdentifiers(page, person);
  await expectRefused(page);

  const notice = await mailAfter(person.mail, async () => {
    await giveIdentifiers(page, { ...person, password: "Hare8-kaze3" });
    await expectInside(page);
  }, "ログイン通知");
  await page.goto(linkOf(notice));
  await expect(page.getByRole("heading", { level: 1, name: "心当たりのないログイン" })).toBeVisible();
  await lookAtBoth(page, "not-me");
  // Opening the page does nothing: programs that look through mails do that too.
  const tab = await page.context().newPage();
  await tab.goto("/rental/");
  await expectInside(tab);
  await page.getByRole("button", { name: "心当たりがないため、ログインを停止する" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "ログインを停止しました" })).toBeVisible();
  await lookAtBoth(page, "not-me-done");
  await tab.reload();
  await expect(tab.getByRole("heading", { level: 1, name: "会員サイト ログイン" })).toBeVisible();
  await giveIdentifiers(tab, { ...person, password: "Hare8-kaze3" });
  await expectRefused(tab);

  await page.getByRole("link", { name: "パスワードを再設定する" }).click();
  const again = await recover(page, typed, person.mail, "送信", "パスワード再設定のご案内");
  await page.goto(linkOf(again));
  await chooseNew(page, "Yuki5-tsuki2", "パスワードを設定する");
  await expect(page.getByRole("heading", { level: 1, name: "パスワードを設定しました" })).toBeVisible();
  await giveIdentifiers(page, { ...person, password: "Yuki5-tsuki2" });
  await expectInside(page);
});

test("a registered mail address that is read no more", async ({ page }) => {
  const [old, fresh] = ["moved@example.jp", "moved-new@example.jp"];
  const password = "umi5sakura8ki";
  const accessId = await registered(page, old, "moved away", password);
  await page.goto("/telecom/login");
  await page.locator("#access_id").fill(accessId);
  await page.locator("#password").fill(password);
  await page.getByRole("button", { name: "送信" }).click();
  await page.getByRole("link", { name: "登録済みメールアドレスをお忘れの方はこちら" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "登録済みメールアドレスをお忘れの方" })).toBeVisible();
  const { typed } = SUBSCRIBERS["moved away"];
  await page.locator("#mail_address").fill(fresh);
  await page.locator("#contract_number").fill(typed.contractNumber);
  await page.locator("#postal_code").fill("108-8001");
  await page.locator("#customer_name").fill(typed.customerName);
  await send(page);
  await expect(page.locator("#error-summary")).toContainText("指定の顧客は存在しません。");
  await expect(page.locator("#mail_address")).toHaveValue(fresh);
  await lookAtBoth(page, "mail-address-refused");
  await page.locator("#postal_code").fill(typed.postalCode);
  const letter = await mailAfter(fresh, async () => {
    await send(page);
    await expect(page.getByText(`${fresh} に、変更を完了させるためのURLをお送りしました。`)).toBeVisible();
  });
  await expect(page.getByText("これまでのメールアドレスにもお知らせします。")).toBeVisible();
  await lookAtBoth(page, "mail-address-sent");

  await page.goto(linkOf(letter));
  await expect(page.getByRole("heading", { level: 1, name: "メールアドレス変更" })).toBeVisible();
  await lookAtBoth(page, "mail-change-confirm");
  const notice = await mailAfter(old, async () => {
    await page.getByRole("button", { name: "メールアドレスを変更する" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "メールアドレスを変更しました" })).toBeVisible();
  }, "変更完了");
  await page.getByRole("link", { name: "ログイン画面へ" }).click();
  await logIn(page, { accessId, password, mail: fresh });
  await expectInside(page);

  // The old address takes it back, which ends every login.
  await page.goto(linkOf(notice));
  await lookAtBoth(page, "mail-change-undo");
  await page.getByRole("button", { name: "変更を取り消す" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "変更を取り消しました" })).toBeVisible();
  await page.goto("/telecom/login");
  await page.locator("#access_id").fill(accessId);
  await page.locator("#password").fill(password);
  await page.getByRole("button", { name: "送信" }).click();
  await expectRefused(page);
});
