// Forms of the portal's file: every kind of field, forms that come and go, copies, and what is sent of all that.
import { keptInTab } from "../steps/drafts.ts";
import { logInByApi } from "../steps/logins.ts";
import { lookAtBoth, lookInTheDark } from "../steps/looks.ts";
import { OFFERED } from "../steps/questionnaires.ts";
import { expect, test } from "../steps/test.ts";
import type { BrowserContext, Locator, Page } from "@playwright/test";

/** The page with these forms; the portal's own have few kinds of fields. */
async function open(page: Page, context: BrowserContext): Promise<void> {
  await logInByApi(context);
  await page.route("**/api/v1/telecom/inquiry-form", (route) => route.fulfill({ json: OFFERED }));
  await page.goto("/telecom/inquiries/new");
  await page.getByLabel(/^種別/).selectOption({ label: "閲覧施設" });
}

const at = (page: Page, path: string): Locator => page.locator(`[id="${path}"]`);
const section = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });

async function fillAddress(page: Page, form: string): Promise<void> {
  await at(page, `${form}.name`).fill("★病院");
  await at(page, `${form}.postal_code`).fill("１０８８００１");
  await at(page, `${form}.prefecture`).selectOption("東京都");
  await at(page, `${form}.phone`).fill("0337986756");
}

async function fillItem(page: Page, index: number, product: string): Promise<void> {
  await at(page, `items[${index}].product`).fill(product);
  await at(page, `items[${index}].period.first`).fill("2027-12-28");
  await at(page, `items[${index}].period.last`).fill("2028-01-29");
}

async function fillAll(page: Page): Promise<void> {
  await page.locator("#reading").fill("びょういん");
  await page.getByRole("radio", { name: "メール" }).check();
  await fillAddress(page, "contact");
  await at(page, "contact.records_place").fill("本院");
  await fillItem(page, 0, "DSX2-8000");
}

test("what is missing is said at each field and in the summary, with its form", async ({ page, context }) => {
  await open(page, context);
  await lookAtBoth(page, "policy-form");
  await lookInTheDark(page, "policy-form");
  await page.getByRole("button", { name: "確認画面へ" }).click();
  const summary = page.locator("#error-summary");
  await expect(summary).toBeFocused();
  await expect(summary.getByRole("link")).toHaveText([
    "フリガナを入力してください。",
    "送付形態を選択してください。",
    "ご担当者：施設名を入力してください。",
    "ご担当者：郵便番号を入力してください。",
    "ご担当者：都道府県を選択してください。",
    "ご担当者：電話番号を入力してください。",
    "ご担当者：診療情報保管場所を入力してください。",
    "お届け商品1：商品コードを入力してください。",
    "お届け商品1：レンタル期間（開始日）を入力してください。",
    "お届け商品1：レンタル期間（終了日）を入力してください。",
  ]);
  await lookAtBoth(page, "policy-form-errors");
  await summary.getByRole("link", { name: /レンタル期間（開始日）/ }).click();
  await expect(at(page, "items[0].period.first")).toBeFocused();
  await summary.getByRole("link", { name: /送付形態/ }).click();
  await expect(page.getByRole("radio", { name: "メール" })).toBeFocused();

  // Each kind is tidied when it is left, and says what is wrong with it.
  await page.locator("#reading").fill("病院");
  await at(page, "contact.postal_code").fill("１０８８００１");
  await at(page, "contact.phone").fill("電話");
  await at(page, "contact.institution").fill("12345");
  await fillItem(page, 0, "DSX2-8000");
  await at(page, "items[0].period.last").fill("2027-12-27");
  await at(page, "items[0].quantity").fill("0");
  await page.locator("#subject").focus();
  await expect(page.locator("#reading-error")).toHaveText("フリガナは、漢字ではなくカナで入力してください。");
  await expect(at(page, "contact.postal_code")).toHaveValue("108-8001");
  await expect(at(page, "contact.postal_code-error")).toBeEmpty();
  await expect(at(page, "contact.phone-error")).toContainText("電話番号は、市外局番から数字で入力してください。");
  await expect(page.getByText("通常は、都道府県番号から始まる10桁の数字です。")).toBeVisible();
  await expect(at(page, "items[0].period.last-error")).toContainText("範囲が逆になっています。");
  await expect(at(page, "items[0].quantity-error")).toContainText("入力できる範囲を超えています。");
  await at(page, "items[0].period.last").fill("2028-01-29");
  await expect(page.getByText("33日間")).toBeVisible();
});

