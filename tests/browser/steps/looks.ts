// How a page looks and whether everybody can use it: axe, width, and a picture to be looked at.
import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { join } from "node:path";

const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
const FOLDER = join(import.meta.dirname, "../screenshots");

/** More than this of a long list tells an eye nothing new. */
const TALLEST = 2400;

/** Takes the picture `<name>-<width>.png` of the page from its top. */
export async function picture(page: Page, name: string): Promise<void> {
  const { width = 0, height = 0 } = page.viewportSize() ?? {};
  // A dialog lies over what is on the screen, not over the whole page.
  const whole = await page.evaluate(() => {
    return document.querySelector("dialog[open]") === null ? document.documentElement.scrollHeight : 0;
  });
  const clip = { x: 0, y: 0, width, height: Math.min(Math.max(whole, height), TALLEST) };
  await page.screenshot({ path: join(FOLDER, `${name}-${width}.png`), fullPage: whole > 0, clip, animations: "disabled" });
}

/** Nothing for axe to find. */
export async function accessible(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ""}`),
  );
  expect.soft(found, `axe on ${name}`).toEqual([]);
}

/** Nothing scrolls sideways but a wide table within its own frame. */
export async function fits(page: Page, name: string): Promise<void> {
  const wider = await page.evaluate(() => {
    const { scrollWidth = 0, clientWidth = 0 } = document.scrollingElement ?? {};
    const wide = [...document.querySelectorAll("body *")].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1 && !element.closest(".table-frame"),
    );
    const names = wide.slice(0, 5).map((element) => `${element.tagName} ${element.className}`);
    return scrollWidth > clientWidth ? `${scrollWidth} > ${clientWidth}: ${names.join(", ")}` : "";
  });
  expect.soft(wider, `${name} is wider than the screen`).toBe("");
  // A frame scrolls where there is no room: never where rows are cards.
  const scrolling = await page.evaluate(() => {
    const frames = [...document.querySelectorAll(".table-frame")].filter((frame) => frame.scrollWidth > frame.clientWidth + 1);
    const must = frames.filter((frame) => innerWidth < 768 && frame.querySelector(".cards") !== null);
    return must.map((frame) => `${frame.scrollWidth} > ${frame.clientWidth}: ${frame.querySelector("table")?.className}`);
  });
  expect.soft(scrolling, `tables of ${name} are wider than their frames`).toEqual([]);
  // One line of buttons: words that are squeezed into columns make it taller.
  const head = page.locator(".header-row");
  if ((await head.count()) > 0) {
    const height = await head.evaluate((row) => row.getBoundingClientRect().height);
    expect.soft(height, `height of the head of ${name}`).toBeLessThanOrEqual(80);
  }
}

/** All of it for the page as it is now. */
export async function look(page: Page, name: string): Promise<void> {
  await test.step(`look at ${name}`, async () => {
    await settled(page);
    await fits(page, name);
    await accessible(page, name);
    await picture(page, name);
  });
}

/** The same in dark colours; the page is light again afterwards. */
export async function lookInTheDark(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "dark" });
  await look(page, `${name}-dark`);
  await page.emulateMedia({ colorScheme: "light" });
}

/** The page as it is now, on an office PC and on a phone; the screen is as before afterwards. */
export async function lookAtBoth(page: Page, name: string): Promise<void> {
  const size = page.viewportSize()!;
  await look(page, name);
  await page.setViewportSize({ width: 360, height: 800 });
  await look(page, name);
  await page.setViewportSize(size);
}

/** The page has drawn what it waited for. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator("h1:visible")).toHaveCount(1);
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
}
