import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { DecoderStartError } from "./errors.ts";
import { launcherPath, launcherWords } from "./settings.ts";

/** For a program that only says what it is. */
const memoryBytes = 1024 ** 3;

export interface FfmpegVersion {
  /** As it names itself. */
  readonly version: string;
  /** Before 8.1.3, which mended CVE-2026-107697; forcing the demuxer is what protects us, and an update is still due. */
  readonly old: boolean;
  /** Whether HDR can be brought to SDR by tone mapping (needs zimg); else it is only converted. */
  readonly canToneMap: boolean;
}

/** Asks an ffmpeg what it is. Errors: `DecoderStartError`. */
export async function probeFfmpegVersion(ffmpegPath: string): Promise<FfmpegVersion> {
  const [about, filters] = await Promise.all([ask(ffmpegPath, ["-version"]), ask(ffmpegPath, ["-hide_banner", "-filters"])]);
  const version = /version (\S+)/.exec(about)?.[1] ?? "unknown";
  return { version, old: isOld(version), canToneMap: / zscale /.test(filters) && / tonemap /.test(filters) };
}

async function ask(path: string, words: readonly string[]): Promise<string> {
  try {
    const launched = [...launcherWords({ memoryBytes, niceness: 0 }, path), ...words];
    return (await promisify(execFile)(launcherPath, launched, { timeout: 20_000 })).stdout;
  } catch (error) {
    throw new DecoderStartError(path, error);
  }
}

/** Development builds (N-12345-…) and other odd names count as old: nothing is known of them. */
function isOld(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = (/^n?(\d+)\.(\d+)(?:\.(\d+))?/.exec(version) ?? []).slice(1).map((part) => Number(part ?? 0));
  return major < 8 || (major === 8 && (minor < 1 || (minor === 1 && patch < 3)));
}
