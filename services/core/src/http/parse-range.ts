import type { ByteRange } from "../storage/object-store.ts";

/**
 * What a Range header asks of an object (RFC 9110 §14.2): one range, `unsatisfiable`, or undefined where the header is to
 * be ignored: other units, nonsense, and several ranges, which a server may answer with the whole.
 */
export function parseRange(header: string, sizeBytes: number): ByteRange | "unsatisfiable" | undefined {
  const match = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header);
  if (!match) return undefined;
  const [, first = "", last = ""] = match;
  if (first === "") return last === "" ? undefined : suffix(Number(last), sizeBytes);
  const start = Number(first);
  const end = last === "" ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  if (last !== "" && Number(last) < start) return undefined;
  return start < sizeBytes ? { start, end } : "unsatisfiable";
}

function suffix(lengthBytes: number, sizeBytes: number): ByteRange | "unsatisfiable" {
  if (lengthBytes === 0 || sizeBytes === 0) return "unsatisfiable";
  return { start: Math.max(0, sizeBytes - lengthBytes), end: sizeBytes };
}
