// ご契約者情報: what a contractor says at the first login and changes later, with 住所検索, furigana and quotation.
import { keptInTab } from "../steps/drafts.ts";
import { at, describe, fillForm } from "../steps/contractors.ts";
import { expectContractor, expectInside, give } from "../steps/entries.ts";
import { lookAtBoth, lookInTheDark } from "../steps/looks.ts";
import { AOBA, askPasswordAgain, contractor, enter, passwordStatus, SAID } from "../steps/people.ts";
import { expect, path, test } from "../steps/test.ts";
import type { CDPSession, Page } from "@playwright/test";

const CHOSEN = "mori-no-midori-58";

/** The requests of 住所検索 so far. */
function searches(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.pathname.endsWith("/addresses")) asked.push(url.searchParams.get("postal_code")!);
  });
  return asked;
}

/** Types kana and turns it into another spelling by the space bar, as an input method does. */
async function convert(page: Page, typing: CDPSession, steps: string[], taken: string, key = "Space"): Promise<void> {
  for (const text of steps) {
    await typing.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  }
  const pressed = { key: "Process", code: key, windowsVirtualKeyCode: 229 };
  await typing.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...pressed });
  await typing.send("Input.imeSetComposition", { text: taken, selectionStart: taken.length, selectionEnd: taken.length });
  await typing.send("Input.insertText", { text: taken });
}

test("the first login asks who the contractor is, and leads to the portal then", async ({ page }) => {
  await page.goto(`/network/login?return=${encodeURIComponent("/network/contracts")}`);
  await give(page, AOBA.identifiers, AOBA.password);
  await expectContractor(page);
  for (const elsewhere of ["/network/", "/network/account", "/network/contractor"]) {
    await page.goto(elsewhere);
    await expectContractor(page);
  }
  await page.goto("/network/contracts");
  await expectContractor(page);
  for (const words of ["ご契約者・ご担当者の情報を入力してください。", "id000003", "ご契約者が「委任」したご担当者様をご記入ください。", AOBA.mail]) {
    await expect(page.locator("main")).toContainText(words);
  }
  await expect(page.locator("main").getByRole("heading", { level: 2 })).toHaveText([
    "ご契約者ID・パスワード",
    "ご契約者情報",
    "ご担当者（窓口）情報",
  ]);
  // What the provider knows stands there.
  await expect(at(page, "contractor.facility_name")).toHaveValue("あおば台薬局");
  await lookAtBoth(page, "contractor-information");
  await lookInTheDark(page, "contractor-information");

  // What is missing is said at its field; nothing that was typed is lost, by a reload neither.
  await fillForm(page, "contractor", { title: "薬局長", phone: "電話" });
  await page.getByRole("button", { name: "登録", exact: true }).click();
  await expect(page.locator("#error-summary")).toBeFocused();
  await expect(page.locator("#error-summary")).toContainText("新しいパスワードを入力してください。");
  await expect(at(page, "contractor.phone-error")).toContainText("電話番号は、市外局番から数字で入力してください。");
  await expect(page.locator("#error-summary")).toContainText("ご担当者（窓口）情報：ご担当者所属を入力してください。");
  await lookAtBoth(page, "contractor-information-errors");
  await keptInTab(page, "薬局長");
  await page.reload();
  await expect(at(page, "contractor.title")).toHaveValue("薬局長");

  await describe(page, CHOSEN);
  await expectInside(page);
  expect(path(page)).toBe("/network/contracts");
  expect(await passwordStatus({ ...AOBA, password: CHOSEN })).toBe(201);
  await page.goto("/network/");
  await expect(page.getByText("ようこそ ★病院 様")).toBeVisible();
});

