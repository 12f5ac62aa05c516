import { open } from "node:fs/promises";
import { detectFormat, headBytes } from "./detect-format.ts";
import type { ImageFormat } from "./image-facts.ts";
import { ImageFaultError } from "./image-fault.ts";

/** By content. Errors: `ImageFaultError`. */
export async function readFormat(file: string): Promise<ImageFormat> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    if (bytesRead === 0) throw new ImageFaultError("empty");
    const format = detectFormat(buffer.subarray(0, bytesRead));
    if (format === undefined) throw new ImageFaultError("unsupported");
    return format;
  } finally {
    await handle.close();
  }
}
