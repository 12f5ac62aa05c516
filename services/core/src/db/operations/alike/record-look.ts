import { lockSpaces } from "../../lock-keys.ts";
import type { Knex } from "../../open-database.ts";
import type { TaskRow } from "../../rows.ts";

/** Fingerprints of 64 bits, in hexadecimal. */
export interface PhotoLook {
  readonly outline: string;
  readonly steps: string;
}

/** The bands of `0003-library` find no pair that differs in more than six bits. */
const mostBits = { outline: 6, steps: 10 } as const;

/**
 * Keeps how a photo looks, and finds the owner's other photos that look like it: by a band that is the same, of which there are few,
 * then by the bits that differ. One photo of an owner at a time, so that two that come at once see each other. Call it inside `withLease`.
 * @param look undefined: there is nothing to compare
 */
export async function recordLook(trx: Knex.Transaction, { media_id, owner_id }: TaskRow, look: PhotoLook | undefined): Promise<void> {
  if (!look) {
    await trx("media_look").where({ media_id }).delete();
    return;
  }
  await trx.raw("select pg_advisory_xact_lock(?, hashtext(?))", [lockSpaces.alike, owner_id]);
  const { outline, steps } = look;
  await trx.raw(
    `insert into media_look (media_id, owner_id, outline, steps) values (?, ?, ('x' || ?)::bit(64), ('x' || ?)::bit(64))
     on conflict (media_id) do update set outline = excluded.outline, steps = excluded.steps`,
    [media_id, owner_id, outline, steps],
  );
  await trx.raw(
    `insert into media_alike (owner_id, media_id, other_id)
     select own.owner_id, greatest(own.media_id, other.media_id), least(own.media_id, other.media_id)
     from media_look own join media_look other on other.owner_id = own.owner_id and other.bands && own.bands and other.media_id <> own.media_id
     where own.media_id = ? and bit_count(other.outline # own.outline) <= ? and bit_count(other.steps # own.steps) <= ?
     on conflict do nothing`,
    [media_id, mostBits.outline, mostBits.steps],
  );
}
