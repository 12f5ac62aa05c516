import { crc32, deflateSync } from "node:zlib";

/** A PNG of zeros with one bit a pixel: 20,000 × 20,000 are 49 KB. */
export function emptyPng(width: number, height: number): Buffer<ArrayBuffer> {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const length = Buffer.alloc(4);
    const check = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 1;
  const rows = Buffer.alloc((1 + Math.ceil(width / 8)) * height);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A GIF of many frames, a few bytes each. Those of one pixel are sound; larger ones lack their pixels, which no header shows. */
export function gifBomb(side: number, frames: number): Buffer<ArrayBuffer> {
  const head = Buffer.from("GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\xff\xff", "latin1");
  head.writeUInt16LE(side, 6);
  head.writeUInt16LE(side, 8);
  const control = "\x21\xf9\x04\0\x0a\0\0\0";
  const size = head.toString("latin1", 6, 10);
  const frame = `\x2c\0\0\0\0${size}\0\x02\x02\x44\x01\0`;
  return Buffer.concat([head, Buffer.from((control + frame).repeat(frames), "latin1"), Buffer.from(";")]);
}
