// Ways into a portal whose login has one page, and out of it again.
import { expect, type Page } from "@playwright/test";
import { mailAfter, type Mail } from "./mailbox.ts";

/** Fills in and sends the login page one is on. */
export async function give(page: Page, identifiers: Record<string, string>, password: string): Promise<void> {
  for (const [name, value] of Object.entries(identifiers)) await page.locator(`#${name}`).fill(value);
  await page.locator("#password").fill(password);
  await page.getByRole("button", { name: "ログイン", exact: true }).click();
}

/** Someone is logged in, and the pages are open. */
export async function expectInside(page: Page): Promise<void> {
  await expect(page.getByRole("navigation", { name: "メインメニュー" })).toBeAttached();
  await expect(page.locator("#user-menu-button")).toBeVisible();
}

/** A login that is refused says so, and nothing else. */
export async function expectRefused(page: Page): Promise<void> {
  await expect(page.locator("#error-summary")).toContainText("入力された内容が正しくありません。もう一度入力してください。");
}

/** On パスワード変更, before anything else. */
export async function expectPasswordChange(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: "パスワード変更" })).toBeVisible();
}

/** On ご契約者情報登録, before anything else. */
export async function expectContractor(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: "ご契約者情報登録" })).toBeVisible();
}

/** Types a new password twice, and the present one where it is asked; `button` sends it. */
export async function chooseNew(page: Page, password: string, button = "パスワード変更", present = ""): Promise<void> {
  if (present !== "") await page.locator("#current_password").fill(present);
  await page.locator("#password").fill(password);
  await page.locator("#password_confirmation").fill(password);
  await page.getByRole("button", { name: button }).click();
}

export async function logOut(page: Page): Promise<void> {
  await page.locator("#user-menu-button").click();
  await page.locator("#user-menu").getByRole("button", { name: "ログアウト" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "ログアウトしました" })).toBeVisible();
}

/** Asks for a way back in by the form one is on, and gives the mail that follows. */
export async function recover(
  page: Page,
  typed: Record<string, string>,
  mail: string,
  button: string,
  subject = "",
): Promise<Mail> {
  for (const [name, value] of Object.entries(typed)) await page.locator(`#${name}`).fill(value);
  return mailAfter(mail, async () => {
    await page.getByRole("button", { name: button, exact: true }).click();
    await expect(page.getByText("ご入力の内容がご登録と一致する場合")).toBeVisible();
  }, subject);
}
