// Call records by day and hour, their files, hidden numbers, and who looked at them.
import { column, COLUMNS, lines, rows } from "../steps/call_records.ts";
import { enterAsColleague } from "../steps/colleagues.ts";
import { expectCsv, expectZip, fileOf, refuseNext } from "../steps/files.ts";
import { contractId, logInByApi } from "../steps/logins.ts";
import { lookAtBoth, lookInTheDark, picture, settled } from "../steps/looks.ts";
import { askPasswordAgain } from "../steps/people.ts";
import { monthKey } from "../steps/months.ts";
import { DEMO } from "../steps/subscribers.ts";
import { expect, path, test } from "../steps/test.ts";

test("records of a day and an hour, and their files", async ({ page, context, complaints }) => {
  const cookie = await logInByApi(context);
  const address = `/telecom/contracts/${await contractId(cookie, DEMO.talkative.number)}/call-records`;
  await page.goto(address);
  await expect(rows(page)).toHaveCount(50);
  const [first] = await column(page, COLUMNS.startedAt);
  const [, month, day, hour] = first.match(/^(\d\d)\/(\d\d) (\d\d):/)!;
  const date = `${monthKey(-1)}-${day}`;
  await page.getByLabel("日", { exact: true }).selectOption(date);
  await page.getByLabel("時間帯").selectOption(String(Number(hour)));
  await page.getByRole("button", { name: "絞り込む" }).click();
  await expect(page).toHaveURL(new RegExp(`day=${date}&hour=${Number(hour)}`));
  await expect(page.locator(".conditions")).toContainText(`${Number(hour)}時台`);
  await expect(page.locator("table.calls")).not.toHaveAttribute("aria-busy", "true");
  await expect(async () => {
    const starts = await column(page, COLUMNS.startedAt);
    expect(starts.length).toBeGreaterThan(0);
    expect(starts.filter((start) => !start.startsWith(`${month}/${day} ${hour}:`))).toEqual([]);
  }).toPass();
  const shown = await rows(page).count();
  await page.reload();
  await expect(rows(page)).toHaveCount(shown);
  await lookAtBoth(page, "calls-hour");

  await page.getByLabel("CSVの文字コード").selectOption("utf8");
  const utf8 = await fileOf(page, page.getByRole("link", { name: "CSVダウンロード" }));
  const records = expectCsv(utf8, "utf-8");
  expect(records).toHaveLength(shown + 1);
  expect(lines(utf8.bytes, "utf-8")).toEqual(records);
  await page.getByLabel("CSVの文字コード").selectOption("cp932");
  expect(expectCsv(await fileOf(page, page.getByRole("link", { name: "CSVダウンロード" })), "shift_jis")).toEqual(records);
  expectZip(await fileOf(page, page.getByRole("link", { name: "Excelダウンロード" })), ".xlsx");

  // A file is asked for again once the password was given, and only then.
  const link = page.getByRole("link", { name: "CSVダウンロード" });
  const dialog = page.getByRole("dialog", { name: "パスワードを入力してください" });
  await askPasswordAgain(page, "/contracts/*/call-records.csv*");
  await link.click();
  await dialog.getByRole("button", { name: "キャンセル" }).click();
  await expect(page.getByText("パスワードの確認が済んでいないため、中止しました。")).toBeVisible();
  await askPasswordAgain(page, "/contracts/*/call-records.csv*");
  await link.click();
  await page.locator("#reauthentication_password").fill(DEMO.password);
  const [guarded] = await Promise.all([page.waitForEvent("download"), dialog.getByRole("button", { name: "確認" }).click()]);
  expect(guarded.suggestedFilename()).toMatch(/\.csv$/);
  await expect(dialog).toBeHidden();

  // What cannot be had is said on the page, which stays.
  complaints.expect(/status of 503/);
  await refuseNext(page, "/contracts/*/call-records.xlsx*", 503, "storage_unavailable");
  const before = path(page);
  await page.getByRole("link", { name: "Excelダウンロード" }).click();
  await expect(page.getByText("ただいまファイルを取り出せません。")).toBeVisible();
  expect(path(page)).toBe(before);
  await expect(rows(page)).toHaveCount(shown);

  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("search")).toBeHidden();
  await expect(rows(page).first()).toBeVisible();
  await picture(page, "calls-print");
});

