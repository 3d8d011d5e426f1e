// The first login of who was given a password leads to nothing but the choice of an own one.
import { chooseNew, expectInside, expectPasswordChange, expectRefused, give, logOut } from "../steps/entries.ts";
import { lookAtBoth } from "../steps/looks.ts";
import { HAYASHI } from "../steps/people.ts";
import { expect, test } from "../steps/test.ts";

const OWN = "Nagare5.gumo";

test("a first password is changed before anything else", async ({ page }) => {
  await page.goto("/rental/login");
  await give(page, HAYASHI.identifiers, HAYASHI.password);
  await expectPasswordChange(page);
  for (const rule of ["8文字以上", "12文字以下", "半角英大文字を1文字以上含む", "現パスワードと異なる", "ログインID文字列を含まない", ". (ドット) - (ハイフン) _ (アンダーバー) = (イコール) + (プラス)"]) {
    await expect(page.locator("ul.rules li", { hasText: rule })).toBeVisible();
  }
  await lookAtBoth(page, "first-login");
  for (const elsewhere of ["/rental/", "/rental/users", "/rental/account/sessions"]) {
    await page.goto(elsewhere);
    await expectPasswordChange(page);
  }
  await chooseNew(page, HAYASHI.password, undefined, HAYASHI.password);
  await expect(page.locator("#password-error")).toContainText("現パスワードと異なるパスワードを入力してください。");
  await chooseNew(page, OWN, undefined, HAYASHI.password);
  await expectInside(page);
  await logOut(page);

  await page.goto("/rental/login");
  await give(page, HAYASHI.identifiers, HAYASHI.password);
  await expectRefused(page);
  await give(page, HAYASHI.identifiers, OWN);
  await expectInside(page);
});
