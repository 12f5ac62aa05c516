import { localOwnerId } from "@mediashare/contract";
import { SignInLinks } from "@mediashare/core";

/**
 * Where the site opens signed in for the person at this machine: once, within ten minutes. The token stands behind the #, which
 * browsers send to nobody, so it gets into no log.
 */
export async function signInUrl(webPort: number, authSecret: string): Promise<string> {
  return `http://localhost:${webPort}/sign-in#${await new SignInLinks(authSecret).sign(localOwnerId, new Date())}`;
}
