// What goes wrong in a registration gets its clear answer, and nothing typed is lost.
import { keptInTab } from "../steps/drafts.ts";
import { choosePassword, fillIn, register, REGISTRATION, send, verify } from "../steps/registrations.ts";
import { look, picture } from "../steps/looks.ts";
import { mailsTo } from "../steps/mailbox.ts";
import { SUBSCRIBERS } from "../steps/subscribers.ts";
import { expect, test } from "../steps/test.ts";

const PASSWORD = "umi5sakura8ki";

test("facts that do not match one contract", async ({ page }) => {
  const { typed } = SUBSCRIBERS.stranger;
  await page.goto(REGISTRATION);
  await fillIn(page, "stranger@example.jp", { ...typed, postalCode: "108-8001" });
  await send(page);
  const summary = page.locator("#error-summary");
  await expect(summary).toBeFocused();
  await expect(summary).toContainText("指定の顧客は存在しません。");
  await expect(page.locator("#mail_address")).toHaveValue("stranger@example.jp");
  await expect(page.locator("#contract_number")).toHaveValue(typed.contractNumber);
  await expect(page.locator("#postal_code")).toHaveValue("1088001");
  await expect(page.locator("#customer_name")).toHaveValue(/ヤマザキ/);
  await expect(page.getByRole("checkbox")).toBeChecked();
  await look(page, "registration-no-customer");
  // How many tries are left is told as they run out, whichever fact is wrong.
  const said = async () => (await summary.innerText()).replace(/\s*あと\d+回入力を誤ると、しばらく受け付けできなくなります。/, "");
  const answer = await said();

  // The same answer whichever fact is wrong.
  for (const wrong of [{ contractNumber: "CAF9999999999" }, { customerName: "ヤマダ ショウ" }]) {
    await page.reload();
    await fillIn(page, "stranger@example.jp", { ...typed, ...wrong });
    await send(page);
    await expect(summary).toBeFocused();
    expect(await said()).toBe(answer);
  }
  expect(await mailsTo("stranger@example.jp")).toEqual([]);
});

test("too many tries from one address", async ({ page }) => {
  await page.goto(REGISTRATION);
  await fillIn(page, "guess@example.jp", { ...SUBSCRIBERS.stranger.typed, contractNumber: "CAF1000000001" });
  for (let number = 2; number <= 6; number++) {
    await send(page);
    await expect(page.locator("#error-summary")).toContainText("指定の顧客は存在しません。");
    await page.locator("#contract_number").fill(`CAF100000000${number}`);
  }
  await send(page);
  await expect(page.locator("#error-summary")).toContainText("試行の回数が上限に達しました。");
  await expect(page.locator("#error-summary")).toContainText(/\d\d:\d\d以降に/);
  await look(page, "registration-too-many");
});

test("fields that cannot be right", async ({ page }) => {
  await page.goto(REGISTRATION);
  await page.locator("#mail_address").fill("hanako@");
  await page.locator("#postal_code").fill("12345");
  await page.locator("#contract_number").fill("あいう");
  await page.locator("#customer_name").fill("・・");
  await page.getByRole("checkbox").check();
  // Said at the field when it is left.
  await expect(page.locator("#mail_address-error")).toContainText("メールアドレスの形が正しくありません。");
  await expect(page.locator("#postal_code-error")).toContainText("郵便番号は7桁の数字で入力してください。");
  await send(page);
  await expect(page.locator("#error-summary")).toBeFocused();
  const links = page.locator("#error-summary li a");
  for (const field of ["mail_address", "contract_number", "postal_code", "customer_name"]) {
    await expect(page.locator(`#error-summary a[href='#${field}']`)).toHaveCount(1);
    await expect(page.locator(`#${field}`)).toHaveAttribute("aria-describedby", new RegExp(`${field}-error`));
  }
  await links.first().click();
  await expect(page.locator("#mail_address")).toBeFocused();

  // Only the number is left.
  await page.locator("#mail_address").fill("hanako@example.jp");
  await page.locator("#postal_code").fill("1088001");
  await page.locator("#customer_name").fill("ヤマザキ ショウ");
  await send(page);
  await expect(page.locator("#contract_number-error")).toContainText("契約番号の形が正しくありません。");
  await expect(page.locator("#error-summary li")).toHaveCount(1);
  await look(page, "registration-field");
});

test("a draft outlives a look at another page, and a reload", async ({ page }) => {
  await page.goto(REGISTRATION);
  await page.locator("#mail_address").fill("draft@example.jp");
  await page.locator("#customer_name").fill("ﾔﾏｻﾞｷｼｮｳ");
  await page.locator("#postal_code").fill("４９５－００３６");
  // Put into its tidy form when the field is left.
  await page.locator("#mail_address").focus();
  await expect(page.locator("#postal_code")).toHaveValue("4950036");
  await page.getByRole("link", { name: "登録済みの方はログインへ" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "マイページ ログイン" })).toBeVisible();
  await page.goBack();
  await expect(page.locator("#mail_address")).toHaveValue("draft@example.jp");
  await expect(page.locator("#postal_code")).toHaveValue("4950036");
  await keptInTab(page, "draft@example.jp");
  await page.reload();
  await expect(page.locator("#mail_address")).toHaveValue("draft@example.jp");
  await expect(page.locator("#customer_name")).toHaveValue("ヤマザキショウ");
  await expect(page.locator("#postal_code")).toHaveValue("4950036");
  // It stays in its tab.
  const other = await page.context().newPage();
  await other.goto(REGISTRATION);
  await expect(other.locator("#mail_address")).toHaveValue("");
});

