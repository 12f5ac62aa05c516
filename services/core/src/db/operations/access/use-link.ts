import type { Database } from "../../open-database.ts";

/** @returns false when it was used before */
export async function useLink(db: Database, link: { id: string; expiresAt: Date }): Promise<boolean> {
  const used = await db("used_link").insert({ id: link.id, expires_at: link.expiresAt }).onConflict("id").ignore().returning("id");
  return used.length > 0;
}
