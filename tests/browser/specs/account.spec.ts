// お客様情報: password, registered information, sessions and history, each on its tab.
import { look, lookAtBoth, lookInTheDark, settled } from "../steps/looks.ts";
import { mailAfter, oneTimePasswordOf } from "../steps/mailbox.ts";
import {
  added,
  askPasswordAgain,
  callerOf,
  enter,
  giveIdentifiers,
  MINATO,
  passwordStatus,
  removeAdded,
  TANAKA,
} from "../steps/people.ts";
import { expect, path, test } from "../steps/test.ts";

const PASSWORD = "Kaze7.yama4";
const HEADING = { level: 1 } as const;

test.afterEach(removeAdded);

test("the password is changed, and other devices are logged out", async ({ page, context, browser, baseURL }) => {
  const person = await added(TANAKA, "account-password", PASSWORD);
  const elsewhere = await browser.newContext({ baseURL });
  await enter(elsewhere, person);
  const other = await elsewhere.newPage();
  await other.goto("/rental/account");
  await expect(other.getByRole("heading", { ...HEADING, name: "お客様情報設定" })).toBeVisible();

  await enter(context, person);
  await page.goto("/rental/account");
  const section = page.getByRole("region", { name: "パスワード変更" });
  const rule = (text: string) => section.locator(".rules li", { hasText: text });
  await expect(section.getByRole("heading", { name: "パスワード入力の注意事項" })).toBeVisible();
  await expect(section.locator(".rules li")).toHaveCount(8);
  await lookAtBoth(page, "account");
  await lookInTheDark(page, "account");

  // Rules are ticked as one types.
  await section.getByLabel(/^現パスワード/).fill(PASSWORD);
  const typed = section.locator("#password");
  await typed.fill("mizuumi01A");
  await expect(rule("半角英大文字を1文字以上含む")).toHaveClass(/kept/);
  await expect(rule("ログインID文字列を含まない")).not.toHaveClass(/kept/);
  await typed.fill(PASSWORD);
  await expect(rule("現パスワードと異なる")).not.toHaveClass(/kept/);
  await typed.fill("Hoshi8=kawa");
  for (const item of await section.locator(".rules li").all()) await expect(item).toHaveClass(/kept/);

  // The confirmation is the browser's own matter.
  let asked = 0;
  page.on("request", (request) => (asked += Number(request.method() === "PUT")));
  await section.locator("#password_confirmation").fill("Hoshi8=kawb");
  await section.getByRole("button", { name: "パスワード変更" }).click();
  await expect(section.locator("#error-summary")).toBeFocused();
  await expect(section.locator("#password_confirmation-error")).toContainText("新パスワードと一致しません");
  expect(asked).toBe(0);
  await look(page, "account-password-errors");

  await section.locator("#password_confirmation").fill("Hoshi8=kawa");
  await section.locator("#current_password").fill("Wrong8wrong");
  await section.getByRole("button", { name: "パスワード変更" }).click();
  await expect(section.locator("#current_password-error")).toContainText("パスワードが正しくありません。");
  expect(asked).toBe(1);

  await section.locator("#current_password").fill(PASSWORD);
  const notice = await mailAfter(person.mail, async () => {
    await section.getByRole("button", { name: "パスワード変更" }).click();
    await expect(page.getByText("パスワードを変更しました。")).toBeVisible();
  });
  expect(notice.subject).toContain("パスワード");
  await expect(page.locator("#password-outcome")).toBeFocused();
  await expect(section.locator("#password")).toHaveValue("");
  await lookAtBoth(page, "account-password-changed");
  expect([await passwordStatus(person), await passwordStatus({ ...person, password: "Hoshi8=kawa" })]).toEqual([401, 201]);

  await other.getByRole("link", { name: "ログイン履歴" }).click();
  await expect(other.getByText("ログインの状態が終了しました。もう一度ログインしてください。")).toBeVisible();
  await elsewhere.close();
  // This session goes on.
  await page.getByRole("link", { name: "ログイン履歴" }).click();
  await expect(page.getByRole("heading", { ...HEADING, name: "ログイン履歴" })).toBeFocused();
});

