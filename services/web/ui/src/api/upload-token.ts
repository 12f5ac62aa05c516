import { send } from "./session-api.ts";

interface UploadToken {
  readonly token: string;
  readonly expiresAt: string;
}

/** A request that is being prepared should not find its token expired when it arrives. */
const marginMs = 2 * 60_000;

/** A token for the upload endpoint, which does not see the site's cookie; the same one until it is about to expire. */
export const uploadToken = holdToken(() => send<UploadToken>("POST", "/v1/upload-token"));

/** Asks for a token only when the one before is about to expire. */
export function holdToken(fetchToken: () => Promise<UploadToken>): (now?: number) => Promise<string> {
  let held: Promise<UploadToken> | undefined;
  return async (now = Date.now()) => {
    const current = await held?.catch(() => undefined);
    if (!current || Date.parse(current.expiresAt) - now < marginMs) {
      held = fetchToken();
      return (await held).token;
    }
    return current.token;
  };
}
