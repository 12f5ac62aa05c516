import { useQuery } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { configQuery } from "../api/queries.ts";
import type { Uploads } from "./uploads.ts";

export const useUploads = (uploads: Uploads) => useSyncExternalStore(uploads.subscribe, uploads.getSnapshot);

/** Makes uploads ready once it is known where they go; the first pictures come before. */
export function useStartUploads(uploads: Uploads): void {
  const { data: config } = useQuery(configQuery);
  useEffect(() => {
    if (!config) return undefined;
    const start = () => uploads.start(config);
    if (!("requestIdleCallback" in window)) {
      const timer = setTimeout(start, 200);
      return () => clearTimeout(timer);
    }
    const idle = requestIdleCallback(start, { timeout: 1_000 });
    return () => cancelIdleCallback(idle);
  }, [config, uploads]);
}
