import { readFile } from "node:fs/promises";
import { join } from "node:path";

const ownHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** The token that `npm start` has written for whoever sits at this machine; it is shown to no other one. */
export async function findLocalToken(url: string, dataPath: string): Promise<string | undefined> {
  if (!ownHosts.has(new URL(url).hostname)) return undefined;
  try {
    return (await readFile(join(dataPath, "token"), "utf8")).trim() || undefined;
  } catch {
    // Not there, or not ours to read: the site says whether it wants one.
    return undefined;
  }
}
