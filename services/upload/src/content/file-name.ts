/** Common file systems' limit for a name, in bytes of UTF-8. */
const maxBytes = 255;

/**
 * A name that is safe to store and to show: no folders, no control characters, nothing that turns the reading direction
 * (which makes `gpj.exe` look like `exe.jpg`), not longer than file systems take.
 */
export function sanitizeFileName(given: string | null | undefined): string {
  const name = (given ?? "")
    .toWellFormed()
    .normalize("NFC")
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, "")
    .split(/[/\\]/)
    .findLast((segment) => segment.trim() !== "")
    ?.replace(/\p{Cc}+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return name === undefined || /^\.*$/.test(name) ? "unnamed" : shorten(name);
}

/** Cuts the stem, as the extension tells people what it is. */
function shorten(name: string): string {
  if (Buffer.byteLength(name) <= maxBytes) return name;
  const extension = /\.[\p{L}\p{N}]{1,16}$/u.exec(name)?.[0] ?? "";
  let stem = "";
  for (const letter of name.slice(0, name.length - extension.length)) {
    if (Buffer.byteLength(stem) + Buffer.byteLength(letter) + Buffer.byteLength(extension) > maxBytes) break;
    stem += letter;
  }
  return stem + extension;
}
