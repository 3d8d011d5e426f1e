// お問い合わせ: sent with files, answered by the provider, replied to, and opened again.
import { readFile } from "node:fs/promises";
import { command } from "../steps/commands.ts";
import { keptInTab } from "../steps/drafts.ts";
import { fileDialogAfter } from "../steps/files.ts";
import { logInByApi } from "../steps/logins.ts";
import { look, lookAtBoth, lookInTheDark } from "../steps/looks.ts";
import { mailAfter } from "../steps/mailbox.ts";
import { month } from "../steps/months.ts";
import { DEMO } from "../steps/subscribers.ts";
import { expect, path, test } from "../steps/test.ts";
import type { Page } from "@playwright/test";

const FORM = "/telecom/inquiries/new";
const PDF = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n");
const FILE = { name: "請求書 10月.pdf", mimeType: "application/pdf", buffer: PDF };

async function fillIn(page: Page, kind: string, subject: string, text: string): Promise<void> {
  await page.getByLabel(/^種別/).selectOption({ label: kind });
  await page.getByLabel(/^件名/).fill(subject);
  await page.getByLabel(/^内容/).fill(text);
}

/** Sends the form and gives the number that the page tells. */
async function send(page: Page): Promise<string> {
  await page.getByRole("button", { name: "送信", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "お問い合わせを受け付けました" })).toBeFocused();
  return page.locator("dl.details strong").innerText();
}

const files = (page: Page) => page.getByRole("list", { name: "添付ファイル" }).getByRole("listitem");
const choose = (page: Page, file: typeof FILE) => page.locator("input[type=file]").setInputFiles(file);

