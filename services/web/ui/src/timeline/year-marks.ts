/** Nearer marks than this would stand on each other. */
const nearestShare = 0.04;

/** Where years begin, as shares of the way; those too near the one before are left out. */
export function yearMarks(months: readonly string[]): { year: string; share: number }[] {
  const marks: { year: string; share: number }[] = [];
  for (const [index, month] of months.entries()) {
    const year = month.slice(0, 4);
    const share = months.length > 1 ? index / (months.length - 1) : 0;
    if (months[index - 1]?.startsWith(year)) continue;
    const before = marks.at(-1);
    if (before === undefined || share - before.share >= nearestShare) marks.push({ year, share });
  }
  return marks;
}
