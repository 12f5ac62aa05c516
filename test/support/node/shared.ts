import { buildBackendImages } from "./backend-images.ts";
import { buildBaseImage } from "./base-image.ts";
import { type Cluster, startCluster } from "./cluster.ts";
import { type Docker, startDocker } from "./docker.ts";
import { buildImages } from "./images.ts";
import { installPackages, whyNoNode } from "./requirements.ts";

/** A Docker daemon that has all our images. */
export interface ImageSource {
  readonly docker: Docker;
  readonly baseImage: string;
}

let shared: Promise<ImageSource> | undefined;
let cluster: Promise<Cluster> | undefined;

/** All images, built once a test run; or the reason why there are none. */
export async function sharedImages(): Promise<ImageSource | { readonly skipped: string }> {
  const skipped = whyNoNode();
  if (skipped) return { skipped };
  shared ??= prepare();
  return shared;
}

/** A cluster with one real node and all images, one for the test run; or the reason why there is none. Namespaces are the tests' own. */
export async function sharedCluster(): Promise<Cluster | { readonly skipped: string }> {
  const images = await sharedImages();
  if ("skipped" in images) return images;
  cluster ??= startCluster(images.docker);
  return cluster;
}

export async function stopSharedNode(): Promise<void> {
  await (await cluster?.catch(() => undefined))?.stop();
  cluster = undefined;
  const source = await shared?.catch(() => undefined);
  shared = undefined;
  await source?.docker.stop();
}

async function prepare(): Promise<ImageSource> {
  await installPackages();
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
