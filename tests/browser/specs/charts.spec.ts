// グラフ of the call records: the same figures as bars and as a table, and each bar a filter.
import { count, rows, total, yen } from "../steps/call_records.ts";
import { contractId, logInByApi } from "../steps/logins.ts";
import { look, lookAtBoth, lookInTheDark, picture, settled } from "../steps/looks.ts";
import { DEMO } from "../steps/subscribers.ts";
import { expect, path, test } from "../steps/test.ts";
import { monthKey } from "../steps/months.ts";
import type { Locator, Page } from "@playwright/test";

const CHARTS = ["日別", "時間帯別", "利用種類別"];

async function open(page: Page, context: Parameters<typeof logInByApi>[0], query = ""): Promise<string> {
  const cookie = await logInByApi(context);
  const address = `/telecom/contracts/${await contractId(cookie, DEMO.talkative.number)}/call-records`;
  await page.goto(address + query);
  await settled(page);
  return address;
}

function chart(page: Page, title: string): Locator {
  return page.getByRole("region", { name: title, exact: true });
}

/** The rows of a chart's table: name, calls, yen. */
async function table(page: Page, title: string): Promise<{ name: string; calls: number; charge: number }[]> {
  const details = chart(page, title).locator("details");
  if (!(await details.evaluate((it: HTMLDetailsElement) => it.open))) await details.locator("summary").click();
  const cells = await details.locator("tbody tr").evaluateAll((rows) =>
    rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? "")),
  );
  return cells.map(([name, calls, charge]) => ({ name, calls: yen(calls), charge: yen(charge) }));
}

const sum = (numbers: number[]) => numbers.reduce((all, number) => all + number, 0);

test("the charts add up to the totals, as bars and as tables", async ({ page, context }) => {
  await open(page, context);
  await page.getByRole("link", { name: "グラフ", exact: true }).click();
  await expect(page).toHaveURL(/view=charts/);
  await expect(chart(page, "日別")).toBeVisible();
  const all = await count(page);
  expect(all.all).toBe(DEMO.talkative.calls);
  for (const title of CHARTS) {
    const lines = await table(page, title);
    expect(sum(lines.map((line) => line.calls)), title).toBe(all.all);
    expect(sum(lines.map((line) => line.charge)), title).toBe(await total(page));
  }
  expect(await table(page, "日別")).toHaveLength(31);
  expect(await table(page, "時間帯別")).toHaveLength(24);
  // Every bar says its name and value.
  const busy = (await table(page, "日別")).filter((line) => line.calls > 0);
  const bars = chart(page, "日別").locator("a.chart-bar");
  const names = await bars.evaluateAll((bars) => bars.map((bar) => bar.getAttribute("aria-label")));
  expect(names).toEqual(busy.map((line) => `${line.name} ${line.calls}件`));
  // The longest bar belongs to the greatest value.
  const lengths = chart(page, "日別").locator(".chart-length");
  const heights = await lengths.evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().height));
  const most = Math.max(...busy.map((line) => line.calls));
  expect(heights.indexOf(Math.max(...heights))).toBe(busy.findIndex((line) => line.calls === most));
  await lookAtBoth(page, "charts-tables");

  await page.getByRole("link", { name: "料金", exact: true }).click();
  await expect(page).toHaveURL(/measure=charge/);
  const [first] = busy;
  await expect(bars.first()).toHaveAttribute("aria-label", new RegExp(`^${first.name} ¥`));
});

test("a bar sets the filter, and the list keeps it", async ({ page, context }) => {
  await open(page, context, "?view=charts");
  await lookAtBoth(page, "charts");
  await lookInTheDark(page, "charts");
  const [day] = (await table(page, "日別")).sort((one, other) => other.calls - one.calls);
  await chart(page, "日別").locator(`a.chart-bar[aria-label^="${day.name} "]`).click();
  await expect(page).toHaveURL(new RegExp(`day=${monthKey(-1)}-\\d\\d`));
  await expect(page.locator("#list-count")).toHaveText(`全${day.calls}件`);
  await expect(page.locator("#calls-totals")).toBeFocused();
  await expect(page.getByLabel("日", { exact: true }).locator("option:checked")).toHaveText(day.name);
  expect(sum((await table(page, "時間帯別")).map((line) => line.calls))).toBe(day.calls);
  await look(page, "charts-day");

  // By keyboard: arrows go from bar to bar, Enter presses.
  const hours = (await table(page, "時間帯別")).filter((line) => line.calls > 0);
  const bars = chart(page, "時間帯別").locator("a.chart-bar");
  await bars.first().focus();
  await page.keyboard.press("End");
  await expect(bars.last()).toBeFocused();
  await page.keyboard.press("Home");
  if (hours.length > 1) {
    await page.keyboard.press("ArrowRight");
    await expect(bars.nth(1)).toBeFocused();
    await page.keyboard.press("ArrowLeft");
  }
  await expect(bars.first()).toBeFocused();
  await picture(page, "charts-focus");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/hour=\d+/);
  await expect(page.locator("#list-count")).toHaveText(`全${hours[0].calls}件`);

  await page.getByRole("link", { name: "明細", exact: true }).click();
  await expect(rows(page)).toHaveCount(hours[0].calls);
  await page.reload();
  await expect(rows(page)).toHaveCount(hours[0].calls);
  expect(path(page)).toMatch(/day=.*hour=/);
  await page.getByRole("link", { name: "グラフ", exact: true }).click();
  await chart(page, "日別").getByRole("link", { name: "すべて表示に戻す" }).click();
  await expect(page).not.toHaveURL(/day=/);

  // A row of the table leads the same way as a bar.
  await page.goto(path(page).replace(/&hour=\d+/, ""));
  const [kind] = await table(page, "利用種類別");
  await chart(page, "利用種類別").locator("details").getByRole("link", { name: kind.name, exact: true }).click();
  await expect(page.locator("#list-count")).toHaveText(`全${kind.calls}件`);
});

test("the charts in other colours, without motion and on paper", async ({ page, context }) => {
  await open(page, context, "?view=charts");
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  await look(page, "charts-forced-colors");
  await page.emulateMedia({ forcedColors: "none", reducedMotion: null, media: "print" });
  await expect(chart(page, "日別")).toBeVisible();
  await expect(page.getByRole("search")).toBeHidden();
  await picture(page, "charts-print");
});

test("without calls there is no chart", async ({ page, context }) => {
  await open(page, context, "?view=charts&number=99999999999");
  await expect(page.getByText("条件に合う通話はありません。")).toBeVisible();
  await expect(page.locator(".chart")).toHaveCount(0);
});
