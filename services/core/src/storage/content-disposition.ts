/**
 * `Content-Disposition` that saves a response under this name: an ASCII fallback and the exact name side by side
 * (RFC 6266 §4.1, RFC 8187). Folders and control characters in the name are dropped.
 */
export function attachmentDisposition(fileName: string): string {
  const name =
    fileName
      .toWellFormed()
      .replace(/^.*[/\\]/s, "")
      .replace(/\p{Cc}/gu, "")
      .trim() || "download";
  const fallback = name.replace(/[^\x20-\x7e]/g, "_").replace(/["\\%]/g, "_");
  const exact = encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${fallback}"; filename*=UTF-8''${exact}`;
}
