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
  "video/x-m4v": "video/mp4",
};

/**
 * What a file is by its first bytes; its name and declared type are not asked.
 * @throws ProblemError unsupported_type
 */
export async function detectType(head: Uint8Array, fileName: string): Promise<ContentType> {
  const found = (await fileTypeFromBuffer(head))?.mime ?? (isTiff(head) ? "image/tiff" : undefined);
  const contentType = found && (aliases[found] ?? found);
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
