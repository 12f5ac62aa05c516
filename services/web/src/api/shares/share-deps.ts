import type { ObjectStore, ShareUploadTokens } from "@mediashare/core";
import type { Logger } from "@mediashare/kit";
import type { AlbumDeps } from "../albums/album-deps.ts";

export interface ShareDeps extends AlbumDeps {
  readonly originals: ObjectStore;
  readonly renditions: ObjectStore;
  readonly logger: Logger;
  readonly shareUploadTokens: ShareUploadTokens;
  /** Where people reach the site, `scheme://host:port`. */
  readonly siteOrigin: string;
}
