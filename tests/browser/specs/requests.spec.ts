// お申し込み: filled in and saved while one types, confirmed, sent once, listed and taken back; nothing typed is lost.
import { give, logOut } from "../steps/entries.ts";
import { look, lookAtBoth, lookInTheDark } from "../steps/looks.ts";
import { agree, at, enterAsContractor, expectSaved, fillIn, openDraft, register, toConfirmation } from "../steps/requests.ts";
import { expect, path, test } from "../steps/test.ts";

const SAVES = "**/api/v1/network/requests/*/answers";
const SUBMISSIONS = "**/api/v1/network/requests/*/submission";

for (const width of [360, 1280]) {
  test(`an application outlives a reload and a log-out, at ${width}`, async ({ page, context }) => {
    await page.setViewportSize({ width, height: 800 });
    const person = await enterAsContractor(context, `applicant-${width}`);
    await page.goto("/network/requests");
    await expect(page.getByRole("heading", { level: 1, name: "お申し込み" })).toBeVisible();
    await look(page, "requests-empty");
    await page.getByRole("link", { name: "新規のお申し込み" }).click();
    await expect(page).toHaveURL(/\/requests\/[0-9a-f-]{36}\/edit$/);
    const draft = path(page);
    await look(page, "request-new");
    // Back does not open a second one.
    await page.goBack();
    await expect(page.locator("table.requests tbody tr")).toHaveCount(1);
    await page.goForward();
    await expect(page).toHaveURL(new RegExp(`${draft}$`));

    await page.getByRole("button", { name: "確認画面へ" }).click();
    await expect(page.locator("#error-summary")).toBeFocused();
    await look(page, "request-errors");
    await page.getByRole("radio", { name: "公開施設", exact: true }).check();
    await at(page, "facility.facility_name").fill("★病院");
    await at(page, "facility.server_place").fill("サーバー室");
    await page.getByRole("radio", { name: "閲覧施設", exact: true }).first().check();
    await expect(at(page, "facility.server_place")).toHaveCount(0);
    await at(page, "facility.records_place").fill("保管室");
    await at(page, "facility.facility_name_kana").focus();
    await expectSaved(page);
    await page.reload();
    await expect(at(page, "facility.records_place")).toHaveValue("保管室");
    await page.getByRole("radio", { name: "公開施設", exact: true }).check();
    await expect(at(page, "facility.server_place")).toHaveValue("サーバー室");
    await page.getByRole("radio", { name: "閲覧施設", exact: true }).first().check();
    await expect(at(page, "facility.records_place")).toHaveValue("保管室");

    // The last letters before a log-out, too.
    await at(page, "facility.address1").fill("港区芝");
    await expectSaved(page);
    await logOut(page);
    await page.goto(draft);
    await give(page, { contractor_id: person.identifiers.contractor_id }, person.password);
    await expect(page).toHaveURL(new RegExp(`${draft}$`));
    await expect(at(page, "facility.address1")).toHaveValue("港区芝");
    await fillIn(page, "★病院");
    await expectSaved(page);
    await look(page, "request-filled");
    await lookInTheDark(page, "request-filled");
    await toConfirmation(page);
    await expect(page.getByRole("region", { name: "ご利用者情報" })).toContainText("★病院");
    await look(page, "request-confirm");
    await lookInTheDark(page, "request-confirm");
    await page.getByRole("link", { name: "変更 ご利用者情報" }).click();
    await expect(page.getByRole("heading", { level: 2, name: "ご利用者情報" })).toBeFocused();
    await at(page, "facility.address2").fill("5丁目7-2");
    await toConfirmation(page);
    await expect(page.getByRole("region", { name: "ご利用者情報" })).toContainText("5丁目7-2");
    await register(page);
    await look(page, "request-sent");
    await lookInTheDark(page, "request-sent");
    await page.getByRole("link", { name: "お申し込み一覧へ" }).click();
    await expect(page.getByRole("row", { name: /★病院/ })).toContainText("受付完了");
    await look(page, "requests");
    await lookInTheDark(page, "requests");
  });
}

test("two tabs: the older one is told, and either version can be taken", async ({ page, context }) => {
  await enterAsContractor(context, "two-tabs");
  const id = await openDraft(page);
  const name = "facility.facility_name";
  const other = await context.newPage();
  await other.goto(`/network/requests/${id}/edit`);
  await at(other, name).fill("北病院");
  await expectSaved(other);
  await expect.poll(async () => (await other.request.get(`/api/v1/network/requests/${id}`)).json()).toMatchObject({
    form: { answers: { facility: { facility_name: "北病院" } } },
  });
  await at(page, name).fill("南病院");
  const dialog = page.getByRole("dialog", { name: "どちらの内容を残しますか？" });
  await expect(dialog).toBeVisible();
  await expect(dialog).toContainText("北病院");
  await expect(dialog).toContainText("南病院");
  await lookAtBoth(page, "request-versions");
  await dialog.getByRole("button", { name: "この画面の内容を残す" }).click();
  await expectSaved(page);
  // The other way round, in the other tab.
  await at(other, name).fill("東病院");
  await other.getByRole("dialog").getByRole("button", { name: "別の画面の内容にする" }).click();
  await expect(at(other, name)).toHaveValue("南病院");
  await other.reload();
  await expect(at(other, name)).toHaveValue("南病院");
});

