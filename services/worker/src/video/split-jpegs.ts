import type { Readable } from "node:stream";
import { OutputEndedEarlyError } from "../ffmpeg/errors.ts";
import { FragmentError } from "./fragments/errors.ts";

/** End of image. Within an image, 0xFF is always followed by something else (ITU-T T.81, B.1.1.5), and ours embed no others. */
const endOfImage = Buffer.from([0xff, 0xd9]);

/** Takes JPEGs that follow one another apart. @throws FragmentError where one is larger than `maxBytes`, OutputEndedEarlyError where one has no end */
export async function* splitJpegs(stream: Readable, maxBytes: number): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of stream) {
    const searchFrom = Math.max(0, rest.length - 1);
    rest = Buffer.concat([rest, chunk as Buffer]);
    for (let end = rest.indexOf(endOfImage, searchFrom); end >= 0; end = rest.indexOf(endOfImage)) {
      yield rest.subarray(0, end + endOfImage.length);
      rest = rest.subarray(end + endOfImage.length);
    }
    if (rest.length > maxBytes) throw new FragmentError(`The decoder wrote a picture of more than ${maxBytes} bytes.`);
  }
  if (rest.length > 0) throw new OutputEndedEarlyError("The decoder's last picture is cut short.");
}
