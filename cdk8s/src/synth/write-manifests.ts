import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Manifest } from "../manifest.ts";
import { FileError } from "./synth-errors.ts";
import { toYaml } from "./to-yaml.ts";

/** One file for each object, so that a change shows by its name. @returns their paths @throws FileError */
export async function writeManifests(folder: string, manifests: readonly Manifest[]): Promise<readonly string[]> {
  const files = manifests.map((manifest) => ({ path: join(folder, nameOf(manifest)), text: toYaml([manifest]) }));
  try {
    await mkdir(folder, { recursive: true });
    for (const { path, text } of files) await writeFile(path, text);
  } catch (error) {
    throw new FileError(`--out ${folder} cannot be written: ${(error as Error).message}`, error);
  }
  return files.map(({ path }) => path);
}

function nameOf({ kind, metadata }: Manifest): string {
  const { namespace, name } = metadata;
  return `${namespace === undefined ? "" : `${namespace}.`}${name}.${kind.toLowerCase()}.yaml`;
}