test("a second factor by choice: asked for the password again, then a one-time password by mail", async ({ page, context }) => {
  const person = await added(TANAKA, "account-factor", PASSWORD);
  await enter(context, person);
  await page.goto("/rental/account");
  const section = page.getByRole("region", { name: "登録情報変更" });
  await expect(section.getByRole("radio", { name: "利用しない" })).toBeChecked();
  await expect(section.getByText("※多要素認証を利用する場合、ログイン時、登録されたメールアドレス宛に")).toBeVisible();
  await section.getByLabel(/^ユーザ名/).fill("  山田　花子 ");
  await section.getByRole("radio", { name: "利用する" }).check();
  await askPasswordAgain(page, "/account/profile");
  await section.getByRole("button", { name: "登録情報変更" }).click();

  const dialog = page.getByRole("dialog", { name: "パスワードを入力してください" });
  await expect(dialog.getByLabel(/^パスワード/)).toBeFocused();
  await lookAtBoth(page, "reauthentication");
  await dialog.getByLabel(/^パスワード/).fill("Wrong8wrong");
  await dialog.getByRole("button", { name: "確認" }).click();
  await expect(dialog.getByText("パスワードが正しくありません。")).toBeVisible();
  await look(page, "reauthentication-wrong");
  // Closed without a password, nothing is changed.
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(section.locator("#error-summary")).toContainText("パスワードの確認が済んでいないため、中止しました。");

  await page.unrouteAll();
  await askPasswordAgain(page, "/account/profile");
  await section.getByRole("button", { name: "登録情報変更" }).click();
  await dialog.getByLabel(/^パスワード/).fill(PASSWORD);
  await dialog.getByRole("button", { name: "確認" }).click();
  await expect(page.getByText("登録情報を変更しました。")).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(page.locator("#user-menu-button")).toContainText("山田　花子");
  await page.reload();
  await expect(section.getByRole("radio", { name: "利用する" })).toBeChecked();

  await context.clearCookies();
  const letter = await mailAfter(person.mail, async () => {
    await giveIdentifiers(page, person);
    await expect(page.locator("#one_time_password")).toBeVisible();
  });
  await page.locator("#one_time_password").fill(oneTimePasswordOf(letter));
  await page.locator("main button[type=submit]").click();
  await expect(page.getByRole("heading", { ...HEADING, name: "ホーム" })).toBeVisible();
  await expect(page.getByText("ようこそ 株式会社みずうみ建設 様")).toBeVisible();
  await lookAtBoth(page, "home-rental");
});

test("sessions are seen and ended", async ({ page, context, browser, baseURL }) => {
  const person = await added(TANAKA, "account-sessions", PASSWORD);
  const contexts = await Promise.all([1, 2].map(() => browser.newContext({ baseURL, userAgent: FIREFOX })));
  for (const one of contexts) await enter(one, person);
  const tabs = await Promise.all(contexts.map((one) => one.newPage()));
  for (const tab of tabs) await tab.goto("/rental/");
  await enter(context, person);
  await page.goto("/rental/account/sessions");
  const rows = page.locator("table tbody tr");
  await expect(rows).toHaveCount(3);
  const own = rows.filter({ hasText: "この端末" });
  await expect(own).toHaveCount(1);
  await expect(own.getByRole("button")).toHaveCount(0);
  await expect(rows.filter({ hasText: "Firefox (Windows)" })).toHaveCount(2);
  await lookAtBoth(page, "sessions");

  await rows.filter({ hasText: "Firefox" }).first().getByRole("button", { name: /ログアウトさせる/ }).click();
  const one = page.getByRole("dialog", { name: "Firefox (Windows) をログアウトさせますか" });
  await lookAtBoth(page, "sessions-end-one");
  await one.getByRole("button", { name: "キャンセル" }).click();
  await expect(one).toBeHidden();
  await expect(rows).toHaveCount(3);
  await rows.filter({ hasText: "Firefox" }).first().getByRole("button", { name: /ログアウトさせる/ }).click();
  await one.getByRole("button", { name: "ログアウトさせる" }).click();
  await expect(page.getByText("その端末をログアウトさせました。")).toBeVisible();
  await expect(rows).toHaveCount(2);

  await page.getByRole("button", { name: "ほかの端末をすべてログアウトさせる" }).click();
  const others = page.getByRole("dialog", { name: "ほかの端末をすべてログアウトさせますか" });
  await others.getByRole("button", { name: "ほかの端末をすべてログアウトさせる" }).click();
  await expect(rows).toHaveCount(1);
  await expect(page.getByRole("button", { name: "ほかの端末をすべてログアウトさせる" })).toHaveCount(0);
  await look(page, "sessions-one");
  for (const tab of tabs) {
    await tab.getByRole("navigation", { name: "メインメニュー" }).getByRole("link", { name: "注文履歴" }).click();
    await expect(tab.getByText("ログインの状態が終了しました。もう一度ログインしてください。")).toBeVisible();
  }
  for (const one of contexts) await one.close();
});

const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0";

