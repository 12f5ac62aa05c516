import { buildBackendImages } from "./backend-images.ts";
import { buildBaseImage } from "./base-image.ts";
import { type Cluster, startNodeCluster } from "./cluster.ts";
import { type Docker, startDocker } from "./docker.ts";
import { addedTo, type Footprint, readFootprint } from "./footprint.ts";
import { buildImages } from "./images.ts";
import { hasKind, startKindCluster } from "./kind-cluster.ts";
import { installPackages, whyNoNode } from "./requirements.ts";

/** A Docker daemon that has all our images. */
export interface ImageSource {
  readonly docker: Docker;
  readonly baseImage: string;
}

let before: Footprint | undefined;
let shared: Promise<ImageSource> | undefined;
let cluster: Promise<Cluster> | undefined;

/** All images, built once a test run; or the reason why there are none. */
export async function sharedImages(): Promise<ImageSource | { readonly skipped: string }> {
  const skipped = whyNoNode();
  if (skipped) return { skipped };
  shared ??= prepare();
  return shared;
}

/**
 * A cluster with real containers and all images, one for the test run: kind's where it can be had, else one real node; or the reason why
 * there is none. Namespaces are the tests' own.
 */
export async function sharedCluster(): Promise<Cluster | { readonly skipped: string }> {
  if (await hasKind()) {
    cluster ??= startKindCluster();
    return cluster;
  }
  const images = await sharedImages();
  if ("skipped" in images) return images;
  cluster ??= startNodeCluster(images.docker);
  return cluster;
}

/** Ends them. @throws Error when the machine is not as it was before */
export async function stopSharedNode(): Promise<void> {
  await (await cluster?.catch(() => undefined))?.stop();
  cluster = undefined;
  const source = await shared?.catch(() => undefined);
  shared = undefined;
  await source?.docker.stop();
  if (!before) return;
  const left = addedTo(before, await readFootprint());
  before = undefined;
  if (left.length > 0) throw new Error(`The node left behind:\n${left.map((line) => `  ${line}`).join("\n")}`);
}

async function prepare(): Promise<ImageSource> {
  await installPackages();
  before = await readFootprint();
  const docker = await startDocker();
  try {
    const baseImage = await buildBaseImage(docker);
    await buildImages(docker, baseImage);
    await buildBackendImages(docker, baseImage);
    return { docker, baseImage };
  } catch (error) {
    await docker.stop();
    throw error;
  }
}