test("a form that is not asked is gone, and back with its values", async ({ page, context }) => {
  await open(page, context);
  const cd = page.getByRole("radio", { name: "CD" });
  const destination = section(page, "CD送付先");
  await expect(destination).toHaveCount(0);
  await fillAddress(page, "contact");
  await cd.check();
  // It comes into sight beside the person, who stays where they are.
  await expect(cd).toBeFocused();
  await destination.getByRole("button", { name: "ご担当者の登録内容を引用する" }).click();
  await expect(at(page, "destination.name")).toHaveValue("★病院");
  await expect(at(page, "destination.postal_code")).toHaveValue("108-8001");
  await expect(at(page, "destination.prefecture")).toHaveValue("東京都");
  await at(page, "destination.name").fill("分院");
  await page.getByRole("radio", { name: "メール" }).check();
  await expect(destination).toHaveCount(0);
  await cd.check();
  await expect(at(page, "destination.name")).toHaveValue("分院");

  // One category asks where the records are kept, the other one does not.
  await at(page, "contact.records_place").fill("本院");
  await page.getByLabel(/^種別/).selectOption({ label: "公開施設" });
  await expect(at(page, "contact.records_place")).toHaveCount(0);
  await expect(at(page, "contact.name")).toHaveValue("★病院");
  await page.getByLabel(/^種別/).selectOption({ label: "閲覧施設" });
  await expect(at(page, "contact.records_place")).toHaveValue("本院");
});

test("copies are added and removed, and outlive a reload", async ({ page, context }) => {
  await open(page, context);
  const add = page.getByRole("button", { name: "お届け商品を追加" });
  await expect(page.getByRole("button", { name: /^削除/ })).toHaveCount(0);
  await fillItem(page, 0, "一");
  await add.click();
  await expect(page.getByRole("heading", { name: "お届け商品2" })).toBeFocused();
  await expect(at(page, "items[1].quantity")).toHaveValue("1");
  await fillItem(page, 1, "二");
  await add.click();
  await fillItem(page, 2, "三");
  await at(page, "items[2].quantity").fill("3");
  await expect(add, "three at most").toHaveCount(0);
  await lookAtBoth(page, "policy-form-copies");

  await page.getByRole("button", { name: "削除 お届け商品2" }).click();
  await expect(page.getByRole("heading", { name: "お届け商品2" })).toBeFocused();
  await expect(page.getByRole("heading", { name: "お届け商品3" })).toHaveCount(0);
  await expect(at(page, "items[0].product")).toHaveValue("一");
  await expect(at(page, "items[1].product")).toHaveValue("三");
  await expect(at(page, "items[1].quantity")).toHaveValue("3");

  // What is out of sight now is in the draft too.
  await at(page, "contact.records_place").fill("本院");
  await page.getByLabel(/^種別/).selectOption({ label: "公開施設" });
  await keptInTab(page, '"disclosing"');
  await page.reload();
  await expect(at(page, "items[1].product")).toHaveValue("三");
  await expect(at(page, "items[1].period.last")).toHaveValue("2028-01-29");
  await page.getByLabel(/^種別/).selectOption({ label: "閲覧施設" });
  await expect(at(page, "contact.records_place")).toHaveValue("本院");
});

test("what is confirmed is sent, each value in its one spelling and nothing that is not asked", async ({ page, context, complaints }) => {
  await open(page, context);
  await fillAll(page);
  await page.getByRole("radio", { name: "CD" }).check();
  await at(page, "destination.name").fill("どこにもない");
  await page.getByRole("radio", { name: "メール" }).check();
  await page.getByRole("checkbox", { name: "ストレージサービス" }).check();
  await page.getByRole("button", { name: "確認画面へ" }).click();

  const contact = section(page, "ご担当者");
  await expect(contact).toContainText(/施設名★病院郵便番号108-8001都道府県東京都電話番号03-3798-6756/);
  await expect(section(page, "お申し込み")).toContainText("ストレージサービスあり");
  await expect(section(page, "お届け商品1")).toContainText("2027/12/28～2028/01/29（33日）");
  await expect(page.getByText("CD送付先")).toHaveCount(0);
  await lookAtBoth(page, "policy-form-confirmation");
  await lookInTheDark(page, "policy-form-confirmation");
  await contact.getByRole("button", { name: "変更 ご担当者" }).click();
  await expect(at(page, "contact.name")).toBeFocused();
  await at(page, "contact.name").fill("本院");
  await page.getByRole("button", { name: "確認画面へ" }).click();
  await expect(contact).toContainText("本院");

  let sent: unknown;
  const refusal = { status: 422, code: "validation_failed", errors: [{ field: "items[0].product", code: "unknown" }] };
  complaints.expect(/status of 422/);
  await page.route("**/api/v1/telecom/inquiries", (route) => {
    sent = route.request().postDataJSON();
    return route.fulfill({ status: 422, contentType: "application/problem+json", body: JSON.stringify({ type: "", title: "", ...refusal }) });
  });
  await page.getByRole("button", { name: "送信", exact: true }).click();
  await expect(page.locator("#error-summary")).toContainText("お届け商品1：商品コードを選択してください。");
  const address = { postal_code: "1088001", prefecture: "東京都", phone: "0337986756" };
  expect(sent).toEqual({
    kind: "viewing",
    subject: "",
    text: "",
    attachments: [],
    consent: false,
    answers: {
      reading: "ビョウイン",
      sheets_by: "mail",
      storage: "true",
      contact: { name: "本院", ...address, records_place: "本院" },
      items: [{ product: "DSX2-8000", period: { first: "2027-12-28", last: "2028-01-29" }, quantity: "1" }],
    },
  });
  // What the server refused is a field of the form, which is there again.
  await page.locator("#error-summary").getByRole("link").click();
  await expect(at(page, "items[0].product")).toBeFocused();
});
