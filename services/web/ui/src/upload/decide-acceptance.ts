export interface UploadLimits {
  readonly maxUploadSizeBytes: number;
  readonly acceptedContentTypes: readonly string[];
}

export type Acceptance =
  | { readonly verdict: "accept"; readonly contentType: string }
  | { readonly verdict: "ignore" }
  | { readonly verdict: "refuse"; readonly reason: "unsupported" | "empty" | "tooLarge" };

/** Names that browsers and systems use for types that the server knows under another one. */
const aliases: Readonly<Record<string, string>> = {
  "image/jpg": "image/jpeg",
  "image/pjpeg": "image/jpeg",
  "image/tif": "image/tiff",
  "image/heic-sequence": "image/heic",
  "image/heif-sequence": "image/heif",
  "video/x-matroska": "video/matroska",
  "video/x-m4v": "video/mp4",
};

/** Not every system knows the type of every file: then its name decides. The server looks at the content anyway. */
const byExtension: Readonly<Record<string, string>> = {
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  avif: "image/avif",
  heic: "image/heic",
  heif: "image/heif",
  hif: "image/heif",
  gif: "image/gif",
  tif: "image/tiff",
  tiff: "image/tiff",
  mp4: "video/mp4",
  m4v: "video/mp4",
  mov: "video/quicktime",
  webm: "video/webm",
  mkv: "video/matroska",
};

/** Whether a file is worth sending: what the server would surely refuse is told before its bytes travel. */
export function decideAcceptance(file: { name: string; type: string; size: number }, limits: UploadLimits): Acceptance {
  if (isSystemFile(file.name)) return { verdict: "ignore" };
  const named = file.type || byExtension[file.name.split(".").at(-1)?.toLowerCase() ?? ""] || "";
  const contentType = aliases[named] ?? named;
  if (!limits.acceptedContentTypes.includes(contentType)) return { verdict: "refuse", reason: "unsupported" };
  if (file.size === 0) return { verdict: "refuse", reason: "empty" };
  if (file.size > limits.maxUploadSizeBytes) return { verdict: "refuse", reason: "tooLarge" };
  return { verdict: "accept", contentType };
}

/** What lies in folders without having been put there by a person. */
function isSystemFile(name: string): boolean {
  return name.startsWith(".") || /^(thumbs\.db|desktop\.ini|icon\r)$/i.test(name);
}
