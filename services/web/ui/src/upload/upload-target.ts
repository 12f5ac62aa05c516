import type { SiteConfig } from "../api/media-api.ts";
import { fetchSharedUploadToken } from "../api/shares-api.ts";
import { holdToken, uploadToken } from "../api/upload-token.ts";

/** Where uploads go, and by what right. */
export interface UploadTarget {
  /** Tells apart what the browser keeps of them; undefined: uploads of who is signed in. */
  readonly scope: string | undefined;
  /** The path of the tus endpoint on the upload host. */
  readonly path: string;
  readonly bearer: () => Promise<string>;
}

/** Into the library of who is signed in. */
export const ownTarget: UploadTarget = { scope: undefined, path: "/v1/tus", bearer: () => uploadToken() };

/** Characters of a link's token: they tell a browser's links apart, and with the other 35 unknown they open nothing. */
const scopeLength = 8;

/** By a share link, into its album. */
export function linkTarget(linkToken: string): UploadTarget {
  const hold = holdToken(() => fetchSharedUploadToken(linkToken));
  return { scope: linkToken.slice(0, scopeLength), path: "/v1/shared-tus", bearer: () => hold() };
}

export function endpointOf({ path }: UploadTarget, { uploadUrl }: SiteConfig): string {
  return uploadUrl.replace(/\/$/, "") + path;
}
