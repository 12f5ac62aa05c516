import type { ObjectStore, ShareUploadTokens } from "@mediashare/core";
import type { AlbumDeps } from "../albums/album-deps.ts";

export interface ShareDeps extends AlbumDeps {
  readonly renditions: ObjectStore;
  readonly shareUploadTokens: ShareUploadTokens;
  /** Where people reach the site, `scheme://host:port`. */
  readonly siteOrigin: string;
}
