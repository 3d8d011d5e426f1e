// The whole way of a subscriber: registration, mail, link, password, login, contracts, invoices, calls, log-out.
import { charges, column, COLUMNS, count, download, lines, rows, sortBy, total, unfoldFilters } from "../steps/call_records.ts";
import { logIn } from "../steps/logins.ts";
import { look, lookInTheDark } from "../steps/looks.ts";
import { choosePassword, fillIn, REGISTRATION, send, verify } from "../steps/registrations.ts";
import { mailAfter, registrationOf } from "../steps/mailbox.ts";
import { DEMO, SUBSCRIBERS } from "../steps/subscribers.ts";
import { billedMonths, monthKey } from "../steps/months.ts";
import { expect, path, test } from "../steps/test.ts";

const PASSWORD = "kaze7yama4kawa";

test("a subscriber registers and reads contract and invoices", async ({ page }, info) => {
  const screen = info.project.name;
  const subscriber = SUBSCRIBERS[`walk ${screen}`];
  const mail = `walk-${screen}@example.jp`;

  await page.goto("/telecom/");
  await expect(page).toHaveURL(/\/telecom\/login$/);
  await page.getByRole("link", { name: "新規作成の方はこちら" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "初回登録" })).toBeFocused();
  await fillIn(page, mail, subscriber.typed);
  const letter = registrationOf(await mailAfter(mail, async () => {
    await send(page);
    await expect(page.getByRole("heading", { level: 1, name: "メールを送信しました" })).toBeFocused();
  }));
  await expect(page.getByText("有効期間は10日です")).toBeVisible();
  await look(page, "registration-sent");

  expect(letter.link).toContain("/telecom/registration/complete#");
  await page.goto(letter.link);
  await look(page, "registration-link");
  await verify(page, letter);
  await expect(page.locator("ol.steps [aria-current=step]")).toHaveText("パスワード設定");
  await look(page, "registration-password");
  await choosePassword(page, PASSWORD);
  await look(page, "registration-done");

  await page.getByRole("link", { name: "ログインへ" }).click();
  await logIn(page, { accessId: letter.accessId, password: PASSWORD, mail });
  await expect(page.getByRole("heading", { level: 1, name: "契約情報" })).toBeFocused();
  await expect(page.locator("main").getByText(subscriber.name).first()).toBeVisible();
  await expect(page.locator("main").getByText(letter.accessId)).toBeVisible();
  await expect(page.locator("main").getByText("管理者")).toBeVisible();
  await look(page, "home");

  await page.locator("main").getByRole("link", { name: /あおばひかりのご契約/ }).click();
  await expect(page).toHaveURL(/\/telecom\/contracts\?category=line$/);
  // One contract is billed in this group: no more is to be seen.
  await expect(page.locator("#list-count")).toHaveText("全1件");
  const row = page.getByRole("row", { name: new RegExp(subscriber.contract) });
  await expect(row.getByText("利用中")).toBeVisible();
  await look(page, "contracts-one");
  await row.getByRole("link", { name: "詳細" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "ご契約内容" })).toBeFocused();
  for (const heading of ["概要情報", "届出場所住所", "アクセスライン", "ひかり電話", "オプション"]) {
    await expect(page.getByRole("heading", { level: 2, name: heading, exact: true })).toBeVisible();
  }
  await expect(page.getByText(subscriber.contract).first()).toBeVisible();
  await look(page, "contract");
  await lookInTheDark(page, "contract");

  await page.getByRole("link", { name: "請求情報" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "料金明細" })).toBeFocused();
  await readInvoices(page);
  await look(page, "invoices");
  await lookInTheDark(page, "invoices");

  await logOut(page);
});

