// Starts a server for each worker as it ships, in demo mode on a database of its own, and stops them after the last test.
import type { FullConfig } from "@playwright/test";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Server } from "./steps/server.ts";

const PATIENCE_MS = 60_000;

export default async function startAll(config: FullConfig): Promise<() => Promise<void>> {
  const started = await Promise.allSettled(Array.from({ length: config.workers }, start));
  const up = started.filter((one) => one.status === "fulfilled").map((one) => one.value);
  const stopAll = async () => void (await Promise.all(up.map(({ stop }) => stop())));
  const failed = started.find((one) => one.status === "rejected");
  if (failed) {
    await stopAll();
    throw failed.reason;
  }
  // For the workers: steps/server.ts.
  process.env.MADOGUCHI_SERVERS = JSON.stringify(up.map(({ server }) => server));
  return stopAll;
}

async function start(): Promise<{ server: Server; stop: () => Promise<void> }> {
  const binary = process.env.MADOGUCHI_BIN ?? resolve(import.meta.dirname, "../../target/debug/madoguchi");
  const folder = await mkdtemp(join(tmpdir(), "madoguchi-browser-"));
  const port = await freePort();
  // `localhost`: its cookies may be Secure without TLS.
  const url = `http://localhost:${port}`;
  const settings = {
    MADOGUCHI_SERVER__PORT: String(port),
    MADOGUCHI_SERVER__BASE_URL: url,
    // Each test comes from an address of its own, in X-Forwarded-For.
    MADOGUCHI_SERVER__TRUSTED_PROXIES: '["127.0.0.1"]',
    MADOGUCHI_DATABASE__URL: `sqlite://${join(folder, "madoguchi.sqlite")}`,
    MADOGUCHI_SECURITY__KEY_FILE: join(folder, "master.key"),
    MADOGUCHI_FILES__FOLDER: join(folder, "files"),
    MADOGUCHI_LOG__FILTER: "warn",
  };
  const child = spawn(binary, ["serve", "--demo"], {
    cwd: folder,
    env: { ...process.env, ...settings },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await greeted(child);
  } catch (error) {
    child.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  const stop = async () => {
    const stopped = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    await stopped;
    await rm(folder, { recursive: true, force: true });
  };
  return { server: { url, binary, folder, settings }, stop };
}

/** A port that nobody listens on now. */
function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => found(port));
    });
  });
}

/** Waits for the lines that the server prints when the demo data are loaded and it answers. */
function greeted(server: ChildProcess): Promise<void> {
  return new Promise((up, failed) => {
    const late = setTimeout(() => failed(new Error("the server did not come up")), PATIENCE_MS);
    let printed = "";
    server.stdout?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      if (printed.includes("Madoguchi is up.")) {
        clearTimeout(late);
        up();
      }
    });
    server.once("error", failed);
    server.once("exit", (code) => failed(new Error(`the server ended with ${code}`)));
  });
}
