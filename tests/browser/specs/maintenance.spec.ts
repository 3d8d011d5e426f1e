// Planned maintenance: a line above every page before, a page in place of every page meanwhile.
import { command } from "../steps/commands.ts";
import { lookAtBoth, lookInTheDark } from "../steps/looks.ts";
import { enter, MORI } from "../steps/people.ts";
import { expect, test } from "../steps/test.ts";

/** A time in Japan so many minutes from now, as the command takes it. */
function at(minutes: number): string {
  const time = new Date(Date.now() + minutes * 60_000 + 9 * 3_600_000);
  return time.toISOString().slice(0, 19).replace("T", " ");
}

test("a portal is closed while it is maintained, and opens by itself", async ({ page, context, complaints }) => {
  complaints.expect(/status of 503 .*\/api\/v1\/rental\//);
  // What is planned in the demo is told to who is logged in: before, it would move a page that is there already.
  await page.goto("/rental/login");
  const banner = page.getByRole("region", { name: "メンテナンスのお知らせ" });
  await expect(banner).toHaveCount(0);
  await enter(context, MORI);
  await page.goto("/rental/");
  await expect(banner).toContainText("サーバの保守作業のため本サイトをご利用いただけません。");
  await lookAtBoth(page, "maintenance-announced");

  const planned = await command("maintenance", "plan", "rental", at(-1), at(60), "--reason", "機器の入れ替えのため");
  const id = planned.split(" ")[0];
  try {
    await expect(async () => {
      await page.goto("/rental/products");
      await expect(page.getByRole("heading", { level: 1, name: "メンテナンス中です" })).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await expect(page.locator("main")).toContainText("機器の入れ替えのため");
    await lookAtBoth(page, "maintenance");
    await lookInTheDark(page, "maintenance");
    // Another portal is open.
    const other = await context.newPage();
    await other.goto("/telecom/login");
    await expect(other.getByRole("heading", { level: 1 })).toBeVisible();
    await other.close();
  } finally {
    await command("maintenance", "cancel", "rental", id);
  }
  await expect(page.getByRole("heading", { level: 1, name: "商品" })).toBeVisible({ timeout: 60_000 });
});
