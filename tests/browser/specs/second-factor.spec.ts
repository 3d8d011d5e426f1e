// The second step of a login by each way that a person has, the strongest first, and passkeys in place of both steps.
import { expectInside } from "../steps/entries.ts";
import { givePassword, logIn, tickRobotCheck, type Account } from "../steps/logins.ts";
import { look, lookAtBoth } from "../steps/looks.ts";
import { mailAfter, mailsTo, oneTimePasswordOf } from "../steps/mailbox.ts";
import { added, giveIdentifiers, TANAKA } from "../steps/people.ts";
import { choosePassword, register, verify } from "../steps/registrations.ts";
import { addDevice, addPasskey, callFrom, codeOf } from "../steps/second_factors.ts";
import { DEMO, SUBSCRIBERS } from "../steps/subscribers.ts";
import { expect, test } from "../steps/test.ts";
import type { Page } from "@playwright/test";

const PASSWORD = "umi5sakura8ki";
const LOGIN = "/telecom/login";

/** Registers a subscriber, and logs in with the one-time password of a mail. */
async function loggedIn(page: Page, name: string): Promise<Account> {
  const mail = `${name}@example.jp`;
  const letter = await register(page, mail, SUBSCRIBERS[name]);
  await verify(page, letter);
  await choosePassword(page, PASSWORD);
  const account = { accessId: letter.accessId, password: PASSWORD, mail };
  await page.goto(LOGIN);
  await logIn(page, account);
  await expectInside(page);
  return account;
}

async function firstStep(page: Page, account: Account): Promise<void> {
  await page.goto(LOGIN);
  await givePassword(page, account.accessId, account.password);
  await expect(page).toHaveURL(/\/telecom\/login\/[0-9a-f-]{36}$/);
}

async function finish(page: Page, code: string): Promise<void> {
  await page.locator("#one_time_password").fill(code);
  await page.getByRole("button", { name: "ログイン", exact: true }).click();
}

test("the address of a login under way is worth nothing in another browser", async ({ page, browser, address }) => {
  await page.goto(LOGIN);
  await mailAfter(DEMO.mail, async () => {
    await givePassword(page, DEMO.accessId, DEMO.password);
    await expect(page.locator("#one_time_password")).toBeVisible();
  });
  const other = await browser.newContext({ extraHTTPHeaders: { "x-forwarded-for": address } });
  const stranger = await other.newPage();
  for (const rest of ["", "/mail-address"]) {
    await stranger.goto(page.url() + rest);
    await expect(stranger.getByText("このログインは続けられません。")).toBeVisible();
    await expect(stranger.locator("form")).toHaveCount(0);
    await expect(stranger.locator("main")).not.toContainText("@");
  }
  await look(stranger, "second-factor-other-browser");
  await stranger.getByRole("link", { name: "アクセスIDの入力からやり直す" }).click();
  await expect(stranger).toHaveURL(/\/telecom\/login$/);
  await other.close();
});

test("an authenticator app first, a mail on demand, a recovery code", async ({ page }) => {
  const account = await loggedIn(page, "careful");
  const offer = await callFrom(page, "telecom", "/account/totp-offers", { name: "app" });
  const used = codeOf(offer.secret, -1);
  const confirmation = { one_time_password: used };
  const { codes } = await callFrom(page, "telecom", `/account/totp-offers/${offer.id}/confirmation`, confirmation);

  await page.context().clearCookies();
  // Other mails may still be on their way: that the app was added is told too.
  const codesMailed = async () =>
    (await mailsTo(account.mail)).filter((mail) => mail.subject.includes("ワンタイムパスワード")).length;
  const mailed = await codesMailed();
  await firstStep(page, account);
  await expect(page.getByText("認証アプリに表示されている6桁の数字")).toBeVisible();
  // Who has an app proves with it who it is.
  await expect(page.getByRole("link", { name: /登録済みメールアドレスをお忘れの方/ })).toHaveCount(0);
  await lookAtBoth(page, "second-factor-app");
  await tickRobotCheck(page);
  await finish(page, "12345");
  await expect(page.locator("#one_time_password-error")).toContainText("6桁の数字");
  // Each code is taken once.
  await finish(page, used);
  await expect(page.locator("#error-summary")).toContainText("認証アプリに表示されている最新の数字");
  await finish(page, codeOf(offer.secret));
  await expectInside(page);
  expect(await codesMailed()).toBe(mailed);

  await page.context().clearCookies();
  await firstStep(page, account);
  await page.getByRole("button", { name: "メールのワンタイムパスワードを使う" }).click();
  await expect(page.locator("#second-factor")).toBeFocused();
  await expect(page.locator("#one_time_password")).toHaveCount(0);
  await lookAtBoth(page, "second-factor-mail");
  const mail = await mailAfter(account.mail, async () => {
    await page.getByRole("button", { name: "ワンタイムパスワードを送信" }).click();
    await expect(page.locator("#one_time_password")).toBeVisible();
  });
  await tickRobotCheck(page);
  await finish(page, oneTimePasswordOf(mail));
  await expectInside(page);

  await page.context().clearCookies();
  await firstStep(page, account);
  await page.getByRole("button", { name: "リカバリーコードを使う" }).click();
  await tickRobotCheck(page);
  await finish(page, "abcde-fghjk");
  await expect(page.locator("#error-summary")).toContainText("リカバリーコードが正しくありません。");
  await expect(page.locator("#one_time_password")).toHaveValue("abcde-fghjk");
  await lookAtBoth(page, "second-factor-recovery-code");
  await finish(page, codes[0].toUpperCase());
  await expectInside(page);
});

