import type { z } from "zod";
import { scalingReport } from "./schema.ts";

const timeoutMs = 2_000;

/** What whoever scales the workers says. @returns undefined where it does not answer, or with something else */
export async function fetchScalingReport(url: string): Promise<z.infer<typeof scalingReport> | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: "error" });
    return response.ok ? scalingReport.safeParse(await response.json()).data : undefined;
  } catch {
    // Starting, gone, or no JSON: to an administrator all of it is "does not answer".
    return undefined;
  }
}
