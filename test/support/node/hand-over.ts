import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Containerd } from "./containerd.ts";
import type { Docker } from "./docker.ts";

type ImageIds = Readonly<Record<string, string>>;

/** Gives the node's runtime those of Docker's images that it has not got yet; `cache` remembers which it has. */
export async function handOver(docker: Docker, containerd: Containerd, cache: string, images: readonly string[]): Promise<void> {
  const record = join(cache, "images.json");
  const known: ImageIds = JSON.parse(await readFile(record, "utf8").catch(() => "{}"));
  const ids = await readIds(docker, images);
  const missing = images.filter((image) => known[image] !== ids[image]);
  if (missing.length === 0) return;
  const archive = join(cache, "images.tar");
  try {
    await docker.run(["save", "--output", archive, ...missing]);
    await containerd.importImages(archive);
  } finally {
    await rm(archive, { force: true });
  }
  await writeFile(record, JSON.stringify({ ...known, ...ids }));
}

async function readIds(docker: Docker, images: readonly string[]): Promise<ImageIds> {
  const listed = await docker.run(["image", "inspect", "--format", "{{.Id}}", ...images]);
  const ids = listed.trim().split("\n");
  return Object.fromEntries(images.map((image, index) => [image, ids[index] as string]));
}
