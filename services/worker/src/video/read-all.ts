import type { Readable } from "node:stream";
import { OutputEndedEarlyError } from "../ffmpeg/errors.ts";
import { FragmentError } from "./fragments/errors.ts";

/** The whole of a short output. @throws OutputEndedEarlyError where there is nothing, FragmentError where there is too much */
export async function readAll(stream: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += (chunk as Buffer).length;
    if (length > maxBytes) throw new FragmentError(`The decoder wrote a picture of more than ${maxBytes} bytes.`);
    chunks.push(chunk as Buffer);
  }
  if (length === 0) throw new OutputEndedEarlyError("The decoder found no picture.");
  return Buffer.concat(chunks);
}
