import type { UploadLink } from "@mediashare/core";
import type { Context } from "koa";
import { identifyOwner } from "../identify-owner.ts";

/** Where tus requests come in, and whose uploads can be seen from there. */
export interface TusDoor {
  readonly path: string;
  readonly ownerId: string;
  /** Only uploads that came by this link; null: only those that came by none. */
  readonly linkId: string | null;
}

/** For who is signed in, or has a token. */
export function ownDoor(ctx: Context): TusDoor {
  return {
    path: "/v1/tus",
    // Asked for when there is something to own: anybody may ask what the endpoint can do.
    get ownerId() {
      return identifyOwner(ctx);
    },
    linkId: null,
  };
}

/** For visitors of a share link: what they send belongs to the album's owner. */
export function sharedDoor({ ownerId, linkId }: UploadLink): TusDoor {
  return { path: "/v1/shared-tus", ownerId, linkId };
}
