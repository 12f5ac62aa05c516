import { send } from "./session-api.ts";

interface UploadToken {
  readonly token: string;
  readonly expiresAt: string;
}

/** A request that is being prepared should not find its token expired when it arrives. */
const marginMs = 2 * 60_000;

let held: Promise<UploadToken> | undefined;

/** A token for the upload endpoint, which does not see the site's cookie; the same one until it is about to expire. */
export async function uploadToken(now = Date.now()): Promise<string> {
  const current = await held?.catch(() => undefined);
  if (!current || Date.parse(current.expiresAt) - now < marginMs) {
    held = send<UploadToken>("POST", "/v1/upload-token");
    return (await held).token;
  }
  return current.token;
}
