// 承認 inside a customer: what is above its limit waits for a colleague, who approves or refuses it.
import { look, lookAtBoth, lookInTheDark } from "../steps/looks.ts";
import { mailAfter } from "../steps/mailbox.ts";
import { enter, SUZUKI, TANAKA } from "../steps/people.ts";
import { confirm, fillIn, open, send } from "../steps/rentals.ts";
import { at } from "../steps/requests.ts";
import { expect, test } from "../steps/test.ts";

const LIFTS = { product: "DSX2-8006", name: "DSX2-8006", first: 200, last: 290, quantity: "1" };

test("what is above the limit waits for a colleague, who approves and refuses", async ({ page, context, browser }) => {
  await enter(context, TANAKA);
  // One of the demo waits already.
  await page.goto("/rental/");
  await expect(page.getByText(/承認をお待ちのお申し込みが\d件あります。/)).toBeVisible();
  await lookAtBoth(page, "approvals-home");
  await page.getByRole("link", { name: "承認待ちの一覧を見る" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "承認待ちのお申し込み" })).toBeVisible();
  await lookAtBoth(page, "approvals");
  await lookInTheDark(page, "approvals");
  await page.locator("tbody tr").filter({ hasText: "鈴木" }).first().getByRole("link").click();
  await lookAtBoth(page, "approval");
  await page.getByRole("button", { name: "承認する" }).click();
  const approving = page.getByRole("dialog", { name: "このお申し込みを承認しますか？" });
  await lookAtBoth(page, "approval-dialog");
  const letter = await mailAfter(SUZUKI.mail, () => approving.getByRole("button", { name: "承認する" }).click(), "承認");
  expect(letter.text).toContain("田中");
  await expect(page.getByText("お申し込みを承認しました。")).toBeVisible();
  await expect(page.getByText("受付完了").first()).toBeVisible();
  await lookAtBoth(page, "approval-approved");

  // The other one asks, on a phone: told before sending, and that it waits.
  const phone = await browser.newContext({ viewport: { width: 360, height: 800 }, locale: "ja-JP" });
  await enter(phone, SUZUKI);
  const asking = await phone.newPage();
  await open(asking, "order");
  await fillIn(asking, LIFTS);
  await confirm(asking);
  await expect(asking.getByText(/が上限 .* を超えるため、承認が必要です。/)).toBeVisible();
  await look(asking, "approval-confirm");
  let number = "";
  const asked = await mailAfter(TANAKA.mail, async () => void (number = await send(asking, "承認を依頼しました")), "承認");
  expect(asked.text).toContain("鈴木");
  await look(asking, "approval-asked");

  // Refused: with a reason, which the one who asked reads.
  await page.goto("/rental/account/approvals");
  await page.getByRole("link", { name: number }).click();
  await page.getByRole("button", { name: "否認する" }).click();
  const refusing = page.getByRole("dialog", { name: "このお申し込みを否認しますか？" });
  await refusing.getByRole("button", { name: "否認する" }).click();
  await expect(at(page, "reason")).toHaveAttribute("aria-invalid", "true");
  await lookAtBoth(page, "approval-refusal");
  await at(page, "reason").fill("来月に延ばしてください。");
  const refused = await mailAfter(SUZUKI.mail, () => refusing.getByRole("button", { name: "否認する" }).click(), "否認");
  expect(refused.text).toContain("来月に延ばしてください。");
  await expect(page.getByText("お申し込みを否認しました。")).toBeVisible();
  await asking.goto(page.url());
  await expect(asking.getByText("来月に延ばしてください。").first()).toBeVisible();
  await look(asking, "approval-refused");
  await phone.close();
});

test("who approves and from which price on is set with what is wrong at its field", async ({ page, context }) => {
  await enter(context, TANAKA);
  await page.goto("/rental/account/approvals");
  const boxes = page.getByRole("group", { name: "承認者" }).getByRole("checkbox");
  await expect(boxes).toHaveCount(2);
  for (const box of await boxes.all()) await box.uncheck();
  await at(page, "limit").fill("百万");
  await page.getByRole("button", { name: "設定を保存" }).click();
  await expect(page.locator("#error-summary")).toBeFocused();
  await expect(at(page, "limit")).toHaveAttribute("aria-invalid", "true");
  await lookAtBoth(page, "approvals-errors");
  for (const box of await boxes.all()) await box.check();
  await at(page, "limit").fill("￥１，０００，０００");
  await page.getByRole("button", { name: "設定を保存" }).click();
  await expect(page.getByText("承認の設定を保存しました。")).toBeVisible();
  await page.reload();
  await expect(at(page, "limit")).toHaveValue("1000000");
});
