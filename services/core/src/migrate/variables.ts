import type { EnvName } from "@mediashare/contract";

/** The environment variables that the migration reads. */
export const migrationVariables = [
  "MEDIASHARE_LOG_LEVEL",
  "MEDIASHARE_DATABASE_URL",
  "MEDIASHARE_DATABASE_CA",
] as const satisfies readonly EnvName[];
