// People of portals without contracts, and of the demo: made by the API and put into a browser without the login pages,
// where the login is not what a test is about.
import { createHash } from "node:crypto";
import { expect, type BrowserContext, type Page } from "@playwright/test";
import { solve, type Challenge } from "./logins.ts";
import { contractorOf, mailAfter } from "./mailbox.ts";
import { ask } from "./server.ts";

/** Someone who can log in. */
export type Person = { portal: string; identifiers: Record<string, string>; password: string; mail: string };

/** Manages the users of a rental customer; others of it are added by tests. */
export const TANAKA: Person = {
  portal: "rental",
  identifiers: { login_id: "mizuumi01", mail_address: "tanaka@example.jp" },
  password: "Hana8.mizu3",
  mail: "tanaka@example.jp",
};

/** A colleague of Tanaka's: each approves what the other orders above a limit. */
export const SUZUKI: Person = {
  portal: "rental",
  identifiers: { login_id: "mizuumi01", mail_address: "suzuki@example.jp" },
  password: "Kumo4-ishi7",
  mail: "suzuki@example.jp",
};

/** The only user of another rental customer. */
export const MORI: Person = {
  portal: "rental",
  identifiers: { login_id: "komorebi02", mail_address: "mori@example.jp" },
  password: "Sora5_kaze9",
  mail: "mori@example.jp",
};

/** Comes for the first time, with a first password. */
export const HAYASHI: Person = {
  portal: "rental",
  identifiers: { login_id: "hajime03", mail_address: "hayashi@example.jp" },
  password: "Hajime1.te",
  mail: "hayashi@example.jp",
};

/** The contact of a clinic. */
export const MINATO: Person = {
  portal: "network",
  identifiers: { contractor_id: "id000002" },
  password: "minato-no-asa-417",
  mail: "minato@example.jp",
};

/** The contact of a hospital with a contract in every state. */
export const HOSHINO: Person = {
  portal: "network",
  identifiers: { contractor_id: "id000001" },
  password: "hoshi-no-yoru-826",
  mail: "hoshizora@example.jp",
};

const HEADERS = { "content-type": "application/json", "x-madoguchi": "1" };

/** Calls the API as a program does, with the cookies that it was given. */
export class Caller {
  private readonly cookies = new Map<string, string>();
  private readonly address: string;

  constructor(
    private readonly portal: string,
    name: string,
  ) {
    const hash = createHash("sha256").update(name).digest();
    this.address = `10.${hash[0]}.${hash[1]}.${(hash[2] % 254) + 1}`;
  }

  async call(method: string, operation: string, body?: object): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await ask(`/api/v1/${this.portal}${operation}`, {
      method,
      headers: { ...HEADERS, cookie, "x-forwarded-for": this.address },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/) ?? [];
      if (name) this.cookies.set(name, value);
    }
    return answer;
  }

  /** The answer, which must have this status. */
  async json<T>(status: number, method: string, operation: string, body?: object): Promise<T> {
    const answer = await this.call(method, operation, body);
    expect(answer.status, `${method} ${operation}`).toBe(status);
    return answer.json();
  }
}

/** Logs in by password alone. */
export async function callerOf(person: Person): Promise<Caller> {
  const caller = new Caller(person.portal, person.mail);
  const { identifiers, password } = person;
  const attempt = await caller.json<{ id: string }>(201, "POST", "/sign-in-attempts", { identifiers, password });
  await caller.json(201, "POST", `/sign-in-attempts/${attempt.id}/session`, {});
  return caller;
}

/** Comes to the network for the first time, with a first password. */
export const AOBA: Person = {
  portal: "network",
  identifiers: { contractor_id: "id000003" },
  password: "aoba-no-mori-305",
  mail: "aobadai@example.jp",
};

const FACILITY = {
  facility_name: "★病院",
  facility_name_kana: "ビョウイン",
  family_name: "氏",
  family_name_kana: "シ",
  given_name: "名",
  given_name_kana: "メイ",
  postal_code: "1088001",
  prefecture: "東京都",
  address1: "港区芝",
  address2: "5丁目7-1 NEC本社ビル",
  phone: "0337986756",
};

