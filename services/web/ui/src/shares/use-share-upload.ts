import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { configQuery } from "../api/queries.ts";
import { fetchSharedUploadToken } from "../api/shares-api.ts";
import { announce } from "../hooks/announce.ts";
import { messages } from "../messages.ts";
import { sharedKey } from "./share-queries.ts";
import { uploadFile } from "./upload-file.ts";

export interface AddedFile {
  readonly id: string;
  readonly name: string;
  readonly status: "waiting" | "sending" | "done" | "failed";
  /** 0 to 1. */
  readonly progress: number;
  readonly reason: string | undefined;
}

/** Files that a visitor adds to a shared album: one after the other, each with a token that is asked for anew. */
export function useShareUpload(token: string) {
  const client = useQueryClient();
  const { data: config } = useQuery(configQuery);
  const [files, setFiles] = useState<readonly AddedFile[]>([]);
  const queue = useRef<Promise<void>>(Promise.resolve());

  const update = (id: string, change: Partial<AddedFile>) =>
    setFiles((known) => known.map((file) => (file.id === id ? { ...file, ...change } : file)));

  const send = async (id: string, file: File): Promise<void> => {
    if (!config) return;
    try {
      const { token: uploadToken } = await fetchSharedUploadToken(token);
      update(id, { status: "sending" });
      await uploadFile(config.uploadUrl, uploadToken, file, (progress) => update(id, { progress }));
      update(id, { status: "done", progress: 1 });
    } catch (error) {
      update(id, { status: "failed", reason: error instanceof Error ? error.message : undefined });
    }
  };

  const add = (chosen: readonly File[]) => {
    const added = chosen.map((file) => ({ id: crypto.randomUUID(), file }));
    setFiles((known) => [
      ...known,
      ...added.map(({ id, file }) => ({ id, name: file.name, status: "waiting" as const, progress: 0, reason: undefined })),
    ]);
    queue.current = queue.current.then(async () => {
      for (const { id, file } of added) await send(id, file);
      announce(messages.shares.upload.finished(added.length));
      await client.invalidateQueries({ queryKey: sharedKey(token) });
    });
  };
  return { files, add, accept: config?.acceptedContentTypes.join(",") ?? "image/*,video/*" };
}
