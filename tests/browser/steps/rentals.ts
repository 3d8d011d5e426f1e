// Goods of the rental portal, asked for as a person does.
import { expect, type Page } from "@playwright/test";
import { at } from "./requests.ts";

/** The day so many days from today in Japan, as a field takes it. */
export function day(ahead: number): string {
  return new Date(Date.now() + 9 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10);
}

/** What is ordered, and from which day to which, counted from today. */
export type Goods = { product: string; name: string; first: number; last: number; quantity: string };

/** Opens a draft, of an order where its number is given. */
export async function open(page: Page, kind: string, order = ""): Promise<void> {
  await page.goto(`/rental/requests/new?kind=${kind}${order && `&order=${order}`}`);
  await expect(page).toHaveURL(/\/edit$/);
  await expect(at(page, "orderer.contact")).toBeVisible();
}

const ADDRESS: Record<string, string> = {
  company: "港工事",
  postal_code: "1088001",
  address1: "港区芝",
  phone: "0355550203",
  contact: "森",
};

/** Orderer, class, one delivery address and one kind of goods. */
export async function fillIn(page: Page, goods: Goods): Promise<void> {
  for (const group of ["orderer", "delivery[0]"]) {
    for (const [name, value] of Object.entries(ADDRESS)) await at(page, `${group}.${name}`).fill(value);
    await at(page, `${group}.prefecture`).selectOption("東京都");
  }
  await page.locator("[name='rental.class']").first().check();
  await at(page, "items[0].product").fill(goods.product);
  await page.getByRole("button", { name: new RegExp(goods.name) }).first().click();
  await period(page, goods.first, goods.last);
  await at(page, "items[0].quantity").fill(goods.quantity);
}

/** Sets the period of the first goods. */
export async function period(page: Page, first: number, last: number): Promise<void> {
  await at(page, "items[0].period.first").fill(day(first));
  await at(page, "items[0].period.last").fill(day(last));
}

/** Goes on to the confirmation. */
export async function confirm(page: Page): Promise<void> {
  await page.getByRole("button", { name: "確認画面へ" }).click();
  await expect(page).toHaveURL(/\/confirm$/);
}

/** Sends what is confirmed, and gives its number. */
export async function send(page: Page, done = "お申し込みが完了しました"): Promise<string> {
  await page.getByRole("button", { name: "申し込む" }).click();
  await expect(page.getByRole("heading", { level: 1, name: done })).toBeVisible();
  return (await page.locator(".notice strong").first().innerText()).trim();
}
