/**
 * Where objects lie. Originals and uploads in progress share the originals bucket; everything under
 * `media/` lies in the renditions bucket, behind the CDN.
 */
export const objectKeys = {
  originalsPrefix: "originals/",
  original: (ownerId: string, mediaId: string) => `originals/${ownerId}/${mediaId}`,
  /** Bytes of a resumable upload that do not fill a part yet. One object per offset, so that a stale writer cannot overwrite. */
  uploadTail: (mediaId: string, offsetBytes: number) => `uploads/${mediaId}/tail-${offsetBytes}`,
  uploadPrefix: (mediaId: string) => `uploads/${mediaId}/`,
  /** Files put here by other means than the upload fleet become media of that owner. */
  inboxPrefix: "inbox/",
} as const;

/** The owner and media of an original's key, or undefined for any other key. */
export function parseOriginalKey(key: string): { ownerId: string; mediaId: string } | undefined {
  const match = /^originals\/([0-9a-f-]{36})\/([0-9a-f-]{36})$/.exec(key);
  return match ? { ownerId: match[1] as string, mediaId: match[2] as string } : undefined;
}

/** The owner and file name of an inbox key, or undefined for any other key. */
export function parseInboxKey(key: string): { ownerId: string; fileName: string } | undefined {
  const match = /^inbox\/([0-9a-f-]{36})\/(.+)$/.exec(key);
  return match ? { ownerId: match[1] as string, fileName: match[2] as string } : undefined;
}
