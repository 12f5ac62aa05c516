import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const webFolder = fileURLToPath(new URL("..", import.meta.resolve("@mediashare/web/main")));

/** Builds the site when it was never built, or its sources are newer than the build. */
export async function buildSite(): Promise<void> {
  const built = await newest(join(webFolder, "dist/ui"));
  if (built >= (await newest(join(webFolder, "ui")))) return;
  process.stdout.write("Building the site (first start, or its sources changed) …\n");
  const { build } = await import("vite");
  await build({ configFile: join(webFolder, "ui/vite.config.ts"), logLevel: "error" });
}

/** Time of the latest change of a file below, in ms; 0 where there is none. */
async function newest(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const times = await Promise.all(
    entries.filter((entry) => entry.isFile()).map(async (entry) => (await stat(join(entry.parentPath, entry.name))).mtimeMs),
  );
  return times.reduce((latest, time) => Math.max(latest, time), 0);
}
