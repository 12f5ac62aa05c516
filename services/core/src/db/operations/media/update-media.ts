import { namePlace } from "../../../place-names/name-place.ts";
import { notifyMedia } from "../../notify-media.ts";
import type { Database } from "../../open-database.ts";
import type { MediaEdits } from "../../rows.ts";
import { onlyShown, type ShownMedia } from "./shown-media.ts";

/** What its owner can say of one media; what is left out stays as it is, null takes back what was said. */
export interface MediaChanges {
  readonly favourite?: boolean | undefined;
  readonly caption?: string | undefined;
  /** The time on the clock, and the same moment in UTC. */
  readonly captured?: { readonly at: Date; readonly local: string } | null | undefined;
  /** `none`: no place, whatever the file says. */
  readonly place?: { readonly latitude: number; readonly longitude: number } | "none" | null | undefined;
}

/** @returns the media as it is then, or undefined when the owner has no such media */
export async function updateMedia(
  db: Database,
  media: { id: string; ownerId: string },
  changes: MediaChanges,
): Promise<ShownMedia | undefined> {
  return db.transaction(async (trx) => {
    const row = await trx<ShownMedia>("media").where({ id: media.id, owner_id: media.ownerId }).modify(onlyShown).forUpdate().first();
    if (!row) return undefined;
    const edited = planEdits(row.edited, changes);
    const [updated] = await trx<ShownMedia>("media")
      .where({ id: media.id })
      .update({
        ...(changes.favourite === undefined ? {} : { favourite: changes.favourite }),
        ...(changes.caption === undefined ? {} : { caption: changes.caption }),
        ...(changes.place === undefined
          ? {}
          : { place_name: await namePlace(edited.place === undefined ? row.facts.place : edited.place) }),
        edited: JSON.stringify(edited) as never,
        timeline_at: edited.capturedAt === undefined ? (row.captured_at ?? row.created_at) : new Date(edited.capturedAt),
        updated_at: trx.fn.now() as never,
      })
      .returning("*");
    await notifyMedia(trx, row);
    return updated as ShownMedia;
  });
}

/** What the owner says after a change. */
export function planEdits(before: MediaEdits, { captured, place }: MediaChanges): MediaEdits {
  const { capturedAt, capturedLocal, place: placeBefore, ...rest } = before;
  return {
    ...rest,
    ...(captured === undefined
      ? { ...(capturedAt === undefined ? {} : { capturedAt }), ...(capturedLocal === undefined ? {} : { capturedLocal }) }
      : captured && { capturedAt: captured.at.toISOString(), capturedLocal: captured.local }),
    ...(place === undefined
      ? placeBefore === undefined
        ? {}
        : { place: placeBefore }
      : place && { place: place === "none" ? null : place }),
  };
}
