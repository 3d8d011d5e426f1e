// Everything works by keyboard alone, and the focus is always to be seen.
import { look } from "../steps/looks.ts";
import { mailAfter, oneTimePasswordOf } from "../steps/mailbox.ts";
import { DEMO } from "../steps/subscribers.ts";
import { expect, test } from "../steps/test.ts";
import type { Locator, Page } from "@playwright/test";

/** Presses Tab until an element has the focus; each stop on the way must show that it has it. */
async function tabTo(page: Page, target: Locator, most = 40): Promise<void> {
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press("Tab");
    const unseen = await page.evaluate(() => {
      const focused = document.activeElement;
      if (focused === null || focused === document.body) return "";
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focused);
      const seen = (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
      return seen ? "" : focused.outerHTML.slice(0, 200);
    });
    expect(unseen, "has the focus and does not show it").toBe("");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not reach ${target}`);
}

test("a login without a mouse", async ({ page }) => {
  await page.goto("/telecom/login");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "本文へ移動" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
  await tabTo(page, page.locator("#access_id"), 1);
  await page.keyboard.type(DEMO.accessId);
  await tabTo(page, page.locator("#password"), 1);
  await page.keyboard.type(DEMO.password);
  const mail = await mailAfter(DEMO.mail, async () => {
    await page.keyboard.press("Enter");
    await expect(page.locator("#one_time_password")).toBeVisible();
  });
  await look(page, "one-time-password");
  await tabTo(page, page.locator("#one_time_password"));
  await page.keyboard.type(oneTimePasswordOf(mail));
  await tabTo(page, page.getByRole("checkbox"));
  await page.keyboard.press("Space");
  await expect(page.getByText("確認済み")).toBeVisible({ timeout: 60_000 });
  await tabTo(page, page.getByRole("button", { name: "ログイン", exact: true }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "契約情報" })).toBeFocused();

  await tabTo(page, page.locator("main").getByRole("link", { name: /あおばひかりのご契約/ }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "あおばひかりのご契約" })).toBeFocused();
  await tabTo(page, page.getByRole("row", { name: new RegExp(DEMO.talkative.number) }).getByRole("link"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "ご契約内容" })).toBeFocused();
  await tabTo(page, page.getByRole("link", { name: "請求情報" }).first());
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "料金明細" })).toBeFocused();
  const second = page.locator(".accordion-item").nth(1).getByRole("button").first();
  await tabTo(page, second);
  await page.keyboard.press("Enter");
  await expect(second).toHaveAttribute("aria-expanded", "true");

  // Menu of the user: opens, closes with Escape, and logs out.
  await page.keyboard.press("Escape");
  await page.locator("#user-menu-button").focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("#user-menu")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.locator("#user-menu")).toBeHidden();
  await expect(page.locator("#user-menu-button")).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, page.locator("#user-menu").getByRole("button", { name: "ログアウト" }), 4);
  await page.keyboard.press("Enter");
  await expect(page.getByText("ログアウトしました").first()).toBeVisible();
});
