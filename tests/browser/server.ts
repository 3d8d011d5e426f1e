// Starts the server as it ships, in demo mode on a database of its own, and stops it after the last test.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const PATIENCE_MS = 60_000;

export default async function start(): Promise<() => Promise<void>> {
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
  const server = spawn(binary, ["serve", "--demo"], {
    cwd: folder,
    env: { ...process.env, ...settings },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await greeted(server);
  } catch (error) {
    server.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  process.env.MADOGUCHI_URL = url;
  // For commands of the provider, beside the server: steps/commands.ts.
  process.env.MADOGUCHI_COMMANDS = JSON.stringify({ binary, folder, settings });
  return async () => {
    const stopped = new Promise((done) => server.once("exit", done));
    server.kill("SIGTERM");
    await stopped;
    await rm(folder, { recursive: true, force: true });
  };
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
