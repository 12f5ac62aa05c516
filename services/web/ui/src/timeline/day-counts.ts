import type { DayCount } from "./chunks.ts";

/** The days that have something, of the months in which the API counts them; latest first as these are. */
export function toDayCounts(months: readonly { readonly month: string; readonly items: readonly number[] }[]): DayCount[] {
  return months.flatMap(({ month, items }) =>
    items
      .map((count, index) => ({ day: `${month}-${String(index + 1).padStart(2, "0")}`, items: count }))
      .filter((day) => day.items > 0)
      .toReversed(),
  );
}
