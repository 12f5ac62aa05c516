import { readFile } from "node:fs/promises";
import { type ScalingAnswer, scalingReport } from "./schema.ts";

const timeoutMs = 2_000;

/**
 * What whoever scales the workers says: `npm start` answers over HTTP, the operator writes a file, which is empty until there is something
 * to tell.
 */
export async function readScaling(url: string | undefined): Promise<ScalingAnswer> {
  if (url === undefined) return { report: null, missing: "not_configured" };
  try {
    const text = await (url.startsWith("file:") ? readFile(new URL(url), "utf8") : fetchText(url));
    if (text === "") return { report: null, missing: "nothing_yet" };
    return { report: scalingReport.parse(JSON.parse(text)), missing: null };
  } catch {
    // Starting, gone, or something else: to an administrator all of it is "does not answer".
    return { report: null, missing: "unreachable" };
  }
}

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: "error" });
  if (!response.ok) throw new Error(`It answered with ${response.status}`);
  return response.text();
}
