// ご契約: each pattern from each tab to the contract, begun on one screen and finished on another; then changed and ended.
import { command } from "../steps/commands.ts";
import { give, logOut } from "../steps/entries.ts";
import { look, lookAtBoth, lookInTheDark } from "../steps/looks.ts";
import { mailAfter } from "../steps/mailbox.ts";
import { SAID } from "../steps/people.ts";
import { at, enterAsContractor, expectSaved, fillIn, register, toConfirmation, type Pattern } from "../steps/requests.ts";
import { expect, path, test } from "../steps/test.ts";
import type { Page } from "@playwright/test";

const TABS = { disclosing: "公開施設", viewing: "閲覧施設" } as const;
type Category = keyof typeof TABS;

/** Who stands where, in the words of the confirmation and the contract. */
const PARTIES: Record<Pattern, string> = {
  A: "ご契約者は各施設、ご担当者（窓口）は各施設です。",
  B: "ご契約者は各施設、ご担当者（窓口）は運営主体（事務局）です。",
  C: "ご契約者は運営主体（事務局）、ご担当者（窓口）は運営主体（事務局）です。",
};

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 800 };

/** A row of a description by its label. */
const fact = (page: Page, section: string, label: string) =>
  page.getByRole("region", { name: section }).locator("dl.details > div").filter({ has: page.locator("dt", { hasText: label }) });

/** From a tab of the list to an empty draft. */
async function begin(page: Page, category: Category): Promise<string> {
  await page.goto("/network/contracts");
  await page.getByRole("navigation", { name: "契約の種類" }).getByRole("link", { name: TABS[category] }).click();
  await expect(page.getByText("現在、ご契約されているものはありません。")).toBeVisible();
  await page.getByRole("link", { name: `${TABS[category]}契約追加` }).click();
  await expect(at(page, "facility.facility_name")).toBeVisible();
  await expect(page.getByRole("radio", { name: TABS[category], exact: true }).first()).toBeChecked();
  return path(page);
}

const cases = (["disclosing", "viewing"] as const).flatMap((category) =>
  (["A", "B", "C"] as const).map((pattern) => ({ category, pattern })),
);

for (const [turn, { category, pattern }] of cases.entries()) {
  test(`pattern ${pattern} as ${category}: from the tab to the contract`, async ({ page, context }) => {
    // Another screen after the log-out: a desk first and a phone then, or the other way round.
    const [first, then] = turn % 2 === 0 ? [DESKTOP, PHONE] : [PHONE, DESKTOP];
    const person = await enterAsContractor(context, `pattern-${category}-${pattern}`.toLowerCase());
    await page.setViewportSize(first);
    const draft = await begin(page, category);
    await page.getByRole("radio", { name: new RegExp(`^${pattern}：`) }).check();
    await at(page, "facility.facility_name").fill("やまびこ医院");
    await expectSaved(page);
    await page.reload();
    await expect(at(page, "facility.facility_name")).toHaveValue("やまびこ医院");
    await expect(page.getByRole("radio", { name: new RegExp(`^${pattern}：`) })).toBeChecked();
    await at(page, "facility.phone").fill("0337986756");
    await expectSaved(page);
    await logOut(page);
    await page.setViewportSize(then);
    await page.goto(draft);
    await give(page, person.identifiers, person.password);
    await expect(at(page, "facility.phone")).toHaveValue("03-3798-6756");
    await fillIn(page, "やまびこ医院", pattern);
    await toConfirmation(page);
    await expect(page.getByText(PARTIES[pattern])).toBeVisible();
    await look(page, `application-${category}-${pattern}`);
    const mail = await mailAfter(person.mail, () => register(page), "ご契約完了通知");
    for (const line of ["新規", TABS[category], "やまびこ医院", "東京都"]) expect(mail.text).toContain(line);

    // In its own tab of the list, and in full.
    await page.goto(`/network/contracts?category=${category === "viewing" ? "disclosing" : "viewing"}`);
    await expect(page.getByText("現在、ご契約されているものはありません。")).toBeVisible();
    await page.goto(`/network/contracts?category=${category}`);
    await page.getByRole("row", { name: /やまびこ医院/ }).getByRole("link", { name: /詳細/ }).click();
    await expect(page.getByText(PARTIES[pattern])).toBeVisible();
    const body = SAID.contractor.facility_name;
    const [contractor, contact] = { A: [body, body], B: ["やまびこ医院", body], C: [body, body] }[pattern];
    await expect(fact(page, "ご契約者・ご担当者（窓口）", "ご契約者")).toContainText(contractor);
    await expect(fact(page, "ご契約者・ご担当者（窓口）", "ご担当者（窓口）")).toContainText(contact);
    await look(page, `contract-${category}-${pattern}`);
  });
}

test("a change shows what was and what will be, and a termination its last day", async ({ page, context }) => {
  await enterAsContractor(context, "changing");
  await begin(page, "viewing");
  await fillIn(page, "かわせみ薬局");
  await at(page, "facility.beds").fill("20");
  await toConfirmation(page);
  await register(page);
  const number = await page.getByText("お申込ID：").locator("strong").innerText();
  await command("requests", "complete", "network", number);

  await page.getByRole("link", { name: "ご契約の内容を見る" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "ご契約内容" })).toBeFocused();
  const contract = path(page);
  await page.getByRole("link", { name: "変更を申し込む" }).click();
  // What is contracted stands there; who stands where is settled.
  await expect(at(page, "facility.beds")).toHaveValue("20");
  await expect(page.getByRole("radio", { name: /^A：/ })).toHaveCount(0);
  await at(page, "facility.beds").fill("48");
  await at(page, "extended.storage").check();
  await expectSaved(page);
  await page.reload();
  await expect(at(page, "facility.beds")).toHaveValue("48");
  await toConfirmation(page);
  const changed = page.locator(".changed");
  await expect(changed).toHaveCount(2);
  await expect(changed.filter({ hasText: "一般病床数" })).toContainText(/変更前\s*20\s*変更後\s*48/);
  await expect(changed.filter({ hasText: "ストレージサービス" })).toContainText(/変更前\s*なし\s*変更後\s*あり/);
  await lookAtBoth(page, "change-confirm");
  await lookInTheDark(page, "change-confirm");
  await register(page);
  const change = await page.getByText("お申込ID：").locator("strong").innerText();
  await expect(changed).toHaveCount(2);
  await command("requests", "complete", "network", change);
  await page.goto(contract);
  await expect(fact(page, "ご利用者情報", "一般病床数")).toContainText("48");
  await expect(fact(page, "ご契約の履歴", "")).toHaveCount(4);
  await expect(page.getByRole("region", { name: "ご契約の履歴" })).toContainText("変更の登録");
  await lookAtBoth(page, "contract-changed");

  await expect(page.getByText(/いま解約をお申し込みになると、ご契約は/)).toBeVisible();
  await page.getByRole("link", { name: "解約を申し込む" }).click();
  await at(page, "termination.reason").fill("閉院のため");
  await expectSaved(page);
  await toConfirmation(page);
  await expect(page.locator(".request-facts")).toContainText("ご契約終了日");
  await lookAtBoth(page, "termination-confirm");
  await register(page);
  await page.goto(contract);
  await expect(page.getByRole("region", { name: "ご契約の履歴" })).toContainText("解約のお申し込み");
  await expect(page.getByRole("link", { name: "解約を申し込む" })).toHaveCount(0);
});
