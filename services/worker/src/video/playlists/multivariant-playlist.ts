import { type Rational, toNumber } from "../rational.ts";
import type { BitRate } from "./bit-rate.ts";
import { lines, quote } from "./playlist-syntax.ts";

export interface Variant extends BitRate {
  /** Of its media playlist, relative to this one. */
  readonly uri: string;
  readonly width: number;
  readonly height: number;
  readonly frameRate: Rational;
  /** RFC 6381, from its init segment. */
  readonly codecs: string;
}

export interface AudioTrack extends BitRate {
  readonly uri: string;
  readonly codecs: string;
  readonly channels: number;
}

export interface MultivariantPlaylist {
  readonly variants: readonly Variant[];
  readonly audio?: AudioTrack | undefined;
}

/** The multivariant playlist (RFC 8216bis): every rung, each with the same sound. */
export function renderMultivariantPlaylist({ variants, audio }: MultivariantPlaylist): string {
  return lines([
    "#EXTM3U",
    "#EXT-X-VERSION:7",
    "#EXT-X-INDEPENDENT-SEGMENTS",
    ...(audio ? [`#EXT-X-MEDIA:${attributes(audioAttributes(audio))}`] : []),
    ...variants
      .toSorted((a, b) => b.peakBps - a.peakBps)
      .flatMap((variant) => [`#EXT-X-STREAM-INF:${attributes(variantAttributes(variant, audio))}`, variant.uri]),
  ]);
}

function audioAttributes(audio: AudioTrack): [string, string][] {
  return [
    ["TYPE", "AUDIO"],
    ["GROUP-ID", quote("audio")],
    ["NAME", quote("audio")],
    ["DEFAULT", "YES"],
    ["AUTOSELECT", "YES"],
    ["CHANNELS", quote(String(audio.channels))],
    ["URI", quote(audio.uri)],
  ];
}

/** The rates and codecs of a variant include those of its sound. */
function variantAttributes(variant: Variant, audio: AudioTrack | undefined): [string, string][] {
  return [
    ["BANDWIDTH", String(variant.peakBps + (audio?.peakBps ?? 0))],
    ["AVERAGE-BANDWIDTH", String(variant.averageBps + (audio?.averageBps ?? 0))],
    ["CODECS", quote([variant.codecs, ...(audio ? [audio.codecs] : [])].join(","))],
    ["RESOLUTION", `${variant.width}x${variant.height}`],
    ["FRAME-RATE", toNumber(variant.frameRate).toFixed(3)],
    ...(audio ? [["AUDIO", quote("audio")] as [string, string]] : []),
  ];
}

function attributes(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([name, value]) => `${name}=${value}`).join(",");
}
