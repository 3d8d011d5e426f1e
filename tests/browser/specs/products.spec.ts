// The catalogue of the rental site: found however it is typed, with what is free and what it costs, and into the basket.
import { lookAtBoth, lookInTheDark } from "../steps/looks.ts";
import { enter, MORI, TANAKA } from "../steps/people.ts";
import { day } from "../steps/rentals.ts";
import { expect, path, test } from "../steps/test.ts";

test("a product is found, looked at and put into the basket", async ({ page, context }) => {
  await enter(context, TANAKA);
  await page.goto("/rental/");
  const menu = page.getByRole("navigation", { name: "メインメニュー" });
  for (const name of ["見積・注文", "注文履歴", "見積履歴", "お客様情報", "よくあるご質問"]) {
    await expect(menu.getByRole("link", { name, exact: true })).toBeVisible();
  }
  await menu.getByRole("link", { name: "商品", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "商品" })).toBeFocused();
  await expect(page.locator("#list-count")).toContainText("全240件");
  await lookAtBoth(page, "products");
  await lookInTheDark(page, "products");

  const words = page.getByLabel("商品名・商品コード");
  await words.fill("ｄｓｘ２８０００");
  await page.getByRole("button", { name: "検索", exact: true }).click();
  await expect(page.locator("#list-count")).toContainText("全1件");
  await words.fill("ひかりふぁいば　心線");
  await page.getByRole("button", { name: "検索", exact: true }).click();
  await expect(page.getByText("条件に合う商品はありません。")).toBeVisible();
  await lookAtBoth(page, "products-none");
  await words.fill("ふぁいばてーぷ");
  await page.getByRole("button", { name: "検索", exact: true }).click();
  await expect(page.locator("#list-count")).toContainText("全20件");
  await page.getByLabel("並び順").selectOption({ label: "日額の安い順" });
  await expect(page).toHaveURL(/order=daily_price/);
  await page.getByLabel("開始日").fill(day(30));
  await page.getByLabel("終了日").fill(day(62));
  await page.getByRole("button", { name: "この期間の空きを見る" }).click();
  await expect(page).toHaveURL(new RegExp(`from=${day(30)}&until=${day(62)}`));
  // A reload shows the same.
  await page.reload();
  await expect(words).toHaveValue("ふぁいばてーぷ");
  await lookAtBoth(page, "products-found");

  await page.getByRole("link", { name: "光ファイバテープ心線単心分離具", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "光ファイバテープ心線単心分離具" })).toBeVisible();
  expect(path(page).split("?")[0]).toBe("/rental/products/DSX2-8002");
  await expect(page.getByLabel("開始日")).toHaveValue(day(30));
  await expect(page.locator(".period-facts")).toContainText("33日");
  await expect(page.locator(".period-facts")).toContainText("空き 25台");
  await lookAtBoth(page, "product");
  await page.getByRole("textbox", { name: "数量" }).fill("０");
  await page.getByRole("button", { name: "カートに追加" }).click();
  await expect(page.locator("#error-summary")).toBeFocused();
  await lookAtBoth(page, "product-refused");
  await page.getByRole("textbox", { name: "数量" }).fill("２");
  await page.getByRole("button", { name: "カートに追加" }).click();
  await expect(page.getByText("カートに追加しました。")).toBeVisible();
  await page.locator("#wish-outcome ~ p").getByRole("link", { name: "カートを見る" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "カート" })).toBeVisible();
  const row = page.getByRole("row", { name: /DSX2-8002/ });
  await expect(row).toContainText("33日");
  await lookAtBoth(page, "basket");
  await lookInTheDark(page, "basket");
  await row.getByRole("button", { name: /変更/ }).click();
  const dialog = page.getByRole("dialog", { name: "期間と数量の変更" });
  await expect(dialog.getByLabel("数量")).toHaveValue("2");
  await lookAtBoth(page, "basket-change");
  await dialog.getByLabel("数量").fill("30");
  await dialog.getByRole("button", { name: "変更する" }).click();
  await expect(page.getByText("変更しました。")).toBeVisible();
  await expect(row).toContainText("空き 25台（不足）");
  await expect(page.getByRole("link", { name: "見積・注文へ進む" })).toHaveAttribute("href", /requests\/new/);
  await page.getByRole("button", { name: "カートを空にする" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "カートを空にする" }).click();
  await expect(page.getByText("カートに商品はありません。")).toBeVisible();
  await lookAtBoth(page, "basket-empty");
});

test("questions are searched and opened", async ({ page, context }) => {
  await enter(context, MORI);
  await page.goto("/rental/faqs");
  await expect(page.locator("#list-count")).toContainText(/11件/);
  await page.getByRole("button", { name: /レンタル日数はどのように数えますか/ }).click();
  await expect(page.getByText("2028年1月29日までは33日です。")).toBeVisible();
  await lookAtBoth(page, "faqs");
  await page.getByLabel("質問を言葉で探す").fill("りようしゃ");
  await page.getByRole("button", { name: "検索", exact: true }).click();
  await expect(page.getByText("条件に合うご質問はありません。")).toBeVisible();
  await page.getByLabel("質問を言葉で探す").fill("ﾊﾟｽﾜｰﾄﾞ");
  await page.getByRole("button", { name: "検索", exact: true }).click();
  await expect(page.getByRole("button", { name: /利用者を増やす/ })).toBeVisible();
  await page.getByLabel("分類").selectOption({ label: "お届け・返却" });
  await expect(page).toHaveURL(/category=delivery/);
});
