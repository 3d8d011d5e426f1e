// Change of the own mail address: by the new one, by the present one first, by an administrator; and back.
import { enterAsColleague } from "../steps/colleagues.ts";
import { lookAtBoth } from "../steps/looks.ts";
import { logInByApi } from "../steps/logins.ts";
import { mailAfter } from "../steps/mailbox.ts";
import { added, contractor, enter, passwordStatus, removeAdded, TANAKA } from "../steps/people.ts";
import { expect, test } from "../steps/test.ts";

const PASSWORD = "Kaze7.yama4";
const HEADING = { level: 1 } as const;

test.afterEach(removeAdded);

test("a mail address is changed by a link to the new one and taken back from the old one", async ({ page, context }) => {
  const person = await contractor("account-contact", "suisei-no-yoru-905");
  await enter(context, person);
  await page.goto("/network/");
  // As the contractor said who it is.
  await expect(page.getByText("ようこそ ★病院 様")).toBeVisible();
  await lookAtBoth(page, "home-network-new");
  await page.locator("main").getByRole("link", { name: /お客様情報/ }).click();
  // One contact, no second factor: neither has a tab.
  await expect(page.getByRole("navigation", { name: "お客様情報" }).getByRole("link")).toHaveText([
    "お客様情報設定",
    "カレンダー連携",
    "ログイン中の端末",
    "ログイン履歴",
  ]);
  await expect(page.getByRole("radio")).toHaveCount(0);
  const section = page.getByRole("region", { name: "メールアドレス変更" });
  await expect(section.getByText(/48時間以内に/)).toBeVisible();
  await expect(section.getByLabel("現在のメール")).toHaveValue(person.mail);
  await section.getByRole("button", { name: "メールアドレス変更" }).click();
  await expect(section.locator("#mail_address-error")).toContainText("新しいメールを入力してください。");
  await section.getByLabel(/^新しいメール/).fill("account-contact-new@example.jp");
  const asked = await mailAfter("account-contact-new@example.jp", async () => {
    await section.getByRole("button", { name: "メールアドレス変更" }).click();
    await expect(page.getByText("新しいメールアドレスに変更確認メールを送信しました。")).toBeVisible();
  });
  await lookAtBoth(page, "mail-change-asked");

  const link = /https?:\S+mail-change\/\S+/;
  await page.goto(asked.text.match(link)![0]);
  const told = await mailAfter(person.mail, async () => {
    await page.getByRole("button", { name: "メールアドレスを変更する" }).click();
    await expect(page.getByRole("heading", { ...HEADING, name: "メールアドレスを変更しました" })).toBeVisible();
  });
  await page.goto("/network/account");
  await expect(page.getByLabel("現在のメール")).toHaveValue("account-contact-new@example.jp");

  // From the old address it is taken back: every session ends, and no login is taken until the password is set anew.
  await page.goto(told.text.match(link)![0]);
  await page.getByRole("button", { name: "変更を取り消す" }).click();
  await expect(page.getByRole("heading", { ...HEADING, name: "変更を取り消しました" })).toBeVisible();
  await page.goto("/network/account");
  await expect(page).toHaveURL(/\/network\/login/);
  expect(await passwordStatus(person)).not.toBe(201);
});

test("where the present address is asked first, and where an administrator changes it", async ({ page, context }) => {
  const person = await added(TANAKA, "account-mail", PASSWORD);
  await enter(context, person);
  await page.goto("/rental/account");
  const section = page.getByRole("region", { name: "メールアドレス変更" });
  await expect(section.getByRole("textbox")).toHaveAttribute("readonly", "");
  const letter = await mailAfter(person.mail, async () => {
    await section.getByRole("button", { name: "メールアドレス変更依頼" }).click();
    await expect(page.locator("#mail-outcome")).toContainText("メールアドレス変更依頼受付");
  });
  expect(letter.text).toMatch(/\/rental\/mail-change#\S+/);

  await logInByApi(context);
  await page.goto("/telecom/account");
  await expect(section.getByText("メールアドレスは「ユーザ管理」で変更します。ご自身のメールアドレスも、そこで変更できます。")).toBeVisible();
  await expect(section.getByRole("button")).toHaveCount(0);
  await expect(page.getByRole("region", { name: "登録情報変更" }).getByRole("radio")).toHaveCount(2);
  await lookAtBoth(page, "account-telecom");

  // Who manages nobody is told whom to ask.
  await context.clearCookies();
  await enterAsColleague(page, context, "account-mail-general");
  await page.goto("/telecom/account");
  await expect(section.getByText("管理者が「ユーザ管理」で変更します。")).toBeVisible();
  await expect(section.getByRole("button")).toHaveCount(0);
  await expect(section.getByRole("link")).toHaveCount(0);
});
