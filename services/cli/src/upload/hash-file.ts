import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

const chunkBytes = 1024 * 1024;

/** SHA-256 of a file, in hex, read in pieces. */
export async function hashFile(path: string, options: { signal: AbortSignal; onBytes: (count: number) => void }): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes, signal: options.signal }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    options.onBytes(chunk.length);
  }
  return hash.digest("hex");
}
