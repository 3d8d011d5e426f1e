// General users beside the demo user, who is their administrator.
import type { BrowserContext, Page } from "@playwright/test";
import { logInByApi, type Account } from "./logins.ts";
import { mailAfter, registrationOf, type Mail } from "./mailbox.ts";
import { choosePassword, verify } from "./registrations.ts";
import { callFrom } from "./second_factors.ts";

const PASSWORD = "umi9kaze2nami";

/** Registers a general user and logs the context in as that person. */
export async function enterAsColleague(page: Page, context: BrowserContext, name: string): Promise<Account> {
  const mail = `${name}@example.jp`;
  await logInByApi(context);
  await page.goto("/telecom/");
  const user = { mail_address: mail, name: "一般　太郎", role: "general", mail_notice: false };
  const letter: Mail = await mailAfter(mail, () => callFrom(page, "telecom", "/users", user));
  await context.clearCookies();
  const registration = registrationOf(letter);
  await verify(page, registration);
  await choosePassword(page, PASSWORD);
  const account = { accessId: registration.accessId, password: PASSWORD, mail };
  await logInByApi(context, account);
  return account;
}
