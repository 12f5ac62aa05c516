import { constants } from "node:fs";
import type { FileHandle } from "node:fs/promises";

/** Direct I/O wants memory, length and place aligned to the disk's blocks (open(2), O_DIRECT), which are no larger than a page. */
const alignmentBytes = 4_096;

/** To open a file with for `writeDirect`; undefined where the system has no direct I/O. */
export const directFlags: number | undefined =
  constants.O_DIRECT === undefined ? undefined : constants.O_WRONLY | constants.O_DIRECT | constants.O_DSYNC;

/**
 * Writes as much of the bytes as can go to the disk past the page cache, durably. A GiB through the cache cost 0.4 to 1.9 s of system
 * time, past it 0.04 to 0.07 s (Linux 6.18, ext4, Firecracker). Throws EINVAL where the memory is not aligned.
 * @returns how many of the first bytes were written
 */
export async function writeDirect(handle: FileHandle, bytes: Uint8Array, position: number): Promise<number> {
  if (position % alignmentBytes !== 0) return 0;
  const wholeBytes = bytes.byteLength - (bytes.byteLength % alignmentBytes);
  let written = 0;
  while (written < wholeBytes && written % alignmentBytes === 0) {
    written += (await handle.write(bytes, written, wholeBytes - written, position + written)).bytesWritten;
  }
  return written;
}
