import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Kubectl } from "./kubectl.ts";

/** Volumes in a folder of this machine for whoever claims one of the class. */
export async function makeVolumes(kubectl: Kubectl, folder: string, storageClassName: string, count: number): Promise<void> {
  const volumes = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const path = join(folder, `volume-${index}`);
      await mkdir(path, { recursive: true });
      // The kubelet gives no folder of the host to a pod's group.
      await chmod(path, 0o777);
      return {
        apiVersion: "v1",
        kind: "PersistentVolume",
        metadata: { name: `${storageClassName}-${index}` },
        spec: {
          capacity: { storage: "1Gi" },
          accessModes: ["ReadWriteOnce"],
          persistentVolumeReclaimPolicy: "Retain",
          storageClassName,
          hostPath: { path },
        },
      };
    }),
  );
  await kubectl.apply(volumes);
}
