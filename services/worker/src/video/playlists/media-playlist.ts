import { lines, quote } from "./playlist-syntax.ts";

export interface PlaylistSegment {
  /** Relative to the playlist. */
  readonly uri: string;
  readonly durationUs: number;
}

export interface MediaPlaylist {
  readonly initUri: string;
  /** From the first on without a gap. */
  readonly segments: readonly PlaylistSegment[];
  /** Longest planned segment: must not change while the playlist grows. */
  readonly targetDurationUs: number;
  /** Whether these are all segments that there will be. */
  readonly complete: boolean;
}

/** The leading segments that follow one another from number 0 on: all that a growing playlist may name. */
export function leadingSegments<Segment extends { readonly number: number }>(segments: readonly Segment[]): Segment[] {
  const ordered = segments.toSorted((a, b) => a.number - b.number);
  const gap = ordered.findIndex((segment, index) => segment.number !== index);
  return gap < 0 ? ordered : ordered.slice(0, gap);
}

/** In whole seconds: no EXTINF may round to more (RFC 8216bis, 4.4.3.1). */
export function targetDuration(playlist: Pick<MediaPlaylist, "segments" | "targetDurationUs">): number {
  const longest = Math.max(playlist.targetDurationUs, ...playlist.segments.map((segment) => segment.durationUs));
  return Math.max(1, Math.round(longest / 1e6));
}

/**
 * A media playlist (RFC 8216bis). While it grows it is an EVENT, whose start is its beginning: players would else
 * take it for live and begin near its end.
 */
export function renderMediaPlaylist(playlist: MediaPlaylist): string {
  return lines([
    "#EXTM3U",
    "#EXT-X-VERSION:7",
    `#EXT-X-TARGETDURATION:${targetDuration(playlist)}`,
    "#EXT-X-MEDIA-SEQUENCE:0",
    `#EXT-X-PLAYLIST-TYPE:${playlist.complete ? "VOD" : "EVENT"}`,
    "#EXT-X-INDEPENDENT-SEGMENTS",
    ...(playlist.complete ? [] : ["#EXT-X-START:TIME-OFFSET=0"]),
    `#EXT-X-MAP:URI=${quote(playlist.initUri)}`,
    ...playlist.segments.flatMap((segment) => [`#EXTINF:${(segment.durationUs / 1e6).toFixed(6)},`, segment.uri]),
    ...(playlist.complete ? ["#EXT-X-ENDLIST"] : []),
  ]);
}
