// What a contractor fills in at the first login, by the page.
import type { Locator, Page } from "@playwright/test";
import { SAID } from "./people.ts";

/** A field by its path: `contractor.postal_code`. */
export const at = (page: Page, path: string): Locator => page.locator(`[id="${path}"]`);

/** Fills in a form of the page; a choice by its value. */
export async function fillForm(page: Page, form: string, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const field = at(page, `${form}.${name}`);
    if (name === "prefecture") await field.selectOption(value);
    else await field.fill(value);
  }
}

/** Everything, with a password, and sends it. */
export async function describe(page: Page, password: string): Promise<void> {
  for (const [form, values] of Object.entries(SAID)) await fillForm(page, form, values);
  await page.locator("#new_password").fill(password);
  await page.locator("#password_confirmation").fill(password);
  await page.getByRole("button", { name: "登録", exact: true }).click();
}
