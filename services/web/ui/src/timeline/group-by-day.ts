export interface Day<Item> {
  /** `2026-11-23`, in the local time zone. */
  readonly key: string;
  readonly items: readonly Item[];
}

/** Splits a timeline, newest first, into days of the local time zone. */
export function groupByDay<Item extends { readonly timelineAt: string }>(items: readonly Item[]): Day<Item>[] {
  const days: { key: string; items: Item[] }[] = [];
  for (const item of items) {
    const key = dayKey(new Date(item.timelineAt));
    const last = days.at(-1);
    if (last?.key === key) last.items.push(item);
    else days.push({ key, items: [item] });
  }
  return days;
}

export function dayKey(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** `Today`, `Yesterday`, or the date; with the year where it is not this one; in short where there is little room. */
export function formatDay(key: string, now: Date, locale: string, words: { today: string; yesterday: string }, isNarrow = false): string {
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (key === dayKey(now)) return words.today;
  if (key === dayKey(yesterday)) return words.yesterday;
  const [year = 0, month = 1, day = 1] = key.split("-").map(Number);
  const date = new Date(year, month - 1, day);
  const length = isNarrow ? "short" : "long";
  return new Intl.DateTimeFormat(locale, {
    weekday: length,
    day: "numeric",
    month: length,
    ...(year === now.getFullYear() ? {} : { year: "numeric" }),
  }).format(date);
}
