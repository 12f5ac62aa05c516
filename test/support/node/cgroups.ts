import { existsSync } from "node:fs";
import { mkdir, readdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { waitFor } from "../wait-for.ts";

const root = "/sys/fs/cgroup";

/** Below this the kubelet keeps the pods' control groups. */
export const nodeCgroup = "mediashare-node";

/** Makes the node's control group in every hierarchy: one on cgroup v2, one a controller on v1. */
export async function createCgroups(): Promise<void> {
  for (const hierarchy of await hierarchies()) await mkdir(join(hierarchy, nodeCgroup), { recursive: true });
}

/** Takes them away again, once the processes in them have ended. */
export async function removeCgroups(): Promise<void> {
  for (const hierarchy of await hierarchies()) {
    const folder = join(hierarchy, nodeCgroup);
    const gone = (): Promise<boolean> =>
      removeTree(folder).then(
        () => !existsSync(folder),
        () => false,
      );
    await waitFor(`${folder} to be empty`, gone, { timeoutMs: 20_000 });
  }
}

async function hierarchies(): Promise<readonly string[]> {
  if (existsSync(join(root, "cgroup.controllers"))) return [root];
  const entries = await readdir(root, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(root, name));
}

/** Only folders can be removed here, each when it is empty. */
async function removeTree(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  for (const entry of await readdir(folder, { withFileTypes: true })) if (entry.isDirectory()) await removeTree(join(folder, entry.name));
  await rmdir(folder);
}
