// カレンダー連携: an address for the calendar program is made, shown once, made anew and revoked.
import { look, lookAtBoth, lookInTheDark } from "../steps/looks.ts";
import { askPasswordAgain } from "../steps/people.ts";
import { enterAsContractor } from "../steps/requests.ts";
import { ask } from "../steps/server.ts";
import { expect, test } from "../steps/test.ts";
import type { Page } from "@playwright/test";

const address = (page: Page) => page.getByRole("textbox", { name: "カレンダー用アドレス" });

/** What a calendar program gets, which has nothing but the address. */
async function read(url: string): Promise<Response> {
  return ask(new URL(url).pathname);
}

test("an address is made, shown once, made anew and revoked", async ({ page, context }) => {
  const person = await enterAsContractor(context, "calendar");
  await page.goto("/network/");
  await page.getByRole("link", { name: "カレンダーアプリに表示する" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "カレンダー連携" })).toBeFocused();
  await expect(page.getByText("アドレスは作成されていません。")).toBeVisible();
  await lookAtBoth(page, "calendar-none");

  await askPasswordAgain(page, "/account/calendar-feeds");
  await page.getByRole("button", { name: "アドレスを作成する" }).click();
  const password = page.getByRole("dialog", { name: "パスワードを入力してください" });
  await password.getByLabel(/^パスワード/).fill(person.password);
  await password.getByRole("button", { name: "確認" }).click();
  await expect(page.getByText("アドレスを作成しました。")).toBeVisible();
  await expect(page.getByText("まだ読み取られていません")).toBeVisible();
  await page.unrouteAll();
  const first = await address(page).inputValue();
  const calendar = await read(first);
  expect(calendar.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
  expect(await calendar.text()).toMatch(/^BEGIN:VCALENDAR\r\n/);
  await lookAtBoth(page, "calendar-made");
  await lookInTheDark(page, "calendar-made");

  // Shown this once.
  await page.reload();
  await expect(page.getByText("最後に読み取られた日時")).toBeVisible();
  await expect(page.getByText("まだ読み取られていません")).toHaveCount(0);
  await expect(address(page)).toHaveCount(0);

  await page.getByRole("button", { name: "アドレスを作り直す" }).click();
  const renewal = page.getByRole("dialog", { name: "アドレスを作り直しますか" });
  await look(page, "calendar-renewal");
  await renewal.getByRole("button", { name: "アドレスを作り直す" }).click();
  await expect(address(page)).not.toHaveValue(first);
  const second = await address(page).inputValue();
  expect([(await read(first)).status, (await read(second)).status]).toEqual([404, 200]);

  await page.getByRole("button", { name: "アドレスを無効にする" }).click();
  const revocation = page.getByRole("dialog", { name: "アドレスを無効にしますか" });
  await revocation.getByRole("button", { name: "アドレスを無効にする" }).click();
  await expect(page.getByText("アドレスを無効にしました。")).toBeVisible();
  await expect(address(page)).toHaveCount(0);
  expect((await read(second)).status).toBe(404);
  await page.getByRole("navigation", { name: "お客様情報" }).getByRole("link", { name: "ログイン履歴" }).click();
  await page.getByRole("link", { name: "すべての操作" }).click();
  await expect(page.getByText("カレンダー連携のアドレスを無効にしました")).toBeVisible();
});