test("a postal code brings its address into what is empty", async ({ page, context, complaints }) => {
  const person = await contractor("addresses", "kaze-no-oto-417");
  await enter(context, person);
  const asked = searches(page);
  await page.goto("/network/contractor");
  const found = at(page, "contractor.postal_code-found");
  await expect(at(page, "contractor.address1")).toHaveValue("港区芝");
  expect(asked).toEqual([]);

  // What was typed stays, until the person says so.
  await at(page, "contractor.postal_code").pressSequentially("x");
  await at(page, "contractor.postal_code").fill("");
  await at(page, "contractor.postal_code").pressSequentially("105-0011");
  await expect(found).toHaveText("入力済みの住所はそのままです。検索した住所：東京都港区芝公園");
  await expect(at(page, "contractor.address1")).toHaveValue("港区芝");
  await lookAtBoth(page, "address-offered");
  await page.getByRole("button", { name: "この住所を使う" }).click();
  await expect(at(page, "contractor.address1")).toHaveValue("港区芝公園");
  await expect(at(page, "contractor.address1")).toBeFocused();
  await expect(at(page, "contractor.address2")).toHaveValue(SAID.contractor.address2);
  expect(asked).toEqual(["1050011"]);

  // Several towns, of two prefectures: one is chosen, by the keyboard too.
  await at(page, "contractor.address1").fill("");
  await at(page, "contractor.prefecture").selectOption("");
  await at(page, "contractor.postal_code").fill("６１８００００");
  await expect(found).toHaveText("2件の住所が見つかりました。選択してください。");
  const choice = page.getByLabel("住所の候補");
  await lookAtBoth(page, "address-choice");
  await choice.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(at(page, "contractor.prefecture")).toHaveValue("大阪府");
  await expect(at(page, "contractor.address1")).toHaveValue("三島郡島本町");
  await expect(found).toHaveText("住所を入力しました：大阪府三島郡島本町");
  await choice.selectOption({ index: 1 });
  await expect(at(page, "contractor.prefecture")).toHaveValue("京都府");
  await expect(at(page, "contractor.address1")).toHaveValue("乙訓郡大山崎町");
  expect(asked).toEqual(["1050011", "6180000"]);

  // An office of its own, by the button; the other form is another matter.
  await at(page, "contractor.address2").fill("");
  await at(page, "contractor.postal_code").fill("1088001");
  await expect(found).toHaveText("住所を入力しました：東京都港区芝5丁目7-1NEC本社ビル");
  await expect(at(page, "contractor.address2")).toHaveValue("5丁目7-1NEC本社ビル");
  await page.getByRole("button", { name: "住所検索 ご契約者情報" }).click();
  await expect(async () => expect(asked).toEqual(["1050011", "6180000", "1088001", "1088001"])).toPass();
  await expect(at(page, "contact.postal_code-found")).toBeEmpty();

  // No such code: said, and no hindrance.
  await at(page, "contact.postal_code").fill("0000000");
  await expect(at(page, "contact.postal_code-found")).toContainText("この郵便番号の住所は見つかりませんでした。");
  complaints.expect(/net::ERR_FAILED .*\/addresses/);
  await page.route("**/addresses?*", (route) => route.abort());
  await at(page, "contact.postal_code").fill("1050011");
  await expect(at(page, "contact.postal_code-found")).toContainText("住所を検索できませんでした。");
  await page.getByRole("button", { name: "登録", exact: true }).click();
  await expect(page.getByText("ご契約者情報を登録しました。")).toBeVisible();
});

test("furigana follows what is typed where it is certain", async ({ page, context }) => {
  const person = await contractor("furigana", "hana-no-iro-905");
  await enter(context, person);
  await page.goto("/network/contractor");
  const typing = await context.newCDPSession(page);
  const [name, kana] = [at(page, "contractor.family_name"), at(page, "contractor.family_name_kana")];
  // What stands there was typed by somebody.
  await name.fill("");
  await name.focus();
  await convert(page, typing, ["ほ", "ほし", "ほしの"], "星野");
  await expect(name).toHaveValue("星野");
  await expect(kana).toHaveValue("シ");
  await kana.fill("");
  await name.fill("");
  await name.focus();
  await convert(page, typing, ["ほ", "ほし", "ほしの"], "星野");
  await expect(kana).toHaveValue("ホシノ");
  await convert(page, typing, ["おか"], "丘");
  await expect(name).toHaveValue("星野丘");
  await expect(kana).toHaveValue("ホシノオカ");
  // A suggestion for more than was typed tells no reading.
  await name.fill("");
  await expect(kana).toHaveValue("");
  await name.focus();
  await convert(page, typing, ["ほ"], "星野", "Tab");
  await expect(name).toHaveValue("星野");
  await expect(kana).toHaveValue("");
});

test("it is changed later, quoted into the other form, with a new password", async ({ page, context }) => {
  const person = await contractor("changes", "tsuki-no-hikari-3");
  await enter(context, person);
  await page.goto("/network/");
  await page.locator("main").getByRole("link", { name: /ご契約者情報変更/ }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "ご契約者情報変更" })).toBeVisible();
  await expect(at(page, "contact.facility_name")).toHaveValue("★病院");
  await at(page, "contractor.facility_name").fill("★第二病院");
  await page.getByRole("button", { name: "ご契約者情報の登録内容を引用する" }).click();
  await expect(at(page, "contact.facility_name")).toHaveValue("★第二病院");
  await expect(at(page, "contact.department")).toHaveValue("地域連携課");
  await page.getByRole("button", { name: "登録", exact: true }).click();
  await expect(page.getByText("ご契約者情報を登録しました。")).toBeVisible();
  expect(await passwordStatus(person)).toBe(201);

  const password = "hoshi-no-kawa-77";
  await page.locator("#new_password").fill(password);
  await page.locator("#password_confirmation").fill("another");
  await page.getByRole("button", { name: "登録", exact: true }).click();
  await expect(page.locator("#password_confirmation-error")).toContainText("一致しません");
  await page.locator("#password_confirmation").fill(password);
  await askPasswordAgain(page, "/contractor");
  await page.getByRole("button", { name: "登録", exact: true }).click();
  await page.locator("#reauthentication_password").fill(person.password);
  await page.getByRole("dialog").getByRole("button", { name: /確認/ }).click();
  await expect(page.getByText("ご契約者情報を登録しました。")).toBeVisible();
  await expect(page.locator("#new_password")).toHaveValue("");
  expect(await passwordStatus({ ...person, password })).toBe(201);
  await page.getByRole("link", { name: "もどる" }).click();
  await expect(page.getByText("ようこそ ★第二病院 様")).toBeVisible();
});
