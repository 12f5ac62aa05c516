import { existsSync } from "node:fs";
import { glob, readFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";

export interface Import {
  /** Relative to the root. */
  readonly file: string;
  readonly specifier: string;
  /** The file that a relative specifier names. */
  readonly target: string | undefined;
  readonly typeOnly: boolean;
}

const root = resolve(import.meta.dirname, "../..");
/** Declarations of our one formatter: `import … from "x"`, `export … from "x"`, `import "x"`, `import("x")`. */
const declaration = /^(?:import|export)\s+(type\s)?[^"';]*?from\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\("([^"]+)"\)/gm;

/** Every import in the TypeScript sources below these folders. */
export async function findImports(...folders: readonly string[]): Promise<Import[]> {
  const found: Import[] = [];
  for (const folder of folders) {
    for await (const path of glob(join(root, folder, "**/*.{ts,tsx}"), { exclude: (name) => /node_modules|\/dist\b/.test(name) })) {
      const file = relative(root, path);
      for (const [, type, from, bare, dynamic] of (await readFile(path, "utf8")).matchAll(declaration)) {
        const specifier = (from ?? bare ?? dynamic) as string;
        const target = specifier.startsWith(".") ? relative(root, resolve(dirname(path), specifier)) : undefined;
        if (target && !existsSync(join(root, target))) throw new Error(`${file} imports ${specifier}, which is not there`);
        found.push({ file, specifier, target, typeOnly: type !== undefined });
      }
    }
  }
  return found;
}
