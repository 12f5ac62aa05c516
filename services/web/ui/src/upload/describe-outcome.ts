import { parseProblem } from "../api/client.ts";
import { messages } from "../messages.ts";

export interface UploadFailure {
  readonly message: string;
  /** Whether sending the same file again may help. */
  readonly retryable: boolean;
  /** The network's fault: worth another try when it is back. */
  readonly network: boolean;
}

export interface FailedAttempt {
  readonly error: { readonly name: string; readonly message: string };
  /** 0 when there was no response. */
  readonly status: number;
  readonly body: string;
}

/** Why an upload failed, in words for people: the server's own where it gave some. */
export function describeFailure({ error, status, body }: FailedAttempt): UploadFailure {
  const text = messages.uploadErrors;
  if (status === 0) {
    const unreadable =
      error.name === "NotReadableError" || error.name === "NotFoundError" || /could not be read|NotReadable/i.test(error.message);
    return unreadable
      ? { message: text.unreadable, retryable: false, network: false }
      : { message: text.offline, retryable: true, network: true };
  }
  const problem = parseProblem(body);
  const said = problem?.detail ?? problem?.title ?? firstLine(body);
  const retryable = status >= 500 || [404, 408, 409, 410, 423, 425, 429, 460].includes(status);
  return { message: said ?? describeStatus(status), retryable, network: false };
}

/** tus servers and proxies answer with a plain sentence, or a page that is of no use here. */
function firstLine(body: string): string | undefined {
  const line = body.trim().split("\n")[0]?.trim() ?? "";
  return line.length > 0 && line.length <= 200 && !line.startsWith("<") ? line : undefined;
}

function describeStatus(status: number): string {
  const text = messages.uploadErrors;
  if (status === 404 || status === 410) return text.expired;
  if (status === 423 || status === 429) return text.busy;
  return status >= 500 ? text.server : text.status(status);
}

export interface UploadSuccess {
  readonly mediaId: string | undefined;
  /** The library had the same bytes already: no second item was made. */
  readonly duplicate: boolean;
}

/** The upload's own id is the media's id, unless the server answers with another one that it already had. */
export function describeSuccess(uploadUrl: string | undefined, mediaIdHeader: string | null): UploadSuccess {
  const uploadId = uploadUrl?.split(/[?#]/)[0]?.split("/").at(-1);
  const mediaId = mediaIdHeader ?? uploadId;
  return { mediaId, duplicate: mediaIdHeader !== null && mediaIdHeader !== uploadId };
}
