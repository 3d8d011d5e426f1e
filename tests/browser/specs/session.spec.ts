// Sessions end by log-out, by time and elsewhere; the page says which, shows no data, and comes back after the login.
import { contractId, endElsewhere, logIn, logInByApi } from "../steps/logins.ts";
import { look, picture } from "../steps/looks.ts";
import { DEMO } from "../steps/subscribers.ts";
import { monthKey } from "../steps/months.ts";
import { expect, path, test } from "../steps/test.ts";
import { ask } from "../steps/server.ts";

const HOME = "/telecom/";
const WARNING = "まもなくログアウトします";

test("two minutes before the idle limit a dialog counts down and offers to stay", async ({ page, context }) => {
  await page.clock.install();
  await logInByApi(context);
  await page.goto(HOME);
  await expect(page.getByRole("heading", { level: 1, name: "契約情報" })).toBeVisible();
  // Each answer begins the limit anew: the last part of the page has to be there before time passes.
  await page.waitForLoadState("networkidle");
  const dialog = page.getByRole("alertdialog", { name: WARNING });
  await page.clock.fastForward("07:50");
  await expect(dialog).toBeHidden();
  await page.clock.fastForward("00:15");
  await expect(dialog).toBeVisible();
  const timer = dialog.getByRole("timer");
  await expect(timer).toHaveText(/^1:[45]\d$/);
  await look(page, "session-warning");
  const before = await timer.innerText();
  await page.clock.fastForward("00:10");
  await expect(timer).not.toHaveText(before);

  await dialog.getByRole("button", { name: "ログインを続ける" }).click();
  await expect(dialog).toBeHidden();
  await page.clock.fastForward("07:30");
  await expect(dialog).toBeHidden();
  await page.clock.fastForward("00:40");
  await expect(dialog).toBeVisible();
  // Escape means to go on, too.
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("when the time is over the page says so and comes back after the login", async ({ page, context }) => {
  await page.clock.install();
  const cookie = await logInByApi(context);
  const id = await contractId(cookie, DEMO.talkative.number);
  const there = `/telecom/contracts/${id}/call-records?month=${monthKey(-1)}&order=charge_descending`;
  await page.goto(there);
  await expect(page.locator("table.calls")).toBeVisible();
  await page.clock.fastForward("08:10");
  await expect(page.getByRole("alertdialog", { name: WARNING })).toBeVisible();
  await page.clock.fastForward("02:00");
  await expect(page.getByRole("heading", { level: 1, name: "マイページ ログイン" })).toBeVisible();
  await expect(page.getByText("一定時間操作がなかったため、ログアウトしました。")).toBeVisible();
  await expect(page.getByText(DEMO.talkative.number)).toHaveCount(0);
  await expect(page.locator("table")).toHaveCount(0);
  await look(page, "session-timed-out");
  // The server has ended it too.
  const answer = await ask("/api/v1/telecom/session", { headers: { cookie } });
  expect(answer.status).toBe(401);

  await logIn(page);
  await expect(page.locator("table.calls")).toBeVisible();
  expect(path(page)).toBe(there);
});

test("a session that was ended elsewhere", async ({ page, context }) => {
  const cookie = await logInByApi(context);
  await page.goto("/telecom/contracts?category=line");
  await expect(page.getByRole("table")).toBeVisible();
  await endElsewhere(cookie);
  await page.getByRole("row", { name: new RegExp(DEMO.talkative.number) }).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: "マイページ ログイン" })).toBeVisible();
  await expect(page.getByText("ログインの状態が終了しました。もう一度ログインしてください。")).toBeVisible();
  await picture(page, "session-ended");
  await logIn(page);
  await expect(page.getByRole("heading", { level: 1, name: "ご契約内容" })).toBeVisible();
});

test("a log-out reaches the other tabs", async ({ page, context }) => {
  await logInByApi(context);
  await page.goto("/telecom/contracts?category=line");
  const tab = await context.newPage();
  await tab.goto(HOME);
  await expect(page.getByRole("table")).toBeVisible();
  await tab.locator("#user-menu-button").click();
  await tab.locator("#user-menu").getByRole("button", { name: "ログアウト" }).click();
  await expect(tab.getByText("ログアウトしました").first()).toBeVisible();
  await expect(page.getByText("ログアウトしました").first()).toBeVisible();
  await expect(page.getByRole("table")).toHaveCount(0);
});

test("a session whose cookie is gone", async ({ page, context }) => {
  await logInByApi(context);
  await page.goto("/telecom/contracts?category=line");
  await expect(page.getByRole("table")).toBeVisible();
  await context.clearCookies();
  await page.reload();
  await expect(page).toHaveURL(/\/telecom\/login\?return=/);
  await expect(page.locator("table")).toHaveCount(0);
});

test("after the login one does not land on another site", async ({ page }) => {
  await page.goto(`/telecom/login?return=${encodeURIComponent("//evil.example/telecom/")}`);
  await logIn(page);
  await expect(page.getByRole("heading", { level: 1, name: "契約情報" })).toBeVisible();
  expect(path(page)).toBe(HOME);
});

test("what is not there, and what is another's, look the same", async ({ page, context, complaints }) => {
  // The documents themselves are answered with 404.
  complaints.expect(/status of 404 .*\/(nowhere|nothing)/);
  await page.goto("/nowhere/at/all");
  await expect(page.getByRole("heading", { level: 1, name: "ページが見つかりません" })).toBeVisible();
  await look(page, "not-found");

  const cookie = await logInByApi(context);
  await page.goto("/telecom/nothing/here");
  await expect(page.getByRole("heading", { level: 1, name: "ページが見つかりません" })).toBeVisible();
  const foreign = "01920000-0000-7000-8000-000000000000";
  for (const rest of ["", "/invoices", "/call-records"]) {
    await page.goto(`/telecom/contracts/${foreign}${rest}`);
    await expect(page.getByRole("heading", { level: 1, name: "ページが見つかりません" })).toBeVisible();
  }
  await look(page, "contract-not-found");

  // A contract without call records says how to get them.
  const id = await contractId(cookie, DEMO.silent.number);
  await page.goto(`/telecom/contracts/${id}/call-records`);
  await expect(page.getByText("通話明細のご利用には別途申請が必要です。")).toBeVisible();
  await look(page, "calls-inactive");
});

test("a server that is away: the page says so and tries again", async ({ page, context, complaints }) => {
  // The browser and the loader of the page's code say the same on the console.
  complaints.expect(/ERR_FAILED|ERR_INTERNET_DISCONNECTED|Failed to fetch/);
  await logInByApi(context);
  await page.goto(HOME);
  await expect(page.getByRole("heading", { level: 1, name: "契約情報" })).toBeVisible();
  await context.setOffline(true);
  await page.locator("main").getByRole("link", { name: /あおばひかりのご契約/ }).click();
  await expect(page.getByText("サーバーに接続できませんでした。")).toBeVisible();
  await look(page, "offline");
  await context.setOffline(false);
  await page.getByRole("button", { name: "再試行" }).click();
  await expect(page.getByRole("row", { name: new RegExp(DEMO.talkative.number) })).toBeVisible();
});
