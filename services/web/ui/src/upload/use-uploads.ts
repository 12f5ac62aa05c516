import { useQuery } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { configQuery } from "../api/queries.ts";
import { uploads } from "./uploads.ts";

export const useUploads = () => useSyncExternalStore(uploads.subscribe, uploads.getSnapshot);

/** Makes the uploads ready once it is known where they go; the first pictures come before. */
export function useStartUploads(): void {
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
  }, [config]);
}