test("an inquiry is sent with a file, answered and replied to", async ({ page, context }) => {
  await logInByApi(context);
  await page.goto("/telecom/");
  // As it is before the first one.
  const nothing = JSON.stringify({ items: [], total: 0 });
  await page.route("**/api/v1/telecom/inquiries**", (route) => route.fulfill({ body: nothing, contentType: "application/json" }));
  await page.getByRole("navigation", { name: "メインメニュー" }).getByRole("link", { name: "お問い合わせ" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "お問い合わせ" })).toBeFocused();
  await expect(page.getByText("お問い合わせはまだありません。")).toBeVisible();
  await lookAtBoth(page, "inquiries-empty");
  await page.unroute("**/api/v1/telecom/inquiries**");
  await page.reload();
  // What the demo begins with: one that is answered, one that waits.
  for (const subject of ["リモートサポートの料金について", "移転時の手続きについて"]) {
    await expect(page.getByRole("row", { name: new RegExp(subject) })).toBeVisible();
  }

  await page.getByRole("link", { name: "新しいお問い合わせ" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "新しいお問い合わせ" })).toBeFocused();
  await lookAtBoth(page, "inquiry-form");
  await fillIn(page, "ご請求について", "10月分の金額について", "いつもお世話になっております。\n内訳を教えてください。");
  await choose(page, FILE);
  await expect(files(page)).toContainText("請求書 10月.pdf");
  await expect(files(page).getByRole("progressbar")).toHaveCount(0);
  await lookAtBoth(page, "inquiry-filled");
  await lookInTheDark(page, "inquiry-filled");

  let number = "";
  const receipt = await mailAfter(DEMO.mail, async () => (number = await send(page)), "お問い合わせ受付完了");
  expect(number).toMatch(/^Q\d{12}$/);
  await expect(page.getByText(`${DEMO.mail} に受付完了のメールをお送りします。`)).toBeVisible();
  expect(receipt.text).toContain(`受付番号 : ${number}`);
  expect(receipt.text).toContain("10月分の金額について");
  await lookAtBoth(page, "inquiry-sent");

  await page.getByRole("link", { name: "お問い合わせ一覧へ" }).click();
  const row = page.getByRole("row", { name: new RegExp(number) });
  await expect(row).toContainText(/10月分の金額について.*ご請求について.*受付済/s);
  await lookAtBoth(page, "inquiries");
  await lookInTheDark(page, "inquiries");
  await row.getByRole("link", { name: /詳細/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "10月分の金額について" })).toBeFocused();
  const messages = page.locator("ol.thread > li");
  await expect(messages).toHaveCount(1);
  await expect(messages.first()).toContainText("内訳を教えてください。");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    messages.getByRole("link", { name: "請求書 10月.pdf" }).click(),
  ]);
  expect(file.suggestedFilename()).toBe("請求書 10月.pdf");
  expect(await readFile(await file.path())).toEqual(PDF);

  const answer = () => command("inquiries", "answer", "telecom", number, "--text", "初期費用が含まれております。");
  await mailAfter(DEMO.mail, answer);
  await page.reload();
  await expect(messages).toHaveCount(2);
  await expect(messages.last()).toContainText("初期費用が含まれております。");
  await expect(page.locator("dl.facts")).toContainText("回答済");
  await lookAtBoth(page, "inquiry-answered");
  await lookInTheDark(page, "inquiry-answered");

  await command("inquiries", "close", "telecom", number);
  await page.reload();
  await expect(page.locator("dl.facts")).toContainText("完了");
  await expect(page.getByText("このお問い合わせは完了しています。返信すると、受付済に戻ります。")).toBeVisible();
  await page.getByRole("button", { name: "返信を送信" }).click();
  await expect(page.locator("#error-summary")).toBeFocused();
  await page.getByLabel(/^内容/).fill("ありがとうございます。\nもう一つ教えてください。");
  await choose(page, { name: "メモ.txt", mimeType: "text/plain", buffer: Buffer.from("メモ\r\n") });
  await expect(files(page).last()).toContainText("メモ.txt");
  // What is written in reply outlives a reload.
  await keptInTab(page, "もう一つ教えてください。");
  await page.reload();
  await expect(page.getByLabel(/^内容/)).toHaveValue("ありがとうございます。\nもう一つ教えてください。");
  await page.getByRole("button", { name: "返信を送信" }).click();
  await expect(page.getByText("返信を送信しました。")).toBeVisible();
  await expect(page.locator("#reply-outcome")).toBeFocused();
  await expect(messages).toHaveCount(3);
  await expect(messages.last().getByRole("link", { name: "メモ.txt" })).toBeVisible();
  await expect(page.locator("dl.facts")).toContainText("受付済");
  await expect(page.getByLabel(/^内容/)).toHaveValue("");
  await expect(page.getByText("このお問い合わせは完了しています。")).toHaveCount(0);
  await lookAtBoth(page, "inquiry-replied");
});

test("nothing that was typed is lost, and what is missing is said at its field", async ({ page, context, complaints }) => {
  await logInByApi(context);
  await page.goto(FORM);
  await page.getByRole("button", { name: "送信", exact: true }).click();
  const summary = page.locator("#error-summary");
  await expect(summary).toBeFocused();
  await expect(summary.getByRole("link")).toHaveText(["種別を選択してください。"]);
  await lookAtBoth(page, "inquiry-errors");
  await lookInTheDark(page, "inquiry-errors");
  await summary.getByRole("link", { name: /種別/ }).click();
  await expect(page.locator("#kind")).toBeFocused();

  await fillIn(page, "その他", "あ".repeat(201), "本文");
  await page.locator("#text").focus();
  await expect(page.locator("#subject-error")).toHaveText("件名は200文字以内で入力してください（現在201文字）。");
  await page.getByLabel(/^件名/).fill("引っ越しについて");
  await expect(page.locator("#subject-error")).toBeEmpty();
  await choose(page, FILE);
  await expect(files(page)).toHaveCount(1);
  await expect(files(page).getByRole("progressbar")).toHaveCount(0);
  await keptInTab(page, FILE.name);
  await page.reload();
  await expect(page.getByLabel(/^種別/)).toHaveValue("other");
  await expect(page.getByLabel(/^件名/)).toHaveValue("引っ越しについて");
  await expect(page.getByLabel(/^内容/)).toHaveValue("本文");
  await expect(files(page)).toContainText(FILE.name);

  // Looking at another page and coming back.
  await page.getByRole("navigation", { name: "メインメニュー" }).getByRole("link", { name: "お手続き" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "お手続き" })).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel(/^件名/)).toHaveValue("引っ越しについて");

  // A server that is away.
  complaints.expect(/ERR_FAILED/);
  await page.route("**/api/v1/telecom/inquiries", (route) => route.abort());
  await page.getByRole("button", { name: "送信", exact: true }).click();
  await expect(summary).toContainText("サーバーに接続できませんでした。");
  await expect(page.getByLabel(/^内容/)).toHaveValue("本文");
  await page.unroute("**/api/v1/telecom/inquiries");
  await send(page);

  // The next one starts empty.
  await page.goto(FORM);
  await expect(page.getByLabel(/^件名/)).toHaveValue("");
  await expect(files(page)).toHaveCount(0);
});