test("terms and legal forms open in dialogs", async ({ page }) => {
  await page.goto(REGISTRATION);
  for (const [button, title] of [["登録済みの法人格を表示", "登録済みの法人格"], ["利用規約を読む", "利用規約"]]) {
    await page.getByRole("button", { name: button }).click();
    const dialog = page.getByRole("dialog", { name: title });
    await expect(dialog).toBeVisible();
    await picture(page, `dialog-${button === "利用規約を読む" ? "terms" : "legal-forms"}`);
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("button", { name: button })).toBeFocused();
  }
});

test("a contract that is registered already", async ({ page }) => {
  const subscriber = SUBSCRIBERS.claimed;
  const letter = await register(page, "claimed@example.jp", subscriber);
  await verify(page, letter);
  await choosePassword(page, PASSWORD);
  await page.goto(REGISTRATION);
  await fillIn(page, "second@example.jp", subscriber.typed);
  await send(page);
  await expect(page.locator("#error-summary")).toContainText("この契約番号は登録済みです。");
  await look(page, "registration-claimed");
  expect(await mailsTo("second@example.jp")).toEqual([]);
});

test("links that are altered, replaced or used", async ({ page }) => {
  const subscriber = SUBSCRIBERS.links;
  const first = await register(page, "first@example.jp", subscriber);
  // The mail address was mistyped: registering again takes the first link away.
  const letter = await register(page, "links@example.jp", subscriber);
  const dead = page.getByRole("heading", { level: 1, name: "このURLはご利用いただけません" });
  await page.goto(first.link);
  await expect(dead).toBeVisible();

  const altered = letter.link.slice(0, -1) + (letter.link.endsWith("A") ? "B" : "A");
  await page.goto(altered);
  await expect(dead).toBeVisible();
  await expect(page.getByText("このURLは正しくありません。")).toBeVisible();
  await look(page, "link-altered");

  await page.goto(letter.link);
  await page.locator("#access_id").fill(letter.accessId);
  await page.locator("#temporary_password").fill("wrong123");
  await send(page);
  await expect(page.locator("#error-summary")).toContainText("入力された内容が正しくありません。");
  await expect(page.locator("#access_id")).toHaveValue(letter.accessId);
  await look(page, "registration-link-refused");

  await verify(page, letter);
  await choosePassword(page, PASSWORD);
  await page.goto(letter.link);
  await expect(dead).toBeVisible();
  await expect(page.getByText("このURLでの登録は完了しています。")).toBeVisible();
  await look(page, "link-used");
  await page.getByRole("link", { name: "ログインへ" }).click();
  await expect(page).toHaveURL(/\/telecom\/login$/);
});

test("the rules of a password are ticked while it is typed", async ({ page }) => {
  const letter = await register(page, "passwords@example.jp", SUBSCRIBERS.passwords);
  await verify(page, letter);
  const field = page.locator("#password");
  const rule = (text: string) => page.locator("ul.rules li", { hasText: text });
  const kept = page.locator("ul.rules li.kept");
  await expect(kept).toHaveCount(0);
  await field.pressSequentially("abc");
  await expect(rule("半角英小文字を1文字以上含む")).toHaveClass(/kept/);
  await expect(rule("8文字以上")).not.toHaveClass(/kept/);
  await field.fill("abcdefgh");
  await expect(rule("8文字以上")).toHaveClass(/kept/);
  await expect(rule("数字を1文字以上含む")).not.toHaveClass(/kept/);
  await look(page, "password-rules");
  await field.fill("Abcdefg1");
  await expect(rule("だけを使う")).not.toHaveClass(/kept/);
  await field.fill("a1".repeat(17));
  await expect(rule("32文字以下")).not.toHaveClass(/kept/);

  // Sent all the same: refused, and nothing is set.
  await send(page);
  await expect(page.locator("#error-summary")).toBeFocused();
  await expect(page.locator("#password-error")).toContainText("条件をすべて満たす");
  // All rules that can be ticked are kept, but everybody uses it.
  await field.fill("password1");
  await expect(rule("数字を1文字以上含む")).toHaveClass(/kept/);
  await send(page);
  await expect(page.locator("#password-error")).toContainText("推測されやすいパスワードです。");
  await look(page, "password-refused");

  await page.getByRole("button", { name: /^表示/ }).click();
  await expect(field).toHaveAttribute("type", "text");
  await choosePassword(page, PASSWORD);
});
