import { fileURLToPath } from "node:url";

/** How decoders are run on this machine. */
export interface FfmpegSettings {
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
  /** Address space of one decoder process. */
  readonly memoryBytes: number;
  /** Threads of the decoder and of each encoder. */
  readonly threads: number;
  /** 0 to 19: how far the decoder stands back behind the worker's own heartbeats. */
  readonly niceness: number;
  /** Longest time without any progress. */
  readonly stallMs: number;
  /** Folder for the private folders that hold sockets; short, since a socket's path holds at most 107 bytes. */
  readonly socketRoot: string;
}

/** Sockets for outputs, the source's connections, libraries at start: far fewer. */
const openFiles = 64;

export const launcherPath = fileURLToPath(new URL("../../bin/decoder-launch", import.meta.url));

/** The words that stand before a decoder's own arguments when it is started through the launcher. */
export function launcherWords(settings: Pick<FfmpegSettings, "memoryBytes" | "niceness">, program: string): string[] {
  return [String(Math.floor(settings.memoryBytes / 1024)), String(openFiles), String(settings.niceness), program];
}
