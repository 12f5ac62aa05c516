import { basename } from "node:path/posix";
import { measureBitRate } from "../video/playlists/bit-rate.ts";
import { leadingSegments, renderMediaPlaylist, targetDuration } from "../video/playlists/media-playlist.ts";
import { renderMultivariantPlaylist } from "../video/playlists/multivariant-playlist.ts";
import type { Track, VideoTracks } from "./video-tracks.ts";

/** The name of the multivariant playlist, the one that players are given. */
export const mainPlaylist = "main.m3u8";

export interface Playlist {
  readonly name: string;
  readonly text: string;
}

/** All playlists of what the ledger holds; empty while a track lacks its first segment: nothing could be played. */
export function renderPlaylists(tracks: VideoTracks, complete: boolean): Playlist[] {
  const all = [...tracks.rungs, ...(tracks.audio ? [tracks.audio] : [])];
  if (all.some((track) => !track.init || leadingSegments(track.segments).length === 0)) return [];
  return [
    ...all.map((track) => ({ name: playlistName(track), text: renderTrack(track, complete) })),
    { name: mainPlaylist, text: renderMain(tracks) },
  ];
}

function playlistName(track: Track): string {
  return `${track.name}.m3u8`;
}

function renderTrack(track: Track, complete: boolean): string {
  return renderMediaPlaylist({
    initUri: basename(track.init?.key ?? ""),
    segments: leadingSegments(track.segments).map(({ key, duration_us }) => ({ uri: basename(key), durationUs: duration_us })),
    targetDurationUs: track.targetDurationUs,
    complete,
  });
}

function renderMain({ rungs, audio, frameRate }: VideoTracks): string {
  return renderMultivariantPlaylist({
    variants: rungs.map((track) => ({
      ...describe(track),
      width: track.rung.width,
      height: track.rung.height,
      frameRate,
    })),
    ...(audio ? { audio: { ...describe(audio), channels: 2 } } : {}),
  });
}

function describe(track: Track): { uri: string; codecs: string; peakBps: number; averageBps: number } {
  const measured = track.segments.map(({ size_bytes, duration_us }) => ({ sizeBytes: size_bytes, durationUs: duration_us }));
  const seconds = targetDuration({
    segments: measured.map(({ durationUs }) => ({ uri: "", durationUs })),
    targetDurationUs: track.targetDurationUs,
  });
  return { uri: playlistName(track), codecs: track.init?.codecs ?? "", ...measureBitRate(measured, seconds) };
}
