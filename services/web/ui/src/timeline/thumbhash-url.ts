import { thumbHashToDataURL } from "thumbhash";

const known = new Map<string, string>();
const most = 4_000;

/** A tiny blurred picture as a data URL, decoded once per thumbhash. */
export function thumbhashUrl(base64: string): string {
  const found = known.get(base64);
  if (found) return found;
  if (known.size >= most) known.clear();
  const url = thumbHashToDataURL(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
  known.set(base64, url);
  return url;
}
