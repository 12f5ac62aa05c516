import type { AccountRow } from "@mediashare/core";
import type { User } from "./schema.ts";

export function presentUser(account: AccountRow): User {
  return {
    id: account.id,
    email: account.email,
    name: account.name,
    role: account.role,
    hasPassword: account.password_hash !== null,
    usedBytes: account.used_bytes,
    quotaBytes: account.quota_bytes,
    createdAt: account.created_at.toISOString(),
  };
}
