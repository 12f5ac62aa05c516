import type { TimelinePosition } from "@mediashare/core";
import { ProblemError, parseJson } from "@mediashare/kit";
import { z } from "zod";

const positionSchema = z.tuple([z.int(), z.uuid()]);

/** Opaque to clients: a position in the timeline. */
export function encodeCursor({ timelineUs, id }: TimelinePosition): string {
  return Buffer.from(JSON.stringify([timelineUs, id])).toString("base64url");
}

/** @throws ProblemError 400 */
export function decodeCursor(cursor: string): TimelinePosition {
  const parsed = positionSchema.safeParse(parseJson(Buffer.from(cursor, "base64url").toString()));
  if (!parsed.success) {
    throw new ProblemError(
      400,
      "invalid_cursor",
      "The cursor is not one that this list gave out. Begin again without it, and pass `nextCursor` on as it is.",
    );
  }
  const [timelineUs, id] = parsed.data;
  return { timelineUs, id };
}
