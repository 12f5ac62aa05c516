import type { DeliverySigner, Knex, ObjectStore } from "@mediashare/core";

/** What the operations on media work with. */
export interface MediaDeps {
  readonly db: Knex;
  readonly originals: ObjectStore;
  readonly signer: DeliverySigner;
  readonly now: () => Date;
}
