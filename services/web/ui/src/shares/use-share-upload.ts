import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { configQuery } from "../api/queries.ts";
import { useStartUploads, useUploads } from "../upload/use-uploads.ts";
import { linkUploads } from "./link-uploads.ts";
import { sharedKey } from "./share-queries.ts";

/** Files that a visitor adds to a shared album; what a reload interrupts goes on after it. */
export function useShareUpload(token: string) {
  const client = useQueryClient();
  const { data: config } = useQuery(configQuery);
  const { target, uploads } = linkUploads(token);
  const snapshot = useUploads(uploads);
  useStartUploads(uploads);
  const [refusal, setRefusal] = useState<string>();

  const { done } = snapshot.totals;
  useEffect(() => {
    if (done > 0) void client.invalidateQueries({ queryKey: sharedKey(token) });
  }, [done, client, token]);

  /** A link that has ended says so at once, instead of at the first file. */
  const add = (chosen: readonly File[]) => {
    target.bearer().then(
      () => {
        setRefusal(undefined);
        uploads.add(chosen.map((file) => ({ file, relativePath: undefined })));
      },
      (error: Error) => setRefusal(error.message),
    );
  };
  return { ...snapshot, uploads, add, refusal, accept: config?.acceptedContentTypes.join(",") ?? "image/*,video/*" };
}
