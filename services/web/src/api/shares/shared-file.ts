import type { ShareLinkRow, ShownMedia } from "@mediashare/core";

/** By what the content was found to be. Anything else is a file. */
const endings: Readonly<Record<string, string>> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "image/avif": "avif",
  "image/heic": "heic",
  "image/heif": "heif",
  "image/gif": "gif",
  "image/tiff": "tif",
  "video/mp4": "mp4",
  "video/quicktime": "mov",
  "video/webm": "webm",
  "video/x-matroska": "mkv",
};

/** What a visitor's file is called. What its owner called it is not shared. */
export function sharedFileName({ kind, content_type }: Pick<ShownMedia, "kind" | "content_type">, mark: string): string {
  const ending = endings[content_type];
  return `${kind === "video" ? "video" : "photo"}-${mark}${ending === undefined ? "" : `.${ending}`}`;
}

/** Whether an original goes with its place: only where the link's owner says so, and only of what is theirs. */
export function keepsPlace(media: Pick<ShownMedia, "owner_id">, link: Pick<ShareLinkRow, "owner_id" | "download_place">): boolean {
  return link.download_place && media.owner_id === link.owner_id;
}
