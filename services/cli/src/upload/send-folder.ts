import { createReadStream } from "node:fs";
import { answerOf, type MediashareClient, RefusedError, uploadFile } from "@mediashare/client";
import { batched, mapConcurrent } from "./concurrency.ts";
import type { FoundFile } from "./find-files.ts";
import { hashFile } from "./hash-file.ts";
import type { FileOutcome, Outcome } from "./outcome.ts";
import type { UploadProgress } from "./progress/upload-progress.ts";
import { retryCall } from "./retry-call.ts";
import type { UploadJournal } from "./upload-journal.ts";

export interface SendOptions {
  readonly client: MediashareClient;
  readonly journal: UploadJournal;
  readonly progress: UploadProgress;
  readonly parallel: number;
  /** Asks what is missing, and sends nothing. */
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
}

/** A disk gives no more when more read from it. */
const parallelHashes = 2;
/** Hashes that the site is asked about at once; it takes a thousand. */
const lookupSize = 200;
const lookupWaitMs = 250;

type Hashed = { readonly file: FoundFile } & ({ readonly sha256: string } | { readonly failure: Outcome });

/**
 * Brings the files to the site: hashes them, asks which contents it has, sends the others, all at the same time.
 * Ends with an error only where going on is of no use: nobody answers, or the site does not let us.
 */
export async function* sendFiles(files: readonly FoundFile[], options: SendOptions): AsyncGenerator<FileOutcome> {
  const sending = new Map<string, Promise<Outcome>>();
  yield* mapConcurrent(lookUp(files, options), options.parallel, async ({ file, ...known }) => {
    const outcome = "outcome" in known ? known.outcome : await sendOnce(sending, { file, ...known }, options);
    options.progress.settled(file, outcome);
    return { file, outcome };
  });
}

/** Each file with how it went already, or with the hash of a content that the site has not. */
async function* lookUp(files: readonly FoundFile[], options: SendOptions) {
  const { client, signal } = options;
  const hashed = mapConcurrent(files, parallelHashes, (file) => hash(file, options));
  for await (const batch of batched(hashed, { size: lookupSize, waitMs: lookupWaitMs })) {
    const sha256 = [...new Set(batch.flatMap((each) => ("sha256" in each ? [each.sha256] : [])))];
    const call = () => answerOf(client.api.POST("/v1/media/lookup", { body: { sha256 }, signal }));
    const { items } = sha256.length > 0 ? await retryCall(call, signal) : { items: [] };
    const mediaIds = new Map(items.map((item) => [item.sha256, item.id]));
    for (const each of batch) {
      if ("failure" in each) yield { file: each.file, outcome: each.failure };
      else {
        const mediaId = mediaIds.get(each.sha256);
        yield mediaId === undefined ? each : { file: each.file, outcome: { kind: "there", mediaId } as const };
      }
    }
  }
}

async function hash(file: FoundFile, { journal, progress, signal }: SendOptions): Promise<Hashed> {
  const known = journal.recall(file);
  if (known) return { file, sha256: known.sha256 };
  try {
    const sha256 = await hashFile(file.path, { signal, onBytes: (count) => progress.hashed(count) });
    await journal.note(file, { sha256 });
    return { file, sha256 };
  } catch (error) {
    signal.throwIfAborted();
    return { file, failure: unreadable(error) };
  }
}

/** The same content under two names is sent once. */
async function sendOnce(
  sending: Map<string, Promise<Outcome>>,
  { file, sha256 }: { file: FoundFile; sha256: string },
  options: SendOptions,
): Promise<Outcome> {
  const twin = sending.get(sha256);
  if (twin) {
    const outcome = await twin;
    return outcome.kind === "uploaded" ? { kind: "there", mediaId: outcome.mediaId } : outcome;
  }
  const own = options.dryRun ? Promise.resolve({ kind: "missing" } as const) : send(file, sha256, options);
  sending.set(sha256, own);
  return own;
}

async function send(file: FoundFile, sha256: string, { client, journal, progress, signal }: SendOptions): Promise<Outcome> {
  progress.started(file);
  let noted: Promise<void> = Promise.resolve();
  try {
    const { mediaId, duplicate } = await uploadFile(
      client,
      createReadStream(file.path).on("error", () => undefined),
      {
        fileName: file.fileName,
        resumeUrl: journal.recall(file)?.uploadUrl,
        onUrl: (uploadUrl) => {
          noted = journal.note(file, { sha256, uploadUrl });
        },
        onProgress: (sentBytes) => progress.sent(file, sentBytes),
        signal,
      },
    );
    await noted;
    await journal.note(file, { sha256 });
    return { kind: duplicate ? "there" : "uploaded", mediaId };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RefusedError && error.status !== 401 && error.status !== 403) {
      return { kind: "failed", code: error.code, message: error.message };
    }
    if (isOfTheFile(error)) return unreadable(error);
    throw error;
  }
}

function isOfTheFile(error: unknown): boolean {
  return error instanceof Error && "syscall" in error && "path" in error;
}

function unreadable(error: unknown): Outcome {
  return { kind: "failed", code: "unreadable", message: `It cannot be read: ${(error as Error).message}.` };
}
