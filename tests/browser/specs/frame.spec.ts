// The frame around every page: there from the first paint, in its place, and the way home from wherever one is lost.
import { logInByApi } from "../steps/logins.ts";
import { look, settled } from "../steps/looks.ts";
import { expect, test } from "../steps/test.ts";
import type { Page } from "@playwright/test";

const SIZES = [
  { width: 360, height: 800 },
  { width: 1280, height: 720 },
];

/** Where something stands, or nothing. */
async function place(page: Page, selector: string): Promise<{ x: number; y: number } | null> {
  const box = await page.locator(selector).first().boundingBox();
  return box && { x: Math.round(box.x), y: Math.round(box.y) };
}

test("the first paint has brand, title and the places of everything, before the app is there", async ({ page, context }) => {
  await logInByApi(context);
  let arrive = () => {};
  const arrived = new Promise<void>((done) => (arrive = done));
  await page.route("**/assets/*.wasm", async (route) => {
    await arrived;
    await route.continue();
  });
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.goto("/telecom/", { waitUntil: "commit" });
    await expect(page.locator(".brand-name:visible")).toHaveText("マイページ");
    expect(await page.title()).toContain("マイページ");
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--brand"))).toMatch(/^#/);
    const before = { main: await place(page, "main"), brand: await place(page, ".brand") };
    arrive();
    await settled(page);
    expect({ main: await place(page, "main"), brand: await place(page, ".brand") }).toEqual(before);
    await expect(page.locator("#waiting")).toHaveCount(0);
    // The foot begins where the screen ends.
    expect((await place(page, "footer"))!.y).toBeGreaterThanOrEqual(size.height);
  }
  // In the language that was chosen, too.
  await page.evaluate(() => localStorage.setItem("locale", "en"));
  await page.goto("/telecom/", { waitUntil: "commit" });
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(page.locator(".brand-name:visible")).toHaveText("My Page");
});

test("who is not logged in fetches no page that needs it", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto("/telecom/");
  await expect(page).toHaveURL(/\/telecom\/login$/);
  await settled(page);
  expect(asked.filter((path) => /split_|chunk_|\/api\//.test(path))).toEqual([]);
});

test("who may be logged in is asked for while the app still loads", async ({ page, context }) => {
  await logInByApi(context);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.route("**/assets/app-*.js", async (route) => {
    await expect.poll(() => asked).toContain("/api/v1/telecom/session");
    await route.continue();
  });
  await page.goto("/telecom/");
  await settled(page);
  expect(asked.filter((path) => path === "/api/v1/telecom/session")).toHaveLength(1);
  expect(asked.filter((path) => path === "/api/v1/telecom")).toEqual([]);
  expect(new Set(asked).size, `twice: ${asked.join(" ")}`).toBe(asked.length);
});

test("a session that is over is not asked for again", async ({ page, context }) => {
  await logInByApi(context);
  // The cookie that scripts may read outlives the session.
  const cookies = (await context.cookies()).filter((cookie) => !cookie.httpOnly);
  await context.clearCookies();
  await context.addCookies(cookies);
  await page.goto("/telecom/");
  await expect(page).toHaveURL(/\/telecom\/login$/);
  expect(await page.evaluate(() => document.cookie)).not.toContain("madoguchi-signed-in-telecom");
});

test("an address that does not exist has the frame, the status and the way home", async ({ page, context, complaints }) => {
  complaints.expect(/status of 404/);
  await logInByApi(context);
  for (const address of ["/telecom/xyz", "/telecom/contracts/1/nothing", "/telecom/login/a/b/c"]) {
    expect((await page.goto(address))!.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1, name: "ページが見つかりません" })).toBeVisible();
    await expect(page.getByRole("navigation", { name: "メインメニュー" })).toBeAttached();
    const links = await page.getByRole("link").evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
    expect(links.filter((link) => link.startsWith("/") && !/^\/(telecom\/|dev\/)/.test(link))).toEqual([]);
  }
  await look(page, "unknown-address");
  await page.locator("main").getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: "契約情報" })).toBeVisible();
});

test("what a portal has not is not found there", async ({ page, complaints }) => {
  complaints.expect(/status of 404/);
  for (const address of ["/rental/contracts", "/rental/switches", "/rental/contracts/1/call-records"]) {
    expect((await page.goto(address))!.status(), address).toBe(404);
    await expect(page.getByRole("heading", { level: 1, name: "ページが見つかりません" })).toBeVisible();
  }
  for (const address of ["/telecom/contracts", "/telecom/inquiries", "/telecom/", "/"]) {
    expect((await page.goto(address))!.status(), address).toBe(200);
  }
});

test("the menu of a phone closes with Escape, from wherever the focus is", async ({ page, context }) => {
  await page.setViewportSize(SIZES[0]!);
  await logInByApi(context);
  await page.goto("/telecom/");
  await settled(page);
  const button = page.getByRole("button", { name: "メニュー" });
  const menu = page.getByRole("navigation", { name: "メインメニュー" });
  for (const within of [false, true]) {
    await button.click();
    await expect(menu).toBeVisible();
    if (within) await menu.getByRole("link").first().focus();
    await page.keyboard.press("Escape");
    await expect(menu).toBeHidden();
    await expect(button).toHaveAttribute("aria-expanded", "false");
    await expect(button).toBeFocused();
  }
});

test("the support's number can be called from head and foot of every screen", async ({ page }) => {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const portal of ["telecom", "network", "rental"]) {
      await page.goto(`/${portal}/login`);
      await settled(page);
      for (const part of ["banner", "contentinfo"] as const) {
        const number = page.getByRole(part).locator("a[href^='tel:']:visible");
        await expect(number, `${part} of ${portal} at ${size.width}`).toHaveCount(1);
        await expect(number).toHaveAttribute("href", /^tel:0\d{9,10}$/);
        const box = (await number.boundingBox())!;
        expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(24);
      }
    }
  }
});

test("pages beside the navigation have one left edge", async ({ page, context }) => {
  await page.setViewportSize(SIZES[1]!);
  await logInByApi(context);
  const edges = new Map<string, number>();
  for (const address of ["/", "/account", "/users", "/contracts?category=line", "/inquiries/new", "/notices"]) {
    await page.goto(`/telecom${address}`);
    await settled(page);
    edges.set(address, (await place(page, "h1"))!.x);
  }
  expect(new Set(edges.values()).size, JSON.stringify([...edges])).toBe(1);
});
