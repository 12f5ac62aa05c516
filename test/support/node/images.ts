import { existsSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "./command.ts";
import type { Docker } from "./docker.ts";

/** As synth and the charts call them where they are told nothing else: `${repository}/${name}:${tag}`. */
const imageRepository = "mediashare";
export const imageTag = "0.1.0";

const project = fileURLToPath(new URL("../../..", import.meta.url));

const targets = { upload: "upload", web: "web", operator: "operator", edge: "edge", sqs: "sqs", worker: "worker-debian" } as const;

export type ImageName = keyof typeof targets;

/** Those that are installed. */
export const imageNames = Object.keys(targets) as ImageName[];
/** Any fleet, from its sources. */
export const sourceImage = "dev";

export function imageOf(name: string, tag = imageTag): string {
  return `${imageRepository}/${name}:${tag}`;
}

/** Builds our images on a base that is made here. One after another: each uses what the one before has built. */
export async function buildImages(docker: Docker, baseImage: string): Promise<void> {
  const context = await mkdtemp(join(tmpdir(), "mediashare-context-"));
  try {
    await copySources(context);
    for (const [name, target] of Object.entries({ ...targets, [sourceImage]: sourceImage })) {
      await docker.build({ tag: imageOf(name), context, target, args: { BASE_IMAGE: baseImage } });
    }
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

/** Once for all images: whoever edits meanwhile shall not have two states in them. */
async function copySources(folder: string): Promise<void> {
  const listed = await runCommand("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: project });
  for (const file of listed.split("\0")) {
    if (file !== "" && existsSync(join(project, file))) await cp(join(project, file), join(folder, file));
  }
}
