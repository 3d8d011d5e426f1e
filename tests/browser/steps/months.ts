// Months of Japan's calendar as the pages write them.

/** The day in Japan, as if it were one of UTC. */
function today(): Date {
  return new Date(Date.now() + 9 * 3_600_000);
}

/** `2026-10`, so many months after the present one: as addresses have it. */
export function monthKey(later: number): string {
  const first = new Date(Date.UTC(today().getUTCFullYear(), today().getUTCMonth() + later, 1));
  return first.toISOString().slice(0, 7);
}

/** The months that the demo was billed, the newest first: fourteen, the last one once it was issued on the 9th. */
export function billedMonths(): string[] {
  const last = today().getUTCDate() < 9 ? -2 : -1;
  return Array.from({ length: 14 }, (_, back) => monthKey(last - back));
}

/** `2026年12月`, so many months after the present one. */
export function month(later: number): string {
  const first = new Date(Date.UTC(today().getUTCFullYear(), today().getUTCMonth() + later, 1));
  return `${first.getUTCFullYear()}年${first.getUTCMonth() + 1}月`;
}
