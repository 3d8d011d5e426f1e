// The server beside the browser, and what is asked of it without one.

/** A server that runs, and what its commands need: see ../server.ts. */
export type Server = { url: string; binary: string; folder: string; settings: Record<string, string> };

/** The server of this worker: no other worker sees its data. */
export function server(): Server {
  const servers: Server[] = JSON.parse(process.env.MADOGUCHI_SERVERS ?? "[]");
  const found = servers[Number(process.env.TEST_PARALLEL_INDEX)];
  if (!found) throw new Error("the server is not up");
  return found;
}

/** A request on a connection of its own: one that was kept may be closed by the server in the moment it is used again. */
export function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...(init.headers as Record<string, string> | undefined), connection: "close" };
  return fetch(`${server().url}${path}`, { ...init, headers });
}
