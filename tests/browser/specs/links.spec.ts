// Mailed links: nothing happens by opening one, and one that is worth nothing says why and how to go on.
import { chooseNew, expectInside } from "../steps/entries.ts";
import { lookAtBoth, settled } from "../steps/looks.ts";
import { linkOf, mailAfter } from "../steps/mailbox.ts";
import { added, callerOf, giveIdentifiers, TANAKA } from "../steps/people.ts";
import { expect, test } from "../steps/test.ts";
import type { Page } from "@playwright/test";

const DEAD = "このURLはご利用いただけません";

/** Page, the operation that knows its links, what it says of a used and of an expired one, and where each leads. */
const PAGES: [string, string, [string, string], [string, string]][] = [
  ["password-setting", "password-settings", ["パスワード設定は完了しているか", "ログイン画面へ"], ["もう一度パスワードの再設定を", "パスワードを再設定する"]],
  ["mail-change", "mail-change-links", ["お手続きは完了しているか", "ログイン画面へ"], ["もう一度メールアドレスの変更を", "ログイン画面へ"]],
  ["mail-change/confirm", "mail-change-links", ["変更は完了しているか", "ログイン画面へ"], ["もう一度メールアドレスの変更を", "ログイン画面へ"]],
  ["mail-change/undo", "mail-change-links", ["取り消しは完了しています", "パスワードを再設定する"], ["お問い合わせ先までご連絡", "ログイン画面へ"]],
  ["not-me", "sign-in-stops", ["停止は完了しています", "パスワードを再設定する"], ["パスワードを再設定し", "パスワードを再設定する"]],
];

async function expectDead(page: Page, words: string, next: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: DEAD })).toBeVisible();
  await expect(page.locator("main")).toContainText(words);
  await expect(page.locator("main").getByRole("link", { name: next })).toBeVisible();
}

for (const [name, operation, used, expired] of PAGES) {
  test(`links to ${name} that are worth nothing`, async ({ page }) => {
    // Cut off on the way, and altered.
    await page.goto(`/rental/${name}`);
    await expectDead(page, "このURLは正しくありません。", "ログイン画面へ");
    await page.goto("/rental/terms");
    await page.goto(`/rental/${name}#${"A".repeat(43)}`);
    await expectDead(page, "このURLは正しくありません。", "ログイン画面へ");
    await expect(page).toHaveURL(new RegExp(`/rental/${name}$`));
    await lookAtBoth(page, `dead-${name.replace("/", "-")}`);
    // Nobody waits for days here: the server's answer is given in its place.
    for (const [code, [words, next]] of [["link_used", used], ["link_expired", expired]] as const) {
      await page.route(`**/${operation}/link`, (route) => {
        const problem = { type: `/problems/${code}`, title: "", status: 410, code };
        return route.fulfill({ status: 410, contentType: "application/problem+json", body: JSON.stringify(problem) });
      });
      // In the same tab: only what is behind # differs.
      await page.goto(`/rental/${name}#${code}`);
      await expectDead(page, words, next);
      await page.unroute(`**/${operation}/link`);
    }
  });
}

test("a change of mail address by both addresses, and back", async ({ page }) => {
  const person = await added(TANAKA, "utsuri", "Kaze3-hare8");
  const fresh = "utsuri-new@example.jp";
  const caller = await callerOf(person);
  const letter = await mailAfter(person.mail, () => caller.call("POST", "/account/mail-changes", {}), "変更依頼受付");
  await page.goto(linkOf(letter));
  await expect(page.getByRole("heading", { level: 1, name: "メールアドレス変更" })).toBeVisible();
  await lookAtBoth(page, "mail-change");
  await page.locator("#mail_address").fill(TANAKA.mail);
  await page.getByRole("button", { name: "メールアドレス変更" }).click();
  await expect(page.locator("#error-summary")).toContainText("登録済みです");
  await expect(page.locator("#mail_address")).toHaveValue(TANAKA.mail);
  await page.locator("#mail_address").fill(fresh);
  const confirmation = await mailAfter(fresh, async () => {
    await page.getByRole("button", { name: "メールアドレス変更" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "変更確認メールを送信しました" })).toBeVisible();
  });
  await lookAtBoth(page, "mail-change-named");
  // Used up; the new address has its own.
  await page.goto("/rental/login");
  await page.goto(linkOf(letter));
  await expectDead(page, "お手続きは完了しているか", "ログイン画面へ");

  await page.goto(linkOf(confirmation));
  await settled(page);
  // Seen, but not pressed: nothing has changed.
  await giveIdentifiers(page, person);
  await expectInside(page);
  await page.context().clearCookies();
  await page.goto(linkOf(confirmation));
  const notice = await mailAfter(person.mail, async () => {
    await page.getByRole("button", { name: "メールアドレスを変更する" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "メールアドレスを変更しました" })).toBeVisible();
  }, "変更完了");
  const moved = { ...person, mail: fresh, identifiers: { ...person.identifiers, mail_address: fresh } };
  await giveIdentifiers(page, moved);
  await expectInside(page);

  await page.goto(linkOf(notice));
  await page.getByRole("button", { name: "変更を取り消す" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "変更を取り消しました" })).toBeVisible();
  await lookAtBoth(page, "mail-change-undone");
  await page.getByRole("link", { name: "パスワードを再設定する" }).click();
  await page.locator("#sign_in_name").fill(person.identifiers.login_id);
  await page.locator("#mail_address").fill(person.mail);
  const again = await mailAfter(person.mail, () => page.getByRole("button", { name: "送信" }).click(), "再設定");
  await page.goto(linkOf(again));
  await chooseNew(page, "Yuki5-tsuki2", "パスワードを設定する");
  await expect(page.getByRole("heading", { level: 1, name: "パスワードを設定しました" })).toBeVisible();
  await giveIdentifiers(page, { ...person, password: "Yuki5-tsuki2" });
  await expectInside(page);
});
