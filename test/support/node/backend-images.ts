import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { publicBackendImages } from "@mediashare/cdk8s";
import { goTool } from "../go-tool.ts";
import { runCommand } from "./command.ts";
import type { Docker } from "./docker.ts";
import { imageOf } from "./images.ts";

export const pauseImage = imageOf("pause");

const ownFolder = (name: string): string => fileURLToPath(new URL(`./${name}`, import.meta.url));

/** Builds what the node and the development backends run, and what cannot be pulled here. */
export async function buildBackendImages(docker: Docker, baseImage: string): Promise<void> {
  await withContext(async (context) => {
    await buildPause(context);
    await docker.build({ tag: pauseImage, context });
  });
  await withContext(async (context) => {
    const versitygw = await goTool({ name: "versitygw", module: "github.com/versity/versitygw/cmd/versitygw", version: "v1.8.0" });
    if (!versitygw) throw new Error("There is no Go to build versitygw with.");
    await copyFile(versitygw, join(context, "versitygw"));
    for (const file of ["Dockerfile", "start-postgres"]) await copyFile(join(ownFolder("backends"), file), join(context, file));
    // By the names of those that others pull, so that manifests need not say that these are ours.
    for (const [target, tag] of Object.entries(publicBackendImages))
      await docker.build({ tag, context, target, args: { BASE_IMAGE: baseImage } });
  });
}

async function buildPause(context: string): Promise<void> {
  await runCommand("go", ["build", "-trimpath", "-o", join(context, "pause"), "."], { cwd: ownFolder("pause"), env: { CGO_ENABLED: "0" } });
  await writeFile(join(context, "Dockerfile"), 'FROM scratch\nCOPY pause /pause\nUSER 65535:65535\nENTRYPOINT ["/pause"]\n');
}

async function withContext(build: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "mediashare-image-"));
  try {
    await build(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
