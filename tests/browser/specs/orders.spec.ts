// 見積・注文 of the rental portal: order with a kept delivery address, cancel in part and in whole, order from a quote, and see all of it
// in the histories.
import { command } from "../steps/commands.ts";
import { look } from "../steps/looks.ts";
import { enter, TANAKA } from "../steps/people.ts";
import { confirm, day, send } from "../steps/rentals.ts";
import { at, expectSaved } from "../steps/requests.ts";
import { expect, test } from "../steps/test.ts";

for (const width of [360, 1024]) {
  test(`goods are ordered and cancelled in part and in whole, at ${width}`, async ({ page, context }) => {
    test.setTimeout(180_000);
    await page.setViewportSize({ width, height: 800 });
    await enter(context, TANAKA);
    // A delivery address that is kept.
    await page.goto("/rental/account/delivery-templates");
    await look(page, "delivery-templates");
    await at(page, "company").fill(`品川現場${width}`);
    await at(page, "postal_code").fill("１０８８００１");
    await expect(at(page, "address1")).not.toHaveValue("");
    await at(page, "phone").fill("03-5555-0202");
    await at(page, "contact").fill("鈴木 蓮");
    await page.getByRole("button", { name: "登録する" }).click();
    await expect(page.getByText("お届け先テンプレートを登録しました。")).toBeVisible();

    // The six kinds on one page, in the order of the guide.
    await page.goto("/rental/requests/new?kind=quote");
    await expect(page).toHaveURL(/\/edit$/);
    const kinds = page.getByRole("radio");
    await expect(page.getByRole("group", { name: /申込内容/ }).getByRole("radio")).toHaveCount(6);
    await page.getByRole("radio", { name: "注文", exact: true }).check();
    await expect(kinds.first()).toBeVisible();
    await page.locator("[name='rental.class']").first().check();
    await page.locator("[id='delivery[0]-source']").selectOption({ label: await page.locator("[id='delivery[0]-source'] option").last().innerText() });
    await page.getByRole("button", { name: /^届先情報へ反映/ }).first().click();
    await expect(at(page, "delivery[0].company")).not.toHaveValue("");
    await at(page, "items[0].product").fill("dsx2 8000");
    await page.getByRole("button", { name: /DSX2-8000/ }).first().click();
    await expect(at(page, "items[0].product")).toHaveValue("DSX2-8000");
    await at(page, "items[0].period.first").fill(day(0));
    await at(page, "items[0].period.last").fill(day(32));
    await expect(page.getByText("33日間")).toBeVisible();
    await at(page, "items[0].quantity").fill("２");
    await at(page, "items[0].delivery").focus();
    await expectSaved(page);
    await look(page, "order-form");
    await confirm(page);
    await expect(page.getByRole("region", { name: "概算料金（税別）" })).toContainText("33日間");
    await look(page, "order-confirm");
    const ordered = await send(page);
    await look(page, "order-sent");
    await command("requests", "complete", "rental", ordered);
    await page.getByRole("link", { name: "注文を見る" }).click();
    await expect(page.getByText("手配済").first()).toBeVisible();
    await look(page, "order-detail");

    // What another end would cost.
    await at(page, "ends_on").fill(day(10));
    await page.getByRole("button", { name: "試算する" }).click();
    await expect(page.locator(".simulation")).toContainText("安くなります");
    await look(page, "order-simulated");

    // Some goods: one unit, and what is wrong stands at its field.
    const order = page.url();
    await page.getByRole("link", { name: "解約する" }).click();
    await expect(page).toHaveURL(/\/edit$/);
    await page.getByRole("radio", { name: "一部の商品を解約" }).check();
    await at(page, "cancelled_items[0].quantity").fill("3");
    await at(page, "cancelled_items[0].cancelled_on").fill(day(40));
    await page.getByRole("button", { name: "確認画面へ" }).click();
    await expect(page.getByText("解約日は、レンタル期間内の日付を入力してください。").first()).toBeVisible();
    await expect(page.getByText("数量が、レンタル中の数量を超えています。").first()).toBeVisible();
    await look(page, "cancellation-errors");
    await at(page, "cancelled_items[0].quantity").fill("1");
    await at(page, "cancelled_items[0].cancelled_on").fill(day(10));
    await confirm(page);
    await expect(page.getByRole("region", { name: "解約後のレンタル" })).toBeVisible();
    await look(page, "cancellation-confirm");
    await command("requests", "complete", "rental", await send(page));
    await page.goto(order);
    await expect(page.locator("table.order-lines")).toContainText("で解約");
    await look(page, "order-cancelled-in-part");

    // All that is left.
    await page.getByRole("link", { name: "解約する" }).click();
    await expect(page).toHaveURL(/\/edit$/);
    await page.getByRole("radio", { name: "全ての商品を解約" }).check();
    await at(page, "cancelled_items[0].cancelled_on").fill(day(12));
    await confirm(page);
    await command("requests", "complete", "rental", await send(page));
    await page.goto(order);
    await expect(page.getByRole("link", { name: "解約する" })).toHaveCount(0);

    await page.goto("/rental/account/requests");
    await expect(page.locator("tbody tr").first()).toBeVisible();
    await look(page, "request-history");
    await page.goto("/rental/orders");
    await look(page, "orders");
  });
}

test("a quote is answered and ordered once", async ({ page, context }) => {
  await page.setViewportSize({ width: 1024, height: 800 });
  await enter(context, TANAKA);
  await page.goto("/rental/quotes");
  await look(page, "quotes");
  await page.getByRole("link", { name: /^詳細/ }).last().click();
  await look(page, "quote-detail");
  const quote = page.url();
  await page.getByRole("link", { name: "この見積で注文する" }).click();
  await expect(page).toHaveURL(/\/edit$/);
  await expect(at(page, "rental.quote_number")).not.toHaveValue("");
  await expect(at(page, "items[0].product")).toHaveValue("DSX2-8000");
  await confirm(page);
  await send(page);
  await page.goto(quote);
  await expect(page.getByText("注文済")).toBeVisible();
  await expect(page.getByRole("link", { name: "この見積で注文する" })).toHaveCount(0);
  await look(page, "quote-ordered");
});