test("a server that is away loses nothing", async ({ page, context, complaints }) => {
  complaints.expect(/ERR_FAILED|ERR_CONNECTION/);
  await enterAsContractor(context, "server-away");
  await openDraft(page);
  await page.route(SAVES, (route) => route.abort());
  await at(page, "facility.facility_name").fill("島病院");
  await expect(page.getByText("保存できませんでした。再試行します。")).toBeVisible();
  await lookAtBoth(page, "request-away");
  // It is kept in the browser meanwhile. What is sent on leaving is no matter of routes.
  await page.evaluate(() => (window.fetch = () => Promise.reject(new TypeError("away"))));
  await page.reload();
  await expect(at(page, "facility.facility_name")).toHaveValue("島病院");
  await expect(page.getByText("保存できませんでした。再試行します。")).toBeVisible();
  await page.unroute(SAVES);
  await expectSaved(page);
  await page.evaluate(() => sessionStorage.clear());
  await page.reload();
  await expect(at(page, "facility.facility_name")).toHaveValue("島病院");
});

test("an answer that is lost is no other version", async ({ page, context, complaints }) => {
  complaints.expect(/ERR_FAILED/);
  await enterAsContractor(context, "lost-answer");
  await openDraft(page);
  const lose = async (route: import("@playwright/test").Route) => {
    await route.fetch();
    await route.abort();
  };
  await page.route(SAVES, lose, { times: 1 });
  await at(page, "facility.facility_name").fill("島病院");
  await expect(page.getByText("保存できませんでした。再試行します。")).toBeVisible();
  await expectSaved(page);
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("sent once, however often the button is pressed and though the answer is lost", async ({ page, context, complaints }) => {
  complaints.expect(/ERR_FAILED/);
  await enterAsContractor(context, "sent-once");
  const id = await openDraft(page, "disclosing");
  await fillIn(page, "一度病院");
  await toConfirmation(page);
  // Nothing is sent unless the terms are agreed to.
  await page.getByRole("button", { name: "ご契約登録" }).click();
  await expect(page.locator("#error-summary")).toBeFocused();
  await agree(page);
  let sent = 0;
  await page.route(SUBMISSIONS, async (route) => {
    sent += 1;
    const answer = await route.fetch();
    if (sent === 1) await route.abort();
    else await route.fulfill({ response: answer });
  });
  await page.getByRole("button", { name: "ご契約登録" }).dblclick();
  await expect(page.locator("#error-summary")).toContainText("サーバーに接続できませんでした。");
  expect(sent).toBe(1);
  await page.getByRole("button", { name: "ご契約登録" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "お申し込みが完了しました" })).toBeVisible();
  // Back leads to what was sent, not to the form.
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`/requests/${id}$`));
  await page.goto(`/network/requests/${id}/confirm`);
  await expect(page).toHaveURL(new RegExp(`/requests/${id}$`));
  await page.goto("/network/requests");
  await expect(page.locator("table.requests tbody tr")).toHaveCount(1);
});

test("a session that ends at the confirmation keeps everything", async ({ page, context }) => {
  const person = await enterAsContractor(context, "session-ends");
  const id = await openDraft(page);
  await fillIn(page, "続病院");
  await toConfirmation(page);
  await agree(page);
  await context.clearCookies();
  await page.getByRole("button", { name: "ご契約登録" }).click();
  await give(page, { contractor_id: person.identifiers.contractor_id }, person.password);
  await expect(page).toHaveURL(new RegExp(`/requests/${id}/confirm$`));
  await expect(page.getByRole("region", { name: "ご利用者情報" })).toContainText("続病院");
  await register(page);
});

test("what was sent can be taken back, and a draft thrown away", async ({ page, context }) => {
  await enterAsContractor(context, "taken-back");
  await openDraft(page);
  await fillIn(page, "取消病院");
  await toConfirmation(page);
  await register(page);
  await page.getByRole("button", { name: "お申し込みを取り消す" }).click();
  const dialog = page.getByRole("dialog", { name: "お申し込みを取り消しますか？" });
  await lookAtBoth(page, "request-withdrawal");
  await dialog.getByLabel(/理由/).fill("二重に申し込んだため");
  await dialog.getByRole("button", { name: "取り消す" }).click();
  await expect(page.locator("#request-outcome")).toContainText("お申し込みを取り消しました。");
  await expect(page.locator(".request-history")).toContainText("二重に申し込んだため");
  await expect(page.getByRole("button", { name: "お申し込みを取り消す" })).toHaveCount(0);
  await lookAtBoth(page, "request-withdrawn");

  await openDraft(page);
  await at(page, "facility.facility_name").fill("破棄病院");
  await page.getByRole("button", { name: "下書きを破棄" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "破棄する" }).click();
  await expect(page).toHaveURL(/\/requests$/);
  await expect(page.locator("table.requests tbody tr")).toHaveCount(1);
  // Filters stand in the address.
  await page.goto("/network/requests?state=draft");
  await expect(page.getByText("条件に合うお申し込みはありません。")).toBeVisible();
  await page.goto("/network/requests?state=withdrawn");
  await expect(page.getByRole("row", { name: /取消病院/ })).toBeVisible();
  const head = page.locator("th[aria-sort]", { hasText: "お申込ID" });
  await head.getByRole("button").click();
  await expect(head).toHaveAttribute("aria-sort", "descending");
  expect(path(page)).toContain("order=number_descending");
});