test("numbers are hidden until a reason is given, which the administrator reads", async ({ page, context }) => {
  const cookie = await logInByApi(context);
  const address = `/telecom/contracts/${await contractId(cookie, DEMO.talkative.number)}/call-records`;
  await page.goto(address);
  await expect(rows(page)).toHaveCount(50);
  await expect(page.getByText("下4桁を「****」")).toHaveCount(0);
  for (const callee of await column(page, COLUMNS.callee)) expect(callee).not.toContain("*");
  const colleague = await enterAsColleague(page, context, "calls-general");

  await page.goto(address);
  await expect(page.getByText("下4桁を「****」")).toBeVisible();
  await expect(page.getByRole("link", { name: "閲覧履歴" })).toHaveCount(0);
  // 090-3060-****, and 0120-12*-*** where the last group has three.
  for (const callee of await column(page, COLUMNS.callee)) {
    expect(callee).toMatch(/^\d+(-[\d*]+)*$/);
    expect(callee.replaceAll("-", "")).toMatch(/^\d+\*{4}$/);
  }
  const hidden = await fileOf(page, page.getByRole("link", { name: "CSVダウンロード" }));
  expect(hidden.bytes.toString()).toContain("****");
  await lookAtBoth(page, "calls-masked");
  await lookInTheDark(page, "calls-masked");

  await askPasswordAgain(page, "/contracts/*/call-records/unmaskings");
  await page.getByRole("button", { name: "番号をすべて表示" }).click();
  const dialog = page.getByRole("dialog", { name: "番号をすべて表示" });
  await dialog.getByRole("button", { name: "表示する" }).click();
  await expect(dialog.getByText("理由を入力してください。")).toBeVisible();
  await dialog.getByLabel(/^理由/).fill("あ".repeat(201));
  await dialog.getByRole("button", { name: "表示する" }).click();
  await expect(dialog.getByText("理由は200文字以内で入力してください（現在201文字）。")).toBeVisible();
  await lookAtBoth(page, "calls-unmask");
  const reason = "10月分の請求内容の確認のため";
  await dialog.getByLabel(/^理由/).fill(reason);
  // As if the time were over in a moment: the page looks again by itself.
  let shortened = false;
  await page.route("**/call-records/totals*", async (route) => {
    const response = await route.fetch();
    const totals = await response.json();
    if (!totals.unmasked_until || shortened) return route.fulfill({ response });
    shortened = true;
    return route.fulfill({ response, json: { ...totals, unmasked_until: new Date(Date.now() + 1_000).toISOString() } });
  });
  await dialog.getByRole("button", { name: "表示する" }).click();
  const again = page.getByRole("dialog", { name: "パスワードを入力してください" });
  await page.locator("#reauthentication_password").fill(colleague.password);
  const rereads = page.waitForRequest(/\/call-records(\?|$)/).then(() => page.waitForRequest(/\/call-records(\?|$)/));
  await again.getByRole("button", { name: "確認" }).click();
  await expect(page.getByText(/表示期限 \d\d:\d\d まで/)).toBeVisible();
  await rereads;
  await settled(page);
  for (const callee of await column(page, COLUMNS.callee)) expect(callee).toMatch(/^\d+(-\d+)*$/);
  await lookAtBoth(page, "calls-unmasked");
  await page.goto(`${address}/views`);
  await expect(page.getByText("この操作を行う権限がありません。")).toBeVisible();

  await context.clearCookies();
  await logInByApi(context);
  await page.goto(address);
  await page.getByRole("link", { name: "閲覧履歴" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "通話明細の閲覧履歴" })).toBeFocused();
  const unmasking = page.getByRole("row").filter({ hasText: "番号表示" }).filter({ hasText: reason });
  await expect(unmasking).toContainText("一般　太郎");
  const file = page.getByRole("row").filter({ hasText: "一般　太郎" }).filter({ hasText: "CSV" });
  await expect(file).toContainText("下4桁を非表示");
  await lookAtBoth(page, "call-views");
  await lookInTheDark(page, "call-views");
});

test("months that cannot be read say why, and what can be read instead", async ({ page, context }) => {
  const cookie = await logInByApi(context);
  const contract = `/telecom/contracts/${await contractId(cookie, DEMO.talkative.number)}`;
  const expired = page.getByText("この月の通話明細は保存期間を過ぎたため、表示できません。");
  await refuseNext(page, "/contracts/*/call-records/totals*", 403, "call_records_expired");
  await page.goto(`${contract}/call-records?month=2024-01`);
  await expect(expired).toBeVisible();
  await lookAtBoth(page, "calls-expired");
  await lookInTheDark(page, "calls-expired");
  await page.getByRole("link", { name: "閲覧できる最新の月を表示" }).click();
  await expect(rows(page)).toHaveCount(50);
  await expect(expired).toHaveCount(0);
  expect(path(page)).toBe(`${contract}/call-records`);

  // Before the first month of all, as the server itself says it.
  const answer = page.waitForResponse(/\/call-records\/totals\?month=1990-01/);
  await page.goto(`${contract}/call-records?month=1990-01`);
  expect((await answer).status()).toBe(403);
  await expect(page.getByText(/(保存期間を過ぎた|分から閲覧できます。)/)).toBeVisible();

  // The service starts next month: nothing leads to calls that are not there yet.
  await page.route(`**/api/v1${contract}`, async (route) => {
    const response = await route.fetch();
    const json = { ...(await response.json()), call_records: false, call_records_from: "2026-12-01" };
    return route.fulfill({ response, json });
  });
  await page.goto(contract);
  await expect(page.getByText("通話明細は、2026年12月分から閲覧できます。")).toBeVisible();
  await expect(page.getByRole("link", { name: "通話明細", exact: true })).toHaveCount(0);
  await lookAtBoth(page, "contract-calls-to-come");
  await refuseNext(page, "/contracts/*/call-records/totals*", 403, "call_records_not_started");
  await page.goto(`${contract}/call-records`);
  await expect(page.getByText("通話明細は、2026年12月分から閲覧できます。")).toBeVisible();
  await expect(page.getByRole("link", { name: "閲覧できる最新の月を表示" })).toHaveCount(0);
  await lookAtBoth(page, "calls-to-come");
});