/** A year is chosen, a month opened, and its figures add up. */
async function readInvoices(page: import("@playwright/test").Page): Promise<void> {
  const months = page.locator(".accordion-item");
  const billed = billedMonths();
  const [newest, oldest] = [billed[0].slice(0, 4), billed[13].slice(0, 4)];
  const of = (year: string) => billed.filter((month) => month.startsWith(year));
  await expect(months.first().getByRole("button")).toHaveAttribute("aria-expanded", "true");
  await expect(months).toHaveCount(of(newest).length);
  await page.getByLabel("年度選択").selectOption(oldest);
  await expect(page).toHaveURL(new RegExp(`year=${oldest}`));
  await expect(months).toHaveCount(of(oldest).length);
  await page.reload();
  await expect(page.getByLabel("年度選択")).toHaveValue(oldest);
  await expect(months).toHaveCount(of(oldest).length);

  const name = `${oldest}年${Number(billed[13].slice(5))}月（請求月）`;
  const first = months.filter({ hasText: name });
  const button = first.getByRole("button", { name });
  await expect(button).toHaveAttribute("aria-expanded", "false");
  await button.click();
  await expect(first.getByText("ご請求合計（税込）")).toBeVisible();
  await expect(button).toHaveAttribute("aria-expanded", "true");

  const amounts = (cells: string[]) => cells.map((text) => Number(text.replace(/[^\d-]/g, "")));
  const sum = (numbers: number[]) => numbers.reduce((all, number) => all + number, 0);
  const details = first.locator("table.invoice:not(.totals)");
  const charged = amounts(await details.locator("tbody:not(.sums) td.number").allInnerTexts());
  const totals = first.locator("table.totals");
  const parts = amounts(await totals.locator("tbody tr:not(.sum) td.number").allInnerTexts());
  const [gross] = amounts(await totals.locator("tr.sum td.number").allInnerTexts());
  expect(charged.length).toBeGreaterThan(0);
  expect(sum(parts), "net and tax by rate").toBe(gross);
  expect(gross).toBeGreaterThan(sum(charged));
  expect(amounts([(await button.innerText()).split("¥")[1]])[0]).toBe(gross);
}

async function logOut(page: import("@playwright/test").Page): Promise<void> {
  await page.locator("#user-menu-button").click();
  await page.locator("#user-menu").getByRole("button", { name: "ログアウト" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "ログアウトしました" })).toBeVisible();
  await look(page, "logged-out");
  // Going back shows nothing of what was there.
  await page.goBack();
  await expect(page).toHaveURL(/\/telecom\/login/);
  await expect(page.getByRole("heading", { level: 1, name: "マイページ ログイン" })).toBeVisible();
  await expect(page.locator("table")).toHaveCount(0);
  // The device stays known, which lets nobody in; nothing of the session is left.
  const left = (await page.context().cookies()).filter((one) => one.value !== "");
  expect(left.map((one) => one.name)).toEqual(["__Host-madoguchi-device-telecom"]);
}

