// Where lines break: never within a name, a mail address or a number that would have room on one line, and never within a
// word of running text.
import { contractId, logInByApi } from "../steps/logins.ts";
import { settled } from "../steps/looks.ts";
import { DEMO } from "../steps/subscribers.ts";
import { expect, test } from "../steps/test.ts";
import type { Page } from "@playwright/test";

const WIDTHS = [360, 768, 1024, 1440];

/** Breaks on the page that cut something which fits on a line, as "before / after". */
async function cuts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const range = document.createRange();
    const box = (node: Text, from: number, to: number) => {
      range.setStart(node, from);
      range.setEnd(node, to);
      return range.getClientRects();
    };
    const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (all.nextNode()) {
      const node = all.currentNode as Text;
      const holder = node.parentElement!;
      if (!node.data.trim() || !holder.checkVisibility({ visibilityProperty: true }) || holder.closest(".visually-hidden, script, noscript, option, textarea, svg")) continue;
      if (box(node, 0, node.length).length < 2) continue;
      let block: Element = holder;
      while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement!;
      const { paddingLeft, paddingRight } = getComputedStyle(block);
      const room = block.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
      // Words that must not be cut: Latin letters and digits with the signs of mail addresses and numbers, and katakana;
      // but an address of a building, say, may be one long word to the browser.
      const isValue = holder.closest("dd, td:not(.word)") !== null;
      for (const match of node.data.matchAll(isValue ? /[A-Za-z0-9@._+-]{2,}/g : /[A-Za-z0-9@._+-]{2,}|[ァ-ヶー]{2,}/g)) {
        const lines = [...box(node, match.index, match.index + match[0].length)].filter(({ width }) => width > 0);
        const width = lines.reduce((sum, line) => sum + line.width, 0);
        const tops = new Set(lines.map(({ top }) => Math.round(top)));
        if (tops.size > 1 && width < room) found.push(`${match[0]} in "${node.data.trim().slice(0, 30)}" (${block.className || block.tagName})`);
      }
      // A cell's name is on one line, or breaks at its space.
      if (holder.closest(".name")) {
        for (let at = 1; at < node.length; at++) {
          const [before] = box(node, at - 1, at);
          const [after] = box(node, at, at + 1);
          const isCut = before && after && after.top > before.top + 4 && !/\s/.test(node.data[at - 1]!);
          if (isCut) found.push(`${node.data.slice(0, at)} / ${node.data.slice(at)}`);
        }
      }
    }
    return found;
  });
}

test("lines break between words", async ({ page, context }) => {
  const contract = `/contracts/${await contractId(await logInByApi(context), DEMO.talkative.number)}`;
  const pages = ["/", "/contracts?category=line", contract, `${contract}/invoices`, `${contract}/call-records/views`, "/users"];
  for (const address of [...pages, "/account", "/account/second-factors", "/account/calendar", "/account/sessions", "/account/events", "/inquiries", "/switches", "/terms"]) {
    await page.goto(`/telecom${address}`);
    await settled(page);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      expect.soft(await cuts(page), `${address} at ${width}`).toEqual([]);
    }
  }
});

test("the title of a dialog breaks between words", async ({ page, context }) => {
  await logInByApi(context);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto("/telecom/account/second-factors");
    await settled(page);
    // As long as a person may make it.
    await page.evaluate(() => {
      const title = document.querySelector("dialog h2")!;
      title.textContent = "「予備のスマートフォンの認証アプリ」を削除しますか";
      title.closest("dialog")!.showModal();
    });
    expect.soft(await cuts(page), `dialog at ${width}`).toEqual([]);
  }
});