test("the history: logins, everything, and more of it", async ({ page, context }) => {
  const person = await added(TANAKA, "account-events", PASSWORD);
  const caller = await callerOf(person);
  for (let times = 0; times < 52; times++) {
    expect((await caller.call("PATCH", "/account/profile", { name: `名前${times}` })).status).toBe(204);
  }
  await enter(context, person);
  await page.goto("/rental/account/events");
  const rows = page.locator("table tbody tr");
  await expect(rows.first()).toContainText("ログインしました");
  await expect(rows.filter({ hasText: "登録情報を変更しました" })).toHaveCount(0);
  await lookAtBoth(page, "events");
  await page.getByRole("link", { name: "すべての操作" }).click();
  await expect(page).toHaveURL(/kind=all/);
  await expect(rows).toHaveCount(50);
  await expect(rows.filter({ hasText: "登録情報を変更しました" }).first()).toBeVisible();
  await page.getByRole("button", { name: "もっと見る" }).click();
  await expect(page.getByRole("button", { name: "もっと見る" })).toHaveCount(0);
  expect(await rows.count()).toBeGreaterThan(52);
  // From the first day on: added by the manager, then a password of one's own.
  await expect(rows.last()).toContainText("利用者として登録されました");
  await expect(rows.nth(-2)).toContainText("メールのURLからパスワードを設定しました");
  await expect(rows.filter({ hasText: "その他の操作" })).toHaveCount(0);
  await page.reload();
  await expect(rows).toHaveCount(50);
  expect(path(page)).toBe("/rental/account/events?kind=all");
});

test("the home says what the portal has, and no more", async ({ page, context }) => {
  await enter(context, MINATO);
  await page.goto("/network/");
  await expect(page.getByText("ようこそ みなと内科クリニック 様")).toBeVisible();
  await expect(page.locator("main dt")).toHaveText(["お客様名", "ユーザ名", "ご契約者ID", "メールアドレス"]);
  await expect(page.getByRole("link", { name: /利用者管理|ユーザ管理/ })).toHaveCount(0);
  await page.locator("#user-menu-button").click();
  await expect(page.locator("#user-menu dt")).toHaveText(["ご契約者ID", "メールアドレス"]);
  await lookAtBoth(page, "home-network");
  await enter(context, TANAKA);
  await page.goto("/rental/");
  await expect(page.locator("main dt")).toHaveText(["お客様名", "ユーザ名", "ログインID", "メールアドレス"]);
  await expect(page.getByRole("region", { name: "ご利用いただける手続き" }).getByRole("link")).toHaveText([/^見積・注文/, /^お客様情報/, /^利用者管理/]);
  await expect(page.getByText("契約内容")).toHaveCount(0);
});

test("the other language", async ({ page, context }) => {
  await enter(context, TANAKA);
  for (const address of ["/account", "/account/second-factors", "/account/sessions", "/account/events?kind=all", "/users"]) {
    await page.goto(`/rental${address}`);
    // Chosen once, it stays.
    if (address === "/account") await page.getByRole("button", { name: "English" }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await settled(page);
    const foreign = await page.locator("main").evaluate((main) => {
      // What people typed stays as they typed it.
      const copy = main.cloneNode(true) as HTMLElement;
      copy.querySelectorAll("tbody").forEach((element) => element.remove());
      return copy.textContent?.match(/[\u3040-\u30ff\u4e00-\u9fff]+/g) ?? [];
    });
    expect.soft(foreign, `Japanese on ${address} in English`).toEqual([]);
    await lookAtBoth(page, `english-${address.split(/[/?]/).filter(Boolean).slice(0, 2).join("-")}`);
  }
  await page.goto("/rental/account/events?kind=all");
  await expect(page.locator("tbody").first()).toContainText("Logged in");
  await expect(page.locator("tbody").first()).not.toContainText(/[\u3040-\u30ff]/);
});

test("tabs by keyboard alone", async ({ page, context }) => {
  await enter(context, TANAKA);
  await page.goto("/rental/account");
  const tabs = page.getByRole("navigation", { name: "お客様情報" });
  for (const name of ["多要素認証", "ログイン中の端末", "ログイン履歴", "利用者管理", "お客様情報設定"]) {
    const tab = tabs.getByRole("link", { name });
    // They stand before the heading, which has the focus.
    await page.locator("h1").focus();
    for (let presses = 0; presses < 10; presses++) {
      await page.keyboard.press("Shift+Tab");
      if (await tab.evaluate((element) => element === document.activeElement)) break;
    }
    await expect(tab).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { ...HEADING, name })).toBeFocused();
    await expect(tab).toHaveAttribute("aria-current", "page");
  }
});
