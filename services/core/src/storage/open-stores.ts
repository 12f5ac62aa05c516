import { join } from "node:path";
import { DiskObjectStore } from "./disk/disk-object-store.ts";
import type { ObjectStore } from "./object-store.ts";
import { createS3Client, type S3ClientOptions } from "./s3/s3-client.ts";
import { S3ObjectStore } from "./s3/s3-object-store.ts";

interface Buckets {
  readonly originalsBucket: string;
  readonly renditionsBucket: string;
}

export interface DiskStorageOptions extends Buckets {
  readonly kind: "disk";
  /** Folder of both buckets, which are folders in it. */
  readonly path: string;
}

export interface S3StorageOptions extends Buckets, S3ClientOptions {
  readonly kind: "s3";
  /** Left out: the bucket's own. */
  readonly renditionsStorageClass?: string;
}

export interface Stores {
  readonly originals: ObjectStore;
  readonly renditions: ObjectStore;
}

/** The two stores of a deployment. Nothing is reached until they are used. */
export function openStores(options: DiskStorageOptions | S3StorageOptions): Stores {
  const { originalsBucket, renditionsBucket } = options;
  if (options.kind === "disk") {
    return {
      originals: new DiskObjectStore(join(options.path, originalsBucket)),
      renditions: new DiskObjectStore(join(options.path, renditionsBucket)),
    };
  }
  const client = createS3Client(options);
  const { renditionsStorageClass: storageClass } = options;
  return {
    originals: new S3ObjectStore({ client, bucket: originalsBucket }),
    renditions: new S3ObjectStore({ client, bucket: renditionsBucket, ...(storageClass === undefined ? {} : { storageClass }) }),
  };
}
