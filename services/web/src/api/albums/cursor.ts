import { ProblemError, parseJson } from "@mediashare/kit";
import type { z } from "zod";

/** Opaque to clients: where a page ended. */
export function encodePosition(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}

/** @throws ProblemError 400 */
export function decodePosition<S extends z.ZodType>(cursor: string | undefined, schema: S): z.output<S> | undefined {
  if (cursor === undefined) return undefined;
  const parsed = schema.safeParse(parseJson(Buffer.from(cursor, "base64url").toString()));
  if (parsed.success) return parsed.data;
  throw new ProblemError(
    400,
    "invalid_cursor",
    "The cursor is not one that this list gave out. Begin again without it, and pass `nextCursor` on as it is.",
  );
}

/** The rows of a page that was asked for one too many, and the cursor of the next one, if there is one. */
export function cutPage<Row>(
  rows: readonly Row[],
  limit: number,
  positionOf: (last: Row) => unknown,
): { page: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { page, nextCursor: last === undefined ? null : encodePosition(positionOf(last)) };
}
