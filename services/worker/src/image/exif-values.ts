export type Tags = Readonly<Record<string, unknown>>;

const longestText = 100;

/** Without control characters, marks that turn the direction of text, and halves of characters; trimmed, of bounded length. */
export function text(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const clean = value
    .slice(0, 10 * longestText)
    .replace(/\p{C}/gu, "")
    .trim();
  const short = [...clean].slice(0, longestText).join("").trim();
  return short === "" ? undefined : short;
}

export function finite(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** Some tags hold a list, of which the first counts. */
export function positive(value: unknown): number | undefined {
  const number = finite(Array.isArray(value) || value instanceof Uint16Array ? value[0] : value);
  return number !== undefined && number > 0 ? number : undefined;
}
