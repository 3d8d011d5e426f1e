// The first registration, page by page.
import { expect, type Page } from "@playwright/test";
import { mailAfter, registrationOf } from "./mailbox.ts";
import type { Facts, Subscriber } from "./subscribers.ts";

export const REGISTRATION = "/telecom/registration";

/** Types what is asked; does not send. */
export async function fillIn(page: Page, mail: string, facts: Facts): Promise<void> {
  await page.locator("#mail_address").fill(mail);
  await page.locator("#contract_number").fill(facts.contractNumber);
  await page.locator("#postal_code").fill(facts.postalCode);
  await page.locator("#customer_name").fill(facts.customerName);
  await page.getByRole("checkbox", { name: "利用規約に同意" }).check();
}

export async function send(page: Page): Promise<void> {
  await page.getByRole("button", { name: "送信" }).click();
}

export type Letter = { link: string; accessId: string; temporaryPassword: string };

/** From the empty form to the mail. */
export async function register(page: Page, mail: string, subscriber: Subscriber): Promise<Letter> {
  await page.goto(REGISTRATION);
  await fillIn(page, mail, subscriber.typed);
  const letter = await mailAfter(mail, async () => {
    await send(page);
    await expect(page.getByRole("heading", { level: 1, name: "メールを送信しました" })).toBeVisible();
  });
  return registrationOf(letter);
}

/** From the mailed link to the choice of the password. */
export async function verify(page: Page, letter: Letter): Promise<void> {
  // The secret stands behind a #: where the page is that of the link already, going there would draw the form again while it
  // is filled.
  await page.goto("about:blank");
  await page.goto(letter.link);
  await page.locator("#access_id").fill(letter.accessId);
  await page.locator("#temporary_password").fill(letter.temporaryPassword);
  await send(page);
  await expect(page.getByRole("heading", { level: 1, name: "パスワード設定" })).toBeVisible();
}

/** Chooses the password, which ends the registration, or the reset that went the same way. */
export async function choosePassword(page: Page, password: string, end = "初回登録が完了しました"): Promise<void> {
  await page.locator("#password").fill(password);
  await send(page);
  await expect(page.getByRole("heading", { level: 1, name: end })).toBeVisible();
}
