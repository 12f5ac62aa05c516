import { stopSharedNode } from "./node/shared.ts";
import { stopTestPostgres } from "./postgres.ts";

/** Mocha's global fixture: what tests shared ends with the run. */
export async function mochaGlobalTeardown(): Promise<void> {
  await stopSharedNode();
  await stopTestPostgres();
}