test("a passkey after the password, and in place of it", async ({ page }) => {
  const account = await loggedIn(page, "keyholder");
  const device = await addDevice(page);
  await addPasskey(page, "telecom");

  await page.context().clearCookies();
  await firstStep(page, account);
  await expect(page.getByRole("button", { name: "リカバリーコードを使う" })).toBeVisible();
  await lookAtBoth(page, "second-factor-passkey");
  await page.getByRole("button", { name: "パスキーで確認する" }).click();
  await expect(page.locator("#error-summary li")).toHaveCount(1);
  await tickRobotCheck(page);
  await device.present(false);
  await page.getByRole("button", { name: "パスキーで確認する" }).click();
  await expect(page.locator("#error-summary")).toContainText("パスキーの確認が中止されたか");
  await device.present(true);
  await page.getByRole("button", { name: "パスキーで確認する" }).click();
  await expectInside(page);

  await page.context().clearCookies();
  await page.goto(`${LOGIN}?return=${encodeURIComponent("/telecom/contracts?category=line")}`);
  // Beside typed text that is then not needed, and not lost when it does not work.
  await page.locator("#access_id").fill("m95au6");
  await device.present(false);
  await page.getByRole("button", { name: "パスキーでログイン" }).click();
  await expect(page.locator("#error-summary")).toContainText("パスキーの確認が中止されたか");
  await expect(page.locator("#access_id")).toHaveValue("m95au6");
  await lookAtBoth(page, "login-passkey-refused");
  await device.present(true);
  await page.getByRole("button", { name: "パスキーでログイン" }).click();
  await expect(page).toHaveURL(/\/telecom\/contracts\?category=line$/);
  await expectInside(page);
});

test("a browser without passkeys does not offer them", async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, "PublicKeyCredential");
  });
  await page.goto(LOGIN);
  await expect(page.locator("#password")).toBeVisible();
  await expect(page.getByRole("button", { name: "パスキーでログイン" })).toHaveCount(0);
});

test("a second factor by choice has the words of its document", async ({ page }) => {
  const person = await added(TANAKA, "niban", "Kaze3-hare8");
  await giveIdentifiers(page, person);
  await expectInside(page);
  await page.evaluate(() =>
    fetch("/api/v1/rental/account/profile", {
      method: "PATCH",
      headers: { "content-type": "application/json", "x-madoguchi": "1" },
      body: JSON.stringify({ uses_second_factor: true }),
    }),
  );
  await page.context().clearCookies();
  const mail = await mailAfter(person.mail, async () => {
    await giveIdentifiers(page, person);
    await expect(page.getByRole("heading", { level: 1, name: "ワンタイムパスワード認証" })).toBeVisible();
  });
  await expect(page.getByRole("checkbox")).toHaveCount(0);
  await lookAtBoth(page, "second-factor-by-choice");
  await page.locator("#one_time_password").fill(oneTimePasswordOf(mail));
  await page.getByRole("button", { name: "送信", exact: true }).click();
  await expectInside(page);
});
