import type { MediaSummary } from "../api/media-api.ts";

/**
 * Which of some that look alike is the one to keep: what its owner has made something of, then the one with most pixels, then the
 * largest file, as it was compressed least, then the oldest.
 */
export function chooseBest(items: readonly MediaSummary[]): MediaSummary | undefined {
  return items.toSorted((a, b) => compare(rank(b), rank(a)) || a.timelineAt.localeCompare(b.timelineAt) || a.id.localeCompare(b.id))[0];
}

function rank(media: MediaSummary): readonly number[] {
  return [Number(media.favourite || media.caption !== ""), (media.width ?? 0) * (media.height ?? 0), media.sizeBytes];
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at < 0 ? 0 : (one[at] as number) - (other[at] as number);
}
