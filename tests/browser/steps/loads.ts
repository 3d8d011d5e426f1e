// What a page costs and how calm it is while it comes: bytes, requests, layout shift. Never time: machines differ.
import type { CDPSession, Page } from "@playwright/test";
import { settled } from "./looks.ts";

export type Load = { bytes: number; requests: number; shift: number; moved: string[] };

type Shift = { value: number; moved: string[] };
declare global {
  interface Window {
    shifts?: Shift[];
  }
}

/** A page that is measured; answers of the API come late and not in the order of their requests. */
export class Measured {
  private bytes = 0;
  private requests = 0;

  private constructor(readonly page: Page, private readonly network: CDPSession) {}

  static async start(page: Page): Promise<Measured> {
    const network = await page.context().newCDPSession(page);
    const measured = new Measured(page, network);
    const counted = new Set<string>();
    network.on("Network.responseReceived", ({ requestId, response }) => {
      // A preload and its use are one request.
      if (response.fromDiskCache || response.fromPrefetchCache || counted.has(requestId)) return;
      if (!response.url.startsWith("http")) return;
      counted.add(requestId);
      measured.requests += 1;
    });
    network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      if (counted.has(requestId)) measured.bytes += encodedDataLength;
    });
    await network.send("Network.enable");
    await page.addInitScript(watchShifts);
    // Not by a route: the browser keeps nothing while there is one.
    let turn = 0;
    network.on("Fetch.requestPaused", ({ requestId }) => {
      const go = () => void network.send("Fetch.continueRequest", { requestId }).catch(() => {});
      setTimeout(go, 40 + ((turn++ * 70) % 210));
    });
    await network.send("Fetch.enable", { patterns: [{ urlPattern: "*/api/v1/*" }] });
    return measured;
  }

  /** Opens an address as somebody does who was never here. */
  async open(address: string): Promise<Load> {
    await this.page.goto("about:blank");
    await this.network.send("Network.clearBrowserCache");
    return this.measure(() => this.page.goto(address));
  }

  /** Reads the same page again. */
  async reload(): Promise<Load> {
    return this.measure(() => this.page.reload());
  }

  private async measure(act: () => Promise<unknown>): Promise<Load> {
    this.bytes = 0;
    this.requests = 0;
    await act();
    await settled(this.page);
    // What comes after the last answer was drawn.
    await this.page.waitForTimeout(300);
    const shifts = await this.page.evaluate(() => window.shifts ?? []);
    const shift = shifts.reduce((sum, { value }) => sum + value, 0);
    return { bytes: this.bytes, requests: this.requests, shift, moved: shifts.flatMap(({ moved }) => moved) };
  }
}

/** Runs in the page, before anything else. */
function watchShifts(): void {
  type Source = { node?: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly };
  type Entry = PerformanceEntry & { value: number; hadRecentInput: boolean; sources: Source[] };
  const shifts: Shift[] = (window.shifts = []);
  const name = (node?: Node | null) => {
    const element = node instanceof Element ? node : node?.parentElement;
    return element ? `${element.tagName.toLowerCase()}#${element.id}.${element.className} "${element.textContent?.trim().slice(0, 20)}"` : "?";
  };
  const place = ({ x, y, width, height }: DOMRectReadOnly) => [x, y, width, height].map(Math.round).join(",");
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as Entry[]) {
      if (entry.hadRecentInput) continue;
      const moved = entry.sources.map((source) => `${name(source.node)} ${place(source.previousRect)} → ${place(source.currentRect)}`);
      shifts.push({ value: entry.value, moved });
    }
  }).observe({ type: "layout-shift", buffered: true });
}