/** What a contractor says of itself. */
export const SAID = {
  contractor: { ...FACILITY, title: "理事", title_kana: "リジ" },
  contact: { ...FACILITY, department: "地域連携課", department_kana: "チイキレンケイカ" },
};

/** Asks for a contractor ID, says who it is, and chooses a password in place of the one that was mailed. */
export async function contractor(name: string, password: string): Promise<Person> {
  const mail = `${name}@example.jp`;
  const asking = new Caller("network", mail);
  const { challenge } = await asking.json<{ challenge: Challenge }>(201, "POST", "/robot-checks", {});
  const asked = { mail_address: mail, robot_check: { challenge, solution: solve(challenge) } };
  const letter = contractorOf(await mailAfter(mail, () => asking.call("POST", "/contractors", asked)));
  const person = { portal: "network", identifiers: { contractor_id: letter.id }, password, mail };
  const caller = await callerOf({ ...person, password: letter.password });
  expect((await caller.call("PUT", "/contractor", { answers: SAID, new_password: password })).status).toBe(200);
  return person;
}

/** How to take away again whom a test added: a customer has room for ten. */
const removals: (() => Promise<unknown>)[] = [];

/** Adds somebody to the customer of a manager, who then sets a password behind the mailed link. */
export async function added(manager: Person, name: string, password: string): Promise<Person> {
  const caller = await callerOf(manager);
  const mail = `${name}@example.jp`;
  const letter = await mailAfter(mail, async () => {
    const user = await caller.json<{ id: string }>(201, "POST", "/users", { mail_address: mail, name });
    removals.push(() => caller.call("DELETE", `/users/${user.id}`));
  });
  const token = letter.text.match(/password-setting#(\S+)/)?.[1];
  const answer = await caller.call("POST", "/password-settings", { token, password });
  expect(answer.status).toBe(204);
  return { ...manager, identifiers: { ...manager.identifiers, mail_address: mail }, password, mail };
}

/** After each test. */
export async function removeAdded(): Promise<void> {
  await Promise.all(removals.splice(0).map((remove) => remove()));
}

/** Whether the password is right: the status of the first step of a login. */
export async function passwordStatus(person: Person): Promise<number> {
  const { identifiers, password } = person;
  const answer = await new Caller(person.portal, `${person.mail} again`).call("POST", "/sign-in-attempts", {
    identifiers,
    password,
  });
  return answer.status;
}

/** Logs a context in by password alone, within the browser. */
export async function enter(context: BrowserContext, person: Person): Promise<void> {
  const page = await context.newPage();
  await page.route("**/favicon.ico", (route) => route.fulfill({ status: 204 }));
  await page.goto("/robots.txt");
  const statuses = await page.evaluate(
    async ({ portal, identifiers, password, headers }) => {
      const post = (operation: string, body: object) =>
        fetch(`/api/v1/${portal}${operation}`, { method: "POST", headers, body: JSON.stringify(body) });
      const first = await post("/sign-in-attempts", { identifiers, password });
      const second = await post(`/sign-in-attempts/${(await first.json()).id}/session`, {});
      return [first.status, second.status];
    },
    { ...person, headers: HEADERS },
  );
  expect(statuses).toEqual([201, 201]);
  await page.close();
}

/** Fills in and sends the login page of a person's portal. */
export async function giveIdentifiers(page: Page, person: Person): Promise<void> {
  await page.goto(`/${person.portal}/login`);
  for (const [name, value] of Object.entries(person.identifiers)) await page.locator(`#${name}`).fill(value);
  await page.locator("#password").fill(person.password);
  await page.locator("button[type=submit]").click();
}

/** Goes through the dialog that asks for the password again, which the next call of an operation opens. */
export async function askPasswordAgain(page: Page, operation: string): Promise<void> {
  // As after ten minutes: the first call is refused, what the page does then is real.
  let refused = false;
  await page.route(`**/api/v1/*${operation}`, (route) => {
    if (refused) return route.fallback();
    refused = true;
    const problem = { type: "/problems/reauthentication_required", title: "", status: 403, code: "reauthentication_required" };
    return route.fulfill({ status: 403, contentType: "application/problem+json", body: JSON.stringify(problem) });
  });
}
