// What is applied for at the network, filled in as a person does.
import { expect, type BrowserContext, type Locator, type Page } from "@playwright/test";
import { contractor, enter, type Person } from "./people.ts";

const PASSWORD = "kaze-no-oto-529";

/** A field of a form by its path. */
export const at = (page: Page, path: string): Locator => page.locator(`[id="${path}"]`);

/** A contractor of its own, logged in. */
export async function enterAsContractor(context: BrowserContext, name: string): Promise<Person> {
  const person = await contractor(name, PASSWORD);
  await enter(context, person);
  return person;
}

/** Opens a draft for a category from the list, and gives its id. */
export async function openDraft(page: Page, category: "disclosing" | "viewing" = "viewing"): Promise<string> {
  await page.goto(`/network/requests/new?kind=new&category=${category}`);
  await expect(page).toHaveURL(/\/requests\/[0-9a-f-]{36}\/edit$/);
  await expect(at(page, "facility.facility_name")).toBeVisible();
  return new URL(page.url()).pathname.split("/")[3];
}

/** Who contracts and who is the contact: the facility both, the body the contact, the body both. */
export type Pattern = "A" | "B" | "C";

/** Everything that must be filled in, of either category. */
export async function fillIn(page: Page, name: string, pattern: Pattern = "A"): Promise<void> {
  const typed: Record<string, string> = {
    "facility.facility_name": name,
    "facility.facility_name_kana": "びょういん",
    "facility.postal_code": "１０８８００１",
    "facility.address1": "港区芝",
    "facility.address2": "5丁目7-1",
    "facility.phone": "0337986756",
    "facility.server_place": "本院",
    "facility.records_place": "本院",
  };
  for (const [path, value] of Object.entries(typed)) {
    if ((await at(page, path).count()) > 0) await at(page, path).fill(value);
  }
  await at(page, "facility.prefecture").selectOption("東京都");
  await at(page, "facility.facility_kind").selectOption("clinic");
  const asked = page.getByRole("radio", { name: new RegExp(`^${pattern}：`) });
  if ((await asked.count()) > 0) await asked.check();
  const kind = page.locator("[name='basic.viewing_kind']");
  if ((await kind.count()) > 0) await kind.last().check();
  await page.locator("[name='basic.sheets_by']").first().check();
}

/** What is typed is on the server. */
export async function expectSaved(page: Page): Promise<void> {
  await expect(page.locator(".saving-line")).toContainText(/下書きを保存しました（\d\d:\d\d）/);
}

/** Goes on to the confirmation. */
export async function toConfirmation(page: Page): Promise<void> {
  await page.getByRole("button", { name: "確認画面へ" }).click();
  await expect(page).toHaveURL(/\/confirm$/);
  await expect(page.getByText("まだ、ご契約登録は完了していません")).toBeVisible();
}

/** Agrees where that is asked. */
export async function agree(page: Page): Promise<void> {
  const box = page.getByRole("checkbox", { name: "利用規約に同意" });
  if ((await box.count()) > 0) await box.check();
}

/** Sends, and sees that it is done. */
export async function register(page: Page): Promise<void> {
  await agree(page);
  await page.getByRole("button", { name: "ご契約登録" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "お申し込みが完了しました" })).toBeVisible();
}
