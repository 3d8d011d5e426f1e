// What goes wrong in a login gets its clear answer, and no answer tells which part was wrong.
import { givePassword, logIn, tickRobotCheck } from "../steps/logins.ts";
import { look } from "../steps/looks.ts";
import { mailAfter, oneTimePasswordOf } from "../steps/mailbox.ts";
import { DEMO } from "../steps/subscribers.ts";
import { expect, test } from "../steps/test.ts";
import type { Page } from "@playwright/test";

const LOGIN = "/telecom/login";
const REFUSED = "入力された内容が正しくありません。もう一度入力してください。";

/** First page, and the one-time password that it causes. */
async function firstStep(page: Page): Promise<string> {
  await page.goto(LOGIN);
  const mail = await mailAfter(DEMO.mail, async () => {
    await givePassword(page, DEMO.accessId, DEMO.password);
    await expect(page.locator("#one_time_password")).toBeVisible();
  });
  return oneTimePasswordOf(mail);
}

async function complete(page: Page, oneTimePassword: string): Promise<void> {
  await page.locator("#one_time_password").fill(oneTimePassword);
  await page.getByRole("button", { name: "ログイン", exact: true }).click();
}

test("a wrong password and a wrong access ID look the same", async ({ page }) => {
  await page.goto(LOGIN);
  await givePassword(page, DEMO.accessId, "wrong1wrong");
  const summary = page.locator("#error-summary");
  await expect(summary).toBeFocused();
  await expect(summary).toContainText(REFUSED);
  const answer = await summary.innerText();
  await look(page, "login-refused");
  await givePassword(page, "nobody00", DEMO.password);
  await expect(summary).toContainText(REFUSED);
  expect(await summary.innerText()).toBe(answer);
  await expect(page.locator("#access_id")).toHaveValue("nobody00");
});

test("after five wrong passwords one waits", async ({ page }) => {
  await page.goto(LOGIN);
  for (let tries = 0; tries < 5; tries++) {
    await givePassword(page, "nobody01", `wrong1wrong${tries}`);
    await expect(page.locator("#error-summary")).toContainText(REFUSED);
    await page.locator("#password").fill("");
  }
  await givePassword(page, "nobody01", "wrong1wrong6");
  await expect(page.locator("#error-summary")).toContainText("試行の回数が上限に達しました。");
  await expect(page.locator("#error-summary")).toContainText(/\d\d:\d\d以降に/);
});

test("a wrong one-time password, a new one, and too many", async ({ page }) => {
  const first = await firstStep(page);
  await expect(page.getByText("有効期限は10分")).toBeVisible();
  // Neither ticked nor typed.
  await page.getByRole("button", { name: "ログイン", exact: true }).click();
  await expect(page.locator("#error-summary li")).toHaveCount(2);
  await look(page, "one-time-password-errors");
  await tickRobotCheck(page);
  await expect(page.locator("#robot_solution-error")).toBeEmpty();

  await complete(page, first === "000000" ? "111111" : "000000");
  await expect(page.locator("#error-summary")).toContainText("ワンタイムパスワードが正しくありません。");
  await look(page, "one-time-password-refused");

  const again = await mailAfter(DEMO.mail, async () => {
    await page.getByRole("button", { name: "再送信する" }).click();
    await expect(page.getByText("新しいワンタイムパスワードを送信しました。")).toBeVisible();
  });
  const second = oneTimePasswordOf(again);
  if (first !== second) {
    await complete(page, first);
    await expect(page.locator("#error-summary")).toContainText("ワンタイムパスワードが正しくありません。");
  }
  // The page is one for reloads too, and full-width digits are digits.
  await page.reload();
  await tickRobotCheck(page);
  await complete(page, second.replace(/\d/g, (digit) => "０１２３４５６７８９"[Number(digit)]));
  await expect(page.getByRole("heading", { level: 1, name: "契約情報" })).toBeVisible();
});

test("a login ends after five wrong one-time passwords", async ({ page }) => {
  const right = await firstStep(page);
  await tickRobotCheck(page);
  const wrong = right === "123123" ? "321321" : "123123";
  for (let tries = 0; tries < 5; tries++) {
    const answer = page.waitForResponse((response) => response.request().method() === "POST");
    await complete(page, wrong);
    expect((await answer).status()).toBe(401);
    await expect(page.locator("#error-summary")).toContainText("ワンタイムパスワードが正しくありません。");
  }
  await complete(page, right);
  await expect(page.locator("#error-summary")).toContainText("入力の回数が上限に達しました。");
  await page.reload();
  await expect(page.getByText("入力の回数が上限に達しました。")).toBeVisible();
  await look(page, "login-expired");
  await page.getByRole("link", { name: "アクセスIDの入力からやり直す" }).click();
  await logIn(page);
  await expect(page.getByRole("heading", { level: 1, name: "契約情報" })).toBeVisible();
});

test("a login begun in a second tab takes over", async ({ page, context }) => {
  const first = await firstStep(page);
  await tickRobotCheck(page);
  const tab = await context.newPage();
  const second = await firstStep(tab);
  await complete(page, first);
  await expect(page.locator("#error-summary")).toContainText("このログインは続けられません。");
  await look(page, "login-second-tab");
  await tickRobotCheck(tab);
  await complete(tab, second);
  await expect(tab.getByRole("heading", { level: 1, name: "契約情報" })).toBeVisible();
});

test("a used login is not continued by the back button", async ({ page }) => {
  await page.goto(LOGIN);
  await logIn(page);
  await expect(page.getByRole("heading", { level: 1, name: "契約情報" })).toBeVisible();
  await page.goBack();
  await expect(page.locator("#one_time_password")).toHaveCount(0);
});
