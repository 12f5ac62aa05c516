import { parseRequest } from "./parse-request.ts";
import { renderRequest } from "./render-request.ts";
import { FileError, UsageError } from "./synth-errors.ts";
import { toYaml } from "./to-yaml.ts";
import { usage } from "./usage.ts";
import { writeManifests } from "./write-manifests.ts";

export interface SynthResult {
  /** 0 done, 1 it could not be done, 2 it was asked for wrongly. */
  readonly exitCode: 0 | 1 | 2;
  readonly out: string;
  readonly error: string;
}

/** Runs one command line; only files are read and written. */
export async function runSynth(args: readonly string[]): Promise<SynthResult> {
  if (args.includes("--help") || args.includes("-h")) return { exitCode: 0, out: `${usage}\n`, error: "" };
  try {
    const request = parseRequest(args);
    const manifests = await renderRequest(request);
    if (request.out === undefined) return { exitCode: 0, out: toYaml(manifests), error: "" };
    const files = await writeManifests(request.out, manifests);
    return { exitCode: 0, out: files.map((file) => `${file}\n`).join(""), error: "" };
  } catch (error) {
    if (error instanceof UsageError) return { exitCode: 2, out: "", error: `synth: ${error.message}\n\n${usage}\n` };
    if (error instanceof FileError) return { exitCode: 1, out: "", error: `synth: ${error.message}\n` };
    throw error;
  }
}
