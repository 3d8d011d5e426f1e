// Months of Japan's calendar as the pages write them.

/** `2026年12月`, so many months after the present one. */
export function month(later: number): string {
  const today = new Date(Date.now() + 9 * 3_600_000);
  const first = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + later, 1));
  return `${first.getUTCFullYear()}年${first.getUTCMonth() + 1}月`;
}
