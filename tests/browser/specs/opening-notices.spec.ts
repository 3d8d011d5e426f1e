// 開通案内 on the page of a contract: chosen by date, downloaded, and who looked first.
import { command } from "../steps/commands.ts";
import { expectPdf, fileOf, refuseNext } from "../steps/files.ts";
import { contractId, logInByApi } from "../steps/logins.ts";
import { lookAtBoth, lookInTheDark } from "../steps/looks.ts";
import { DEMO } from "../steps/subscribers.ts";
import { expect, path, test } from "../steps/test.ts";

test.beforeAll(async () => {
  for (const day of ["2026-07-01", "2026-11-01"]) {
    await command("opening-notices", "deliver", "telecom", DEMO.talkative.number, "--issued-on", day, "--silent");
  }
});

test("an opening notice is chosen and downloaded", async ({ page, context, complaints }) => {
  const cookie = await logInByApi(context);
  await page.goto(`/telecom/contracts/${await contractId(cookie, DEMO.talkative.number)}`);
  const section = page.getByRole("region", { name: "開通案内" });
  const choices = section.getByLabel("開通案内日付選択").locator("option");
  await expect(choices.filter({ hasText: /^2026年(07|11)月01日分/ })).toHaveCount(2);
  await section.getByLabel("開通案内日付選択").selectOption({ label: "2026年07月01日分" });
  const link = section.getByRole("link", { name: "開通案内ダウンロード" });
  await lookAtBoth(page, "opening-notices");
  await lookInTheDark(page, "opening-notices");

  complaints.expect(/status of 503/);
  await refuseNext(page, "/contracts/*/opening-notices/*/file", 503, "storage_unavailable");
  const address = path(page);
  await link.click();
  await expect(section.getByText("ただいまファイルを取り出せません。")).toBeVisible();
  expect(path(page)).toBe(address);
  expectPdf(await fileOf(page, link));
  await expect(section.getByText(/初回閲覧 \d{4}年\d+月\d+日/)).toBeVisible();
  await expect(section.getByText("ただいまファイルを取り出せません。")).toHaveCount(0);
  await lookAtBoth(page, "opening-notices-opened");
});

test("a contract without any", async ({ page, context }) => {
  const cookie = await logInByApi(context);
  const contract = `/telecom/contracts/${await contractId(cookie, DEMO.talkative.number)}`;
  const section = page.getByRole("region", { name: "開通案内" });
  await page.route("**/opening-notices", (route) => route.fulfill({ json: [] }), { times: 1 });
  await page.goto(contract);
  await expect(section.getByText("開通案内が発行されると、ここからダウンロードできます。")).toBeVisible();
  await expect(section.locator("dd")).toHaveText("－");
  await lookAtBoth(page, "opening-notices-empty");
});
