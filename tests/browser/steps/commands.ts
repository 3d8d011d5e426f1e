// What the provider does on the command line while the server runs.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { server } from "./server.ts";

const run = promisify(execFile);

/** Runs `madoguchi …` on the database of the server. */
export async function command(...words: string[]): Promise<string> {
  const { binary, folder, settings } = server();
  const { stdout } = await run(binary, words, { cwd: folder, env: { ...process.env, ...settings } });
  return stdout;
}