test("files that cannot be attached say why, and nothing is sent without them unawares", async ({ page, context }) => {
  await logInByApi(context);
  await page.goto(FORM);
  await fillIn(page, "その他", "ファイルについて", "ファイルを送ります。");
  const button = page.getByRole("button", { name: "ファイルを選択" });
  const dialog = await fileDialogAfter(page, () => button.press("Enter"));
  expect(dialog.isMultiple()).toBe(true);

  const posts: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") posts.push(new URL(request.url()).pathname);
  });
  const refused = async (name: string, buffer: Buffer, reason: string) => {
    await choose(page, { name, mimeType: "application/octet-stream", buffer });
    await expect(files(page).filter({ hasText: name })).toContainText(reason);
  };
  await refused("program.exe", PDF, "この種類のファイルは添付できません。");
  await refused("nothing.pdf", Buffer.alloc(0), "中身のないファイルは添付できません。");
  await refused("large.pdf", Buffer.alloc(10 * 1024 * 1024 + 1, PDF), "ファイルが大きすぎるため、添付できません。");
  expect(posts, "nothing was uploaded for that").toEqual([]);
  // Only the server looks into the file.
  await refused("disguised.pdf", Buffer.from("MZ"), "この種類のファイルは添付できません。");
  await lookAtBoth(page, "inquiry-files-refused");

  await page.getByRole("button", { name: "送信", exact: true }).click();
  await expect(page.locator("#error-summary")).toContainText("添付できなかったファイルがあります。");
  expect(path(page)).toBe(FORM);
  for (const name of ["program.exe", "nothing.pdf", "large.pdf", "disguised.pdf"]) {
    await page.getByRole("button", { name: `取り除く ${name}` }).click();
    await expect(button).toBeFocused();
  }
  await expect(files(page)).toHaveCount(0);
  await expect(page.locator("#attachments-error")).toBeEmpty();

  // Dropped on the place for it; no more than five.
  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    for (let at = 1; at <= 6; at++) transfer.items.add(new File(["%PDF-1.7\n%%EOF\n"], `${at}.pdf`, { type: "application/pdf" }));
    return transfer;
  });
  await page.dispatchEvent(".drop-zone", "drop", { dataTransfer: dropped });
  await expect(files(page)).toHaveCount(6);
  await expect(files(page).filter({ hasText: "6.pdf" })).toContainText("これ以上は添付できません。");
  await page.getByRole("button", { name: "取り除く 6.pdf" }).click();
  await expect(files(page).getByRole("progressbar")).toHaveCount(0);
  await page.getByRole("button", { name: "取り除く 2.pdf" }).click();
  await expect(files(page)).toHaveCount(4);
  await send(page);
  await page.getByRole("link", { name: "送信した内容を見る" }).click();
  const sent = page.locator("ol.thread a.file-name");
  await expect(sent).toHaveCount(4);
  expect((await sent.allInnerTexts()).sort()).toEqual(["1.pdf", "3.pdf", "4.pdf", "5.pdf"]);
});

