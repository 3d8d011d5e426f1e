// Reads the mailbox of the demo server, and from its mails what a person reads there.
import { expect } from "@playwright/test";
import { ask } from "./server.ts";

export type Mail = { id: string; message: string; recipient: string; subject: string; text: string; html: string };

/** Mails to an address, newest first. */
export async function mailsTo(recipient: string): Promise<Mail[]> {
  const answer = await ask(`/dev/mailbox/messages?to=${encodeURIComponent(recipient)}`);
  expect(answer.status).toBe(200);
  return answer.json();
}

/** Does something that causes a mail, and waits for the mail; `subject` tells it from others that come meanwhile. */
export async function mailAfter(recipient: string, cause: () => Promise<unknown>, subject = ""): Promise<Mail> {
  const known = new Set((await mailsTo(recipient)).map((mail) => mail.id));
  await cause();
  let fresh: Mail | undefined;
  await expect(async () => {
    fresh = (await mailsTo(recipient)).find((mail) => !known.has(mail.id) && mail.subject.includes(subject));
    expect(fresh, `a mail to ${recipient}`).toBeDefined();
  }).toPass({ timeout: 15_000 });
  return fresh as Mail;
}

function line(mail: Mail, name: string): string {
  const found = mail.text.match(new RegExp(`^${name} : (\\S+)$`, "m"));
  if (!found) throw new Error(`no ${name} in the mail`);
  return found[1];
}

/** Link, access ID and temporary password of a registration. */
export function registrationOf(mail: Mail): { link: string; accessId: string; temporaryPassword: string } {
  return {
    link: line(mail, "ログインURL"),
    accessId: line(mail, "アクセスID"),
    temporaryPassword: line(mail, "仮パスワード"),
  };
}

export function oneTimePasswordOf(mail: Mail): string {
  return line(mail, "ワンタイムパスワード");
}

/** The link of a mail that has one. */
export function linkOf(mail: Mail): string {
  return line(mail, "URL");
}

/** Contractor ID and first password. */
export function contractorOf(mail: Mail): { id: string; password: string } {
  return { id: line(mail, "ご契約ID"), password: line(mail, "初期パスワード") };
}

/** Identifier and password of a reset. */
export function reissuedOf(mail: Mail): { id: string; password: string } {
  return { id: line(mail, "ご契約ID"), password: line(mail, "再発行パスワード") };
}
