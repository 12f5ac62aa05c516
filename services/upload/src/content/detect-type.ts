import { acceptedContentTypes, type MediaKind } from "@mediashare/contract";
import { fileTypeFromBuffer } from "file-type";
import { unsupportedType } from "../problems.ts";

/** As many first bytes as file-type tells types apart by. */
export const headBytes = 4_100;

export interface ContentType {
  readonly contentType: string;
  readonly kind: MediaKind;
}

/** Types that are another, accepted one to everything that comes after. */
const aliases: Readonly<Record<string, string>> = {
  "image/apng": "image/png",
  "image/heic-sequence": "image/heic",
  "image/heif-sequence": "image/heif",
  "video/x-m4v": "video/mp4",
};

/**
 * What a file is by its first bytes; its name and declared type are not asked.
 * @throws ProblemError unsupported_type
 */
export async function detectType(head: Uint8Array, fileName: string): Promise<ContentType> {
  const found = (await fileTypeFromBuffer(head))?.mime ?? (isTiff(head) ? "image/tiff" : undefined);
  const contentType = found === "image/heif" && isAvif(head) ? "image/avif" : found && (aliases[found] ?? found);
  const kind = contentType === undefined ? undefined : acceptedContentTypes[contentType];
  if (contentType === undefined || kind === undefined) throw unsupportedType(fileName, found);
  return { contentType, kind };
}

/**
 * file-type wants to see a TIFF's directory, which most programs write behind the pixels, so behind the head. Raw photos, which also
 * begin so, have theirs in front.
 */
function isTiff(head: Uint8Array): boolean {
  return /^(II\*\0|MM\0\*)/.test(Buffer.from(head.subarray(0, 4)).toString("latin1"));
}

/** file-type goes by the first brand. `mif1` says only that there is a picture (ISO/IEC 23008-12, 10.2.1); a brand behind it, of which coding. */
function isAvif(head: Uint8Array): boolean {
  const text = Buffer.from(head).toString("latin1");
  return text.slice(16, Buffer.from(head).readUInt32BE(0)).match(/.{4}/gs)?.includes("avif") ?? false;
}
