// 開通案内 on the page of a contract: chosen by date, downloaded, and who looked first.
import { command } from "../steps/commands.ts";
import { expectPdf, fileOf, refuseNext } from "../steps/files.ts";
import { contractId, logInByApi } from "../steps/logins.ts";
import { lookAtBoth, lookInTheDark } from "../steps/looks.ts";
import { DEMO } from "../steps/subscribers.ts";
import { expect, path, test } from "../steps/test.ts";
import type { Locator } from "@playwright/test";

test.beforeAll(async () => {
  for (const day of ["2026-07-01", "2026-11-01"]) {
    await command("opening-notices", "deliver", "telecom", DEMO.talkative.number, "--issued-on", day, "--silent");
  }
});

/** The letter is rendered behind the scenes: one looks until it is there. */
async function ready(section: Locator): Promise<Locator> {
  const link = section.getByRole("link", { name: "開通案内ダウンロード" });
  await expect(async () => {
    const again = section.getByRole("button", { name: "もう一度確認する" });
    if (await again.isVisible()) await again.click();
    await expect(link).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  return link;
}

test("an opening notice is chosen and downloaded", async ({ page, context }) => {
  const cookie = await logInByApi(context);
  await page.goto(`/telecom/contracts/${await contractId(cookie, DEMO.talkative.number)}`);
  const section = page.getByRole("region", { name: "開通案内" });
  const choices = section.getByLabel("開通案内日付選択").locator("option");
  await expect(choices.filter({ hasText: /^2026年(07|11)月01日分/ })).toHaveCount(2);
  await section.getByLabel("開通案内日付選択").selectOption({ label: "2026年07月01日分" });
  const link = await ready(section);
  await lookAtBoth(page, "opening-notices");
  await lookInTheDark(page, "opening-notices");

  await refuseNext(page, "/contracts/*/opening-notices/*/file", 409, "document_not_ready");
  const address = path(page);
  await link.click();
  await expect(section.getByText("PDFを準備しています。")).toBeVisible();
  expect(path(page)).toBe(address);
  expectPdf(await fileOf(page, link));
  await expect(section.getByText(/初回閲覧 \d{4}年\d+月\d+日/)).toBeVisible();
  await expect(section.getByText("PDFを準備しています。")).toHaveCount(0);
  await lookAtBoth(page, "opening-notices-opened");
});

test("a notice that is not ready, and a contract without any", async ({ page, context }) => {
  const cookie = await logInByApi(context);
  const contract = `/telecom/contracts/${await contractId(cookie, DEMO.talkative.number)}`;
  await page.route("**/opening-notices", async (route) => {
    const response = await route.fetch();
    const notices = await response.json();
    return route.fulfill({ response, json: notices.map((notice: object) => ({ ...notice, ready: false })) });
  }, { times: 1 });
  await page.goto(contract);
  const section = page.getByRole("region", { name: "開通案内" });
  await expect(section.getByText("準備中", { exact: true })).toBeVisible();
  await expect(section.getByRole("link", { name: "開通案内ダウンロード" })).toHaveCount(0);
  await lookAtBoth(page, "opening-notices-preparing");
  await section.getByRole("button", { name: "もう一度確認する" }).click();
  await ready(section);

  await page.route("**/opening-notices", (route) => route.fulfill({ json: [] }), { times: 1 });
  await page.reload();
  await expect(section.getByText("開通案内が発行されると、ここからダウンロードできます。")).toBeVisible();
  await expect(section.locator("dd")).toHaveText("－");
  await lookAtBoth(page, "opening-notices-empty");
});
