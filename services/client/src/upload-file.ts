import { DetailedError, type UploadOptions as TusOptions, Upload } from "tus-js-client";
import { failedAnswer, RefusedError, UnexpectedAnswerError, UnreachableError } from "./client-errors.ts";
import type { MediashareClient } from "./create-client.ts";

/** What tus-js-client can read from any offset. */
export type UploadContent = ConstructorParameters<typeof Upload>[0] | NodeFileStream;

/** `fs.createReadStream(path)`: read anew from its path for each attempt. */
interface NodeFileStream {
  readonly path: string | Uint8Array;
  readonly bytesRead: number;
}

export interface UploadOptions {
  readonly fileName: string;
  /** URL of this upload, begun before, which is gone on with; where it is there no more, a new one is begun. */
  readonly resumeUrl?: string | undefined;
  /** Called when the upload has its URL: whoever keeps it can go on with the upload later, in any process. */
  readonly onUrl?: (url: string) => void;
  readonly onProgress?: (sentBytes: number, totalBytes: number) => void;
  /** Stops sending; what has arrived stays there. */
  readonly signal?: AbortSignal;
  /** Waits before each further attempt. Bytes that arrive begin the count anew. */
  readonly retryDelaysMs?: readonly number[];
}

export interface UploadedMedia {
  readonly mediaId: string;
  /** The owner had the same content already: `mediaId` is the one that was there. */
  readonly duplicate: boolean;
}

const defaultRetryDelaysMs = [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
/** Refusals that pass: the request was too slow, met another one, was one of too many, or was damaged on the way. */
const passing = new Set([408, 409, 423, 429, 460]);
/** No storage left: it does not come back within minutes. */
const storageFull = 507;

/**
 * One file over tus 1.0 (https://tus.io/protocols/resumable-upload), through lost connections and servers that end.
 * Content is a File or Blob in a browser; a Buffer or a file's ReadStream in Node.
 * @throws RefusedError, UnreachableError, UnexpectedAnswerError, or the signal's reason
 */
export async function uploadFile(client: MediashareClient, content: UploadContent, options: UploadOptions): Promise<UploadedMedia> {
  const endpoint = `${await client.uploadUrl()}/v1/tus`;
  const { signal } = options;
  // Who may not upload is told at once.
  await client.uploadToken();
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      void upload.abort();
      reject(signal?.reason);
    };
    const settle = (end: () => void): void => {
      signal?.removeEventListener("abort", stop);
      end();
    };
    const tusOptions: TusOptions = {
      endpoint,
      uploadUrl: options.resumeUrl ?? null,
      metadata: { filename: options.fileName },
      storeFingerprintForResuming: false,
      retryDelays: [...(options.retryDelaysMs ?? defaultRetryDelaysMs)],
      onShouldRetry: mayPass,
      onBeforeRequest: async (request) => {
        request.setHeader("Authorization", `Bearer ${await client.uploadToken()}`);
      },
      onUploadUrlAvailable: () => options.onUrl?.(upload.url as string),
      onProgress: options.onProgress ?? null,
      onError: (error) => settle(() => reject(explain(error, endpoint))),
      onSuccess: ({ lastResponse }) =>
        settle(() => {
          const mediaId = lastResponse.getHeader("Mediashare-Media-Id");
          if (mediaId) resolve({ mediaId, duplicate: lastResponse.getHeader("Mediashare-Duplicate") === "true" });
          else reject(new UnexpectedAnswerError(`${endpoint} took the file but named no media.`));
        }),
    };
    const upload = new Upload(content as ConstructorParameters<typeof Upload>[0], tusOptions);
    signal?.addEventListener("abort", stop);
    upload.start();
  });
}

function mayPass(error: DetailedError): boolean {
  const status = error.causingError instanceof RefusedError ? error.causingError.status : error.originalResponse?.getStatus();
  return status === undefined || passing.has(status) || (status >= 500 && status !== storageFull);
}

function explain(error: Error, endpoint: string): Error {
  if (!(error instanceof DetailedError)) return error;
  const { originalResponse: response, causingError } = error;
  if (causingError instanceof RefusedError) return causingError;
  if (!response)
    return error.causingError && !error.originalRequest ? error.causingError : new UnreachableError(endpoint, error.causingError ?? error);
  return failedAnswer(parse(response.getBody()), response.getStatus(), endpoint, { cause: error });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
