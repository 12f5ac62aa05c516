import type { SecretBox } from "../../../access/secret-box.ts";
import type { Database } from "../../open-database.ts";
import type { WebhookRow } from "../../rows.ts";

/** Encrypts the secrets that an older release left as they are. @returns how many webhooks had such */
export async function sealPlainSecrets(db: Database, secrets: SecretBox): Promise<number> {
  return db.transaction(async (trx) => {
    const rows = await trx("webhook").whereLike("secret", "whsec%").orWhereLike("previous_secret", "whsec%").forUpdate();
    for (const row of rows) await trx("webhook").where({ id: row.id }).update(sealed(row, secrets));
    return rows.length;
  });
}

function sealed({ id, secret, previous_secret: previous }: WebhookRow, secrets: SecretBox) {
  const seal = (text: string): string => (text.startsWith("whsec_") ? secrets.seal(text, id) : text);
  return { secret: seal(secret), previous_secret: previous === null ? null : seal(previous) };
}
