import type { EnvName } from "@mediashare/contract";
import { type Config, ConfigError } from "@mediashare/kit";
import type { DiskStorageOptions, S3StorageOptions } from "../storage/open-stores.ts";

/** What every service process reads. */
export const serviceVariables = [
  "MEDIASHARE_HOST",
  "MEDIASHARE_PORT",
  "MEDIASHARE_LOG_LEVEL",
  "MEDIASHARE_SHUTDOWN_GRACE",
  "MEDIASHARE_DATABASE_URL",
  "MEDIASHARE_DATABASE_CA",
  "MEDIASHARE_DATABASE_POOL",
] as const satisfies readonly EnvName[];

export const storageVariables = [
  "MEDIASHARE_STORAGE",
  "MEDIASHARE_STORAGE_PATH",
  "MEDIASHARE_ORIGINALS_BUCKET",
  "MEDIASHARE_RENDITIONS_BUCKET",
  "MEDIASHARE_RENDITIONS_STORAGE_CLASS",
  "MEDIASHARE_S3_ENDPOINT",
  "MEDIASHARE_S3_PATH_STYLE",
  "MEDIASHARE_REGION",
] as const satisfies readonly EnvName[];

export const queueVariables = [
  "MEDIASHARE_QUEUE_URL",
  "MEDIASHARE_QUEUE_ENDPOINT",
  "MEDIASHARE_REGION",
] as const satisfies readonly EnvName[];

/** Which stores the configuration means. @throws ConfigError when disk storage has no folder */
export function storeOptions(config: Config<(typeof storageVariables)[number]>): DiskStorageOptions | S3StorageOptions {
  const { originalsBucket, renditionsBucket, storagePath: path } = config;
  if (config.storage === "disk") {
    if (path === undefined) throw new ConfigError(["MEDIASHARE_STORAGE_PATH is not set: disk storage needs the folder to keep objects in"]);
    return { kind: "disk", path, originalsBucket, renditionsBucket };
  }
  return {
    kind: "s3",
    region: config.region,
    pathStyle: config.s3PathStyle,
    originalsBucket,
    renditionsBucket,
    ...(config.s3Endpoint === undefined ? {} : { endpoint: config.s3Endpoint }),
    ...(config.renditionsStorageClass === undefined ? {} : { renditionsStorageClass: config.renditionsStorageClass }),
  };
}
