import { objectKeys } from "@mediashare/contract";
import { MediaGoneError, readUpload, type Upload, UploadLockLostError } from "@mediashare/core";
import { ProblemError } from "@mediashare/kit";
import { type BodyEnd, readBody } from "../content/read-body.ts";
import { requestAborted } from "../problems.ts";
import { finishUpload } from "./finish-upload.ts";
import { terminateUpload } from "./terminate-upload.ts";
import type { Outcome, Source, TusDeps } from "./tus-deps.ts";
import { UploadWriter, type WrittenUpload } from "./upload-writer.ts";

export interface Continued {
  readonly offsetBytes: number;
  /** When the upload is finished. */
  readonly outcome: Outcome | undefined;
}

/** Refusals of the content itself: the upload goes, as no byte that may come could mend it. */
const endingCodes: ReadonlySet<string> = new Set(["unsupported_type", "too_large", "empty"]);

/** Writes what the source has behind what is there, and makes a media of it when it is whole. */
export async function continueUpload(deps: TusDeps, upload: Upload, source: Source): Promise<Continued> {
  const finished = finishedOutcome(upload);
  if (finished) return { offsetBytes: upload.offset_bytes, outcome: finished };
  try {
    return await advance(deps, upload, source);
  } catch (error) {
    if (!(error instanceof MediaGoneError) && !(error instanceof ProblemError && endingCodes.has(error.code))) throw error;
    // Parts may have come since the upload was read.
    const latest = (await readUpload(deps.db, upload.media_id)) ?? upload;
    await terminateUpload(deps, latest);
    deps.metrics.ended("tus", error.code);
    throw error instanceof MediaGoneError
      ? new ProblemError(410, "gone", "The upload was given up. Begin it again.", { cause: error })
      : error;
  }
}

export function finishedOutcome(upload: Upload): Outcome | undefined {
  if (upload.result_media_id === null) return undefined;
  return { mediaId: upload.result_media_id, duplicate: upload.result_media_id !== upload.media_id };
}

async function advance(deps: TusDeps, upload: Upload, source: Source): Promise<Continued> {
  const { traceparent } = source;
  const left = wholeBefore(upload);
  if (left) return { offsetBytes: upload.offset_bytes, outcome: await finishUpload(deps, { upload, ...left, traceparent }) };

  const writer = await UploadWriter.open(deps, upload, source);
  const { written, end } = await writeBody(writer, source);
  if (written.whole) {
    return { offsetBytes: written.offsetBytes, outcome: await finishUpload(deps, { upload, ...written.whole, traceparent }) };
  }
  if (end === "aborted") throw requestAborted(source.body.errored);
  if (end === "stopped") throw takenOver();
  return { offsetBytes: written.offsetBytes, outcome: undefined };
}

async function writeBody(writer: UploadWriter, source: Source): Promise<{ written: WrittenUpload; end: BodyEnd }> {
  try {
    const end = await readBody(source.body, (chunk) => writer.take(chunk), AbortSignal.any([source.stop, writer.failed]));
    if (writer.failed.aborted) throw writer.failed.reason;
    if (source.stop.reason === "lost") throw new UploadLockLostError(`The upload ${source.lock.id} is no longer this process's to write.`);
    if (source.checksum && end !== "complete") throw end === "aborted" ? requestAborted(source.body.errored) : takenOver();
    return { written: await writer.close(), end };
  } catch (error) {
    await writer.cancel();
    throw error;
  }
}

/** What a crash has left of an upload whose bytes were all recorded already. */
function wholeBefore(upload: Upload): WrittenUpload["whole"] {
  const { offset_bytes: offset, length_bytes: length, tail_key: tail, content_type: contentType, kind } = upload;
  if (offset !== length || tail !== null || contentType === null || kind === null) return undefined;
  const { multipart_id: uploadId, part_size_bytes: partSizeBytes } = upload;
  const key = objectKeys.original(upload.owner_id, upload.media_id);
  return { multipart: uploadId === null ? undefined : { key, uploadId, partSizeBytes }, type: { contentType, kind }, sha256: undefined };
}

function takenOver(): ProblemError {
  return new ProblemError(423, "taken_over", "Another request goes on with this upload. Ask for its offset before you send more.", {
    headers: { "Retry-After": "1" },
  });
}
