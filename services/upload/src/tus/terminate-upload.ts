import { objectKeys } from "@mediashare/contract";
import { deletePrefix, removeUpload, type Upload } from "@mediashare/core";
import { removeGivenUp } from "../media/receive-file.ts";
import type { TusDeps } from "./tus-deps.ts";

/** Removes an upload with all that it has in the store; of a finished one only what remembers it. Its lock must be held. */
export async function terminateUpload({ db, originals }: Pick<TusDeps, "db" | "originals">, upload: Upload): Promise<void> {
  const { media_id: mediaId, multipart_id: uploadId, part_size_bytes: partSizeBytes } = upload;
  const originalKey = objectKeys.original(upload.owner_id, mediaId);
  if (uploadId !== null) await originals.abortMultipart({ key: originalKey, uploadId, partSizeBytes });
  await deletePrefix(originals, objectKeys.uploadPrefix(mediaId));
  if (await removeUpload(db, mediaId)) await removeGivenUp({ db, originals }, { mediaId, originalKey });
}
