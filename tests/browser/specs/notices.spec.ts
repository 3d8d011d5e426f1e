// お知らせ: on the portal's home with what is unread, in a list, and one by one.
import { lookAtBoth } from "../steps/looks.ts";
import { logInByApi } from "../steps/logins.ts";
import { expect, path, test } from "../steps/test.ts";

const TITLE = "弊社をかたる不審なメールにご注意ください";

test("a notice is unread until it is opened", async ({ page, context }) => {
  await logInByApi(context);
  await page.goto("/telecom/");
  const news = page.getByRole("region", { name: "お知らせ" });
  const row = news.getByRole("listitem").filter({ hasText: TITLE });
  await expect(row).toContainText("重要");
  await expect(row).toContainText("未読");
  const unread = news.getByText(/^未読 \d+件$/);
  const before = Number((await unread.innerText()).replace(/\D/g, ""));
  expect(before).toBeGreaterThan(1);
  await lookAtBoth(page, "home-notices");
  await news.getByRole("link", { name: "お知らせ一覧" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "お知らせ" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "設備メンテナンスのお知らせ" })).toContainText("未読");
  await lookAtBoth(page, "notices");
  await page.getByRole("link", { name: TITLE }).click();
  await expect(page.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
  await expect(page.locator("main")).toContainText("心当たりのないメールのリンクは開かず");
  await lookAtBoth(page, "notice");

  await page.goto("/telecom/");
  await expect(unread).toHaveText(`未読 ${before - 1}件`);
  await page.goto("/telecom/notices");
  await expect(page.getByRole("listitem").filter({ hasText: TITLE })).not.toContainText("未読");
  await expect(page.getByRole("listitem").filter({ hasText: "設備メンテナンスのお知らせ" })).toContainText("未読");
  await page.goto("/telecom/notices/00000000-0000-7000-8000-000000000000");
  await expect(page.getByRole("link", { name: "ホームへ" })).toBeVisible();
  expect(path(page)).toBe("/telecom/notices/00000000-0000-7000-8000-000000000000");
});
