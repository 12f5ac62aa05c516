import type { DeliverySigner, Knex, ObjectStore } from "@mediashare/core";
import type { Logger } from "@mediashare/kit";

/** What the operations on media work with. */
export interface MediaDeps {
  readonly db: Knex;
  readonly originals: ObjectStore;
  readonly signer: DeliverySigner;
  readonly now: () => Date;
  readonly logger: Logger;
}
