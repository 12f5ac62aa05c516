import type { DeliverySigner, Knex } from "@mediashare/core";

/** What the operations on albums and share links work with. */
export interface AlbumDeps {
  readonly db: Knex;
  /** For owners of media. */
  readonly signer: DeliverySigner;
  /** For everybody else: its URLs live for minutes, so that access ends when it is taken away. */
  readonly shareSigner: DeliverySigner;
  readonly now: () => Date;
}
