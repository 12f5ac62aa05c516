import { join } from "node:path";
import { authSecretFile } from "../data-folder.ts";
import { readToken } from "../local-account.ts";
import { openBrowser } from "../open-browser.ts";
import { loadSettings } from "../settings.ts";
import { signInUrl } from "./sign-in-url.ts";

/** `npm run sign-in`: opens the site of a running `npm start` signed in, in whatever browser comes first. */
const settings = loadSettings();
const secret = settings.inherited.MEDIASHARE_AUTH_SECRET || (await readToken(join(settings.dataPath, authSecretFile)));
if (secret === undefined) {
  process.stderr.write(`There is nothing under ${settings.dataPath} yet: run npm start first.\n`);
  process.exit(1);
}
const url = await signInUrl(settings.webPort, secret);
process.stdout.write(`${url}\n`);
if (settings.openBrowser) openBrowser(url);
