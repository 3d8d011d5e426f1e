// Asks the server beside the browser.

/** A request on a connection of its own: one that was kept may be closed by the server in the moment it is used again. */
export function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...(init.headers as Record<string, string> | undefined), connection: "close" };
  return fetch(`${process.env.MADOGUCHI_URL}${path}`, { ...init, headers });
}
