// A session, or a page, that ends while the cursor is in a field: nothing breaks, whatever form it was. The fixture of
// every test fails on an error in a script.
import { enterAsColleague } from "../steps/colleagues.ts";
import { contractId, logInByApi } from "../steps/logins.ts";
import { settled } from "../steps/looks.ts";
import { DEMO } from "../steps/subscribers.ts";
import { expect, test } from "../steps/test.ts";
import type { Locator, Page } from "@playwright/test";

const FIELDS = "main :is(input, textarea, select):not([type=hidden], [type=file], [type=checkbox], [type=radio], [readonly])";
/** Wrong in every field that has a rule. */
const WRONG = "？＠あ";

/** Ids of the fields that can be typed into. */
async function fieldsOf(page: Page): Promise<string[]> {
  await settled(page);
  const ids = await page.locator(FIELDS).evaluateAll((all) => {
    return all.filter((element) => (element as HTMLElement).checkVisibility()).map((element) => element.id);
  });
  expect(ids.length, `fields on ${page.url()}`).toBeGreaterThan(0);
  return ids;
}

/** Puts the cursor into a field and leaves something unfinished there. */
async function type(page: Page, id: string): Promise<Locator> {
  const field = page.locator(`[id="${id}"]`);
  await field.focus();
  if ((await field.evaluate((element) => element.tagName)) !== "SELECT") await field.pressSequentially(WRONG);
  await expect(field).toBeFocused();
  return field;
}

/** Another tab of the portal says that the time is over. The session lives on, so that the next page finds it. */
async function timeIsOver(page: Page): Promise<void> {
  const marker = (await page.context().cookies()).filter((cookie) => cookie.name.startsWith("madoguchi-signed-in-"));
  expect(marker, "somebody is logged in").toHaveLength(1);
  await page.evaluate(() => {
    const other = new BroadcastChannel("madoguchi-session");
    other.postMessage("telecom idle");
    other.close();
  });
  await expect(page.getByRole("heading", { level: 1, name: "マイページ ログイン" })).toBeVisible();
  // What a field says a moment after it was left.
  await page.waitForTimeout(400);
  await page.context().addCookies(marker);
}

test("the session ends with the cursor in a field", async ({ page, context }) => {
  // A page is opened for each field of the app.
  test.slow();
  const cookie = await logInByApi(context);
  const contract = `/telecom/contracts/${await contractId(cookie, DEMO.talkative.number)}`;
  const forms = ["/telecom/account", "/telecom/users", "/telecom/inquiries/new", `${contract}/call-records`];
  for (const form of forms) {
    await page.goto(form);
    for (const id of await fieldsOf(page)) {
      await test.step(`${form} #${id}`, async () => {
        await page.goto(form);
        await settled(page);
        await type(page, id);
        await timeIsOver(page);
      });
    }
  }
});

test("the session ends with the cursor in a step and in a dialog", async ({ page, context }) => {
  const cookie = await logInByApi(context);
  await page.goto("/telecom/account/second-factors");
  await settled(page);
  await page.getByRole("button", { name: "認証アプリを追加" }).click();
  await type(page, "name");
  await timeIsOver(page);

  // From a general user the called numbers are hidden: only such a user has the dialog that shows them.
  const id = await contractId(cookie, DEMO.talkative.number);
  await enterAsColleague(page, context, "sudden-ends-general");
  await page.goto(`/telecom/contracts/${id}/call-records`);
  await settled(page);
  await page.getByRole("button", { name: "番号をすべて表示" }).click();
  await type(page, "reason");
  await timeIsOver(page);
});

test("a machine that slept past the end of the session", async ({ page, context }) => {
  await page.clock.install();
  await logInByApi(context);
  await page.goto("/telecom/account");
  const [first] = await fieldsOf(page);
  await type(page, first!);
  await page.clock.fastForward("30:00");
  await expect(page.getByText("一定時間操作がなかったため、ログアウトしました。")).toBeVisible();
  await page.clock.runFor(1_000);
});

test("a page is left with the cursor in a field", async ({ page }) => {
  const forms = ["telecom/login", "telecom/registration", "telecom/recovery", "network/login", "network/registration"];
  for (const form of [...forms, "network/recovery", "rental/login", "rental/recovery"]) {
    const terms = `/${form.split("/")[0]}/terms`;
    await page.goto(`/${form}`);
    for (const id of await fieldsOf(page)) {
      await test.step(`${form} #${id}`, async () => {
        await page.goto(`/${form}`);
        await settled(page);
        await page.locator("footer").getByRole("link", { name: "利用規約" }).click();
        await settled(page);
        await page.goBack();
        await settled(page);
        await type(page, id);
        await page.goForward();
        await expect(page).toHaveURL(terms);
        await page.waitForTimeout(400);
      });
    }
  }
});