test("what has a switch is recognised, and done at once with consent", async ({ page, context }) => {
  await logInByApi(context);
  await page.goto(FORM);
  const hint = page.getByText("このお申し込みは、お手続きからすぐに行えます。");
  await expect(hint).toHaveCount(0);
  await page.getByLabel(/^種別/).selectOption({ label: "通話明細記録について" });
  await expect(hint).toBeVisible();
  await expect(page.locator("main").getByRole("link", { name: "お手続きへ" })).toHaveAttribute("href", "/telecom/switches");
  await lookAtBoth(page, "inquiry-hint");
  await page.getByLabel(/^種別/).selectOption({ label: "その他" });
  await expect(hint).toHaveCount(0);

  // Consent is asked for in the same words as under お手続き; another subject asks anew, and none asks nothing.
  const consent = page.getByRole("checkbox", { name: "口座振替案内書を紙面に代えて、このサイトで電子データ（PDF）により受け取ることに同意します。" });
  const atOnce = page.getByText("「口座振替案内書の紙発送停止」のお申し込みがそのまま完了します。");
  await fillIn(page, "その他", "口座振替案内書の紙発送停止希望", "青葉　花子");
  await expect(atOnce).toBeVisible();
  await consent.check();
  await page.getByLabel(/^件名/).fill("開通案内の紙発送停止希望");
  await expect(page.getByRole("checkbox", { name: /^開通案内を紙面に代えて/ })).not.toBeChecked();
  await page.getByLabel(/^件名/).fill("口座振替案内書の紙発送停止希望の取消");
  await expect(page.getByRole("checkbox")).toHaveCount(0);
  await fillIn(page, "通話明細記録について", "通話明細記録の希望", "青葉　花子");
  await expect(page.getByRole("checkbox", { name: /「通信の秘密」/ })).not.toBeChecked();
  await expect(page.getByText("電話サービスのあるすべてのご契約（解約済を除く）が対象です。")).toBeVisible();

  // Without consent it is an inquiry like any other.
  await fillIn(page, "その他", "口座振替案内書の紙発送停止希望", "青葉　花子");
  await expect(consent).not.toBeChecked();
  await lookAtBoth(page, "inquiry-consent");
  await lookInTheDark(page, "inquiry-consent");
  await send(page);
  await expect(page.getByText(/「口座振替案内書の紙発送停止」のご希望として受け付けました。まだ反映されていません。/)).toBeVisible();
  await lookAtBoth(page, "inquiry-wish-open");

  await page.goto(FORM);
  await fillIn(page, "その他", "口座振替案内書の紙発送停止希望", "青葉　花子");
  await consent.check();
  await send(page);
  const done = page.getByText(`「口座振替案内書の紙発送停止」のお申し込みを受け付けました。${month(1)}分から反映されます。`);
  await expect(done).toBeVisible();
  await lookAtBoth(page, "inquiry-wish");
  await page.reload();
  await expect(done).toBeVisible();
  await page.getByRole("link", { name: "お手続きで確認する" }).click();
  const section = page.getByRole("region", { name: "口座振替案内書の紙発送停止" });
  await expect(section).toContainText("申込済み");
  // As it was before.
  await section.getByRole("button", { name: /取りやめる/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "取りやめる" }).click();
  await expect(section).toContainText("取りやめを受け付けました。");
});

test("an inquiry of nobody or of somebody else is not found", async ({ page, context, complaints }) => {
  await logInByApi(context);
  for (const address of ["/telecom/inquiries/00000000-0000-7000-8000-000000000000", "/telecom/inquiries/x/sent"]) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1, name: "ページが見つかりません" })).toBeVisible();
  }
  await look(page, "inquiry-not-found");
  // A portal without inquiries has no such page.
  complaints.expect(/status of 404 .*\/network\/inquiries/);
  expect((await page.goto("/network/inquiries"))!.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1, name: "ページが見つかりません" })).toBeVisible();
});
