// What is asked for about an order that is there: corrected before it is arranged, then exchanged and extended.
import { command } from "../steps/commands.ts";
import { look } from "../steps/looks.ts";
import { enter, MORI } from "../steps/people.ts";
import { confirm, fillIn, open, period, send } from "../steps/rentals.ts";
import { at } from "../steps/requests.ts";
import { expect, test } from "../steps/test.ts";

const METER = { product: "dsx2８００３", name: "DSX2-8003", first: 3, last: 20, quantity: "２" };

for (const width of [360, 1024]) {
  test(`an order is corrected, exchanged and extended, at ${width}`, async ({ page, context }) => {
    test.setTimeout(180_000);
    await page.setViewportSize({ width, height: 800 });
    await enter(context, MORI);
    await open(page, "order");
    await fillIn(page, METER);
    await confirm(page);
    const ordered = await send(page);
    await page.getByRole("link", { name: "注文を見る" }).click();
    await expect(page.locator("dl.facts")).toContainText("受付完了");
    const order = page.url();
    await expect(page.getByRole("link", { name: "機器交換を依頼する" })).toHaveCount(0);

    // Before it is arranged: fewer goods, a day later.
    await page.getByRole("link", { name: "注文を修正する" }).click();
    await expect(page).toHaveURL(/\/edit$/);
    await expect(at(page, "items[0].product")).toHaveValue("DSX2-8003");
    await period(page, 4, 20);
    await at(page, "items[0].quantity").fill("1");
    await page.getByRole("button", { name: "確認画面へ" }).click();
    await expect(at(page, "rental.changes")).toHaveAttribute("aria-invalid", "true");
    await look(page, "order-correction-errors");
    await at(page, "rental.changes").fill("1台に減らし、1日遅らせます。");
    await confirm(page);
    await look(page, "order-correction-confirm");
    await command("requests", "complete", "rental", await send(page));
    await page.goto(order);
    await expect(page.locator("table.order-lines")).toContainText("（17日間）");
    await look(page, "order-corrected");

    // The goods are promised: a unit is exchanged, with its reason.
    await command("requests", "complete", "rental", ordered);
    await page.reload();
    await page.getByRole("link", { name: "機器交換を依頼する" }).click();
    await expect(page).toHaveURL(/\/edit$/);
    await expect(at(page, "exchanged_items[0].product")).toHaveValue("DSX2-8003");
    await at(page, "exchanged_items[0].quantity").fill("2");
    await page.getByRole("button", { name: "確認画面へ" }).click();
    await expect(at(page, "exchanged_items[0].reason")).toHaveAttribute("aria-invalid", "true");
    await look(page, "order-exchange-errors");
    await at(page, "exchanged_items[0].quantity").fill("1");
    await at(page, "exchanged_items[0].reason").fill("画面が点きません。");
    await confirm(page);
    await look(page, "order-exchange-confirm");
    await command("requests", "complete", "rental", await send(page));

    // A longer period: what is arranged is extended and not corrected.
    await page.goto(order);
    await expect(page.getByText("機器交換").first()).toBeVisible();
    await page.getByRole("link", { name: "注文を修正する" }).click();
    await expect(page).toHaveURL(/\/edit$/);
    await period(page, 4, 40);
    await at(page, "rental.changes").fill("工期が延びました。");
    await confirm(page);
    await command("requests", "complete", "rental", await send(page));
    await page.goto(order);
    await expect(page.getByText("期間延長").first()).toBeVisible();
    await look(page, "order-extended");
  });
}