test("call records are filtered, sorted, paged and downloaded", async ({ page }) => {
  await page.goto("/telecom/login");
  await logIn(page);
  await page.locator("main").getByRole("link", { name: /あおばひかりのご契約/ }).click();
  await expect(page.getByRole("row", { name: new RegExp(DEMO.talkative.number) })).toBeVisible();
  await look(page, "contracts");
  await page.getByRole("row", { name: new RegExp(DEMO.talkative.number) }).getByRole("link").click();
  await page.getByRole("link", { name: "通話明細" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "通話料金明細" })).toBeFocused();

  await expect(rows(page)).toHaveCount(50);
  expect(await count(page)).toEqual({ all: DEMO.talkative.calls, shown: 50 });
  await look(page, "calls");
  await lookInTheDark(page, "calls");
  while ((await rows(page).count()) < DEMO.talkative.calls) {
    const shown = await rows(page).count();
    await page.getByRole("button", { name: "もっと見る" }).click();
    await expect(rows(page)).toHaveCount(Math.min(shown + 50, DEMO.talkative.calls));
  }
  await expect(page.getByRole("button", { name: "もっと見る" })).toHaveCount(0);
  await expect(page.locator("#list-count")).toBeFocused();
  const all = await charges(page);
  expect(all.reduce((sum, charge) => sum + charge, 0)).toBe(await total(page));
  const starts = await column(page, COLUMNS.startedAt);
  expect(starts).toEqual([...starts].sort());

  await sortBy(page, /料金/, "ascending");
  await sortBy(page, /料金/, "descending");
  await expect(rows(page)).toHaveCount(50);
  const dearest = await charges(page);
  expect(dearest).toEqual([...all].sort((one, other) => other - one).slice(0, 50));

  await unfoldFilters(page);
  const kind = page.getByLabel("利用種類");
  const choices = await kind.locator("option").allInnerTexts();
  const [, name, expected] = choices[1].match(/^(.*)（([\d,]+)件）$/) ?? [];
  await kind.selectOption({ index: 1 });
  await page.getByRole("button", { name: "絞り込む" }).click();
  await expect(page.locator("#list-count")).toContainText(`全${expected}件`);
  // The count may stand there a moment before the rows do.
  await expect(async () => expect(new Set(await column(page, COLUMNS.kind))).toEqual(new Set([name]))).toPass();
  const number = (await column(page, COLUMNS.callee))[0].slice(-4);
  // Full-width digits find the same.
  await page.getByLabel("電話番号（一部でも可）").fill(number.replace(/\d/g, (digit) => "０１２３４５６７８９"[Number(digit)]));
  await page.getByRole("button", { name: "絞り込む" }).click();
  await expect(page).toHaveURL(new RegExp(`number=${number}`));
  await expect(page.locator("table.calls")).not.toHaveAttribute("aria-busy", "true");
  await expect(async () => {
    const found = await page.locator("table.calls tbody tr").allInnerTexts();
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((text) => !text.includes(number))).toEqual([]);
  }).toPass();

  const [shown, address] = [await rows(page).allInnerTexts(), path(page)];
  expect(address).toContain("order=charge_descending");
  await page.reload();
  await expect(rows(page)).toHaveCount(shown.length);
  expect(path(page)).toBe(address);
  expect(await rows(page).allInnerTexts()).toEqual(shown);
  await expect(page.getByLabel("利用種類")).toHaveValue(name);
  await expect(page.getByLabel("電話番号（一部でも可）")).toHaveValue(number);
  await look(page, "calls-filtered");

  const [utf8, cp932] = [await download(page, "utf8"), await download(page, "cp932")];
  expect(utf8.name).toBe(`call-records_300000193_${monthKey(-1)}.csv`);
  expect([...utf8.bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect([...cp932.bytes.subarray(0, 3)]).not.toEqual([0xef, 0xbb, 0xbf]);
  const records = lines(utf8.bytes, "utf-8");
  expect(records).toEqual(lines(cp932.bytes, "shift_jis"));
  expect(records.length).toBe(shown.length + 1);

  await unfoldFilters(page);
  await page.getByLabel("電話番号（一部でも可）").fill("99999999999");
  await page.getByRole("button", { name: "絞り込む" }).click();
  await expect(page.getByText("条件に合う通話はありません。")).toBeVisible();
  await look(page, "calls-empty");
  await page.getByRole("button", { name: "条件をクリア" }).click();
  await expect(rows(page)).toHaveCount(50);
});

test("the registration says what is missing", async ({ page }) => {
  await page.goto(REGISTRATION);
  await look(page, "registration");
  await lookInTheDark(page, "registration");
  await send(page);
  await expect(page.locator("#error-summary")).toBeFocused();
  await expect(page.locator("#error-summary li")).toHaveCount(5);
  await look(page, "registration-errors");
  await lookInTheDark(page, "registration-errors");
  await page.locator("#error-summary").getByRole("link", { name: /郵便番号/ }).click();
  await expect(page.locator("#postal_code")).toBeFocused();
  await expect(page.locator("#postal_code")).toHaveAttribute("aria-invalid", "true");
});
