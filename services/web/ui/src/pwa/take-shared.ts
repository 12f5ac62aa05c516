import { useEffect } from "react";
import type { PickedFile } from "../upload/picked-files.ts";
import { uploads } from "../upload/uploads.ts";

/** As the service worker names it. */
const sharedCache = "mediashare-shared";

/** Takes what other apps have shared into the uploads of whoever is signed in. */
export function useSharedFiles(): void {
  useEffect(() => {
    takeShared().then(
      (files) => {
        if (files.length > 0) uploads.add(files);
      },
      (error: unknown) => console.error("What was shared could not be read.", error),
    );
  }, []);
}

/** Forgets what was shared and not taken: it is not for whoever comes next. */
export async function forgetShared(): Promise<void> {
  if ("caches" in window) await caches.delete(sharedCache);
}

async function takeShared(): Promise<PickedFile[]> {
  if (!("caches" in window) || !(await caches.has(sharedCache))) return [];
  const cache = await caches.open(sharedCache);
  const taken: PickedFile[] = [];
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    await cache.delete(request);
    if (!response) continue;
    const name = decodeURIComponent(response.headers.get("X-File-Name") ?? "shared");
    const type = response.headers.get("Content-Type") ?? "";
    taken.push({ file: new File([await response.blob()], name, { type }), relativePath: undefined });
  }
  return taken;
}
