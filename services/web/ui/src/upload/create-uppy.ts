import { Uppy } from "@uppy/core";
import Tus, { type TusBody } from "@uppy/tus";
import type { UploadTarget } from "./upload-target.ts";

export type { TusBody };
export type FileMeta = { filename: string; filetype: string; lastmodified: string; relativePath?: string };
export type MediaUppy = Uppy<FileMeta, TusBody>;

/** Files in flight at once: browsers keep six connections to a host, and small photos need two round trips each. */
const concurrentUploads = 4;
/** Long enough for a server to be restarted under the upload; the count starts again whenever bytes arrive. */
const retryDelaysMs = [0, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** Part of the ids of its files. */
export function uppyIdOf({ scope }: UploadTarget): string {
  return scope === undefined ? "mediashare" : `mediashare-${scope}`;
}

export function createUppy(target: UploadTarget, endpoint: string): MediaUppy {
  const uppy: MediaUppy = new Uppy<FileMeta, TusBody>({ id: uppyIdOf(target), autoProceed: false });
  return uppy.use(Tus, {
    endpoint,
    limit: concurrentUploads,
    onBeforeRequest: async (request) => request.setHeader("Authorization", `Bearer ${await target.bearer()}`),
    retryDelays: retryDelaysMs,
    allowedMetaFields: ["filename", "filetype", "lastmodified", "relativePath"],
    // A finished upload must not be found again when the same file is added later.
    removeFingerprintOnSuccess: true,
  });
}

/**
 * Runs uploads of just these files. `uppy.upload()` would first wait for all failed files to be tried again;
 * an upload in the state, run by its id, is what Uppy itself does with one that it restores.
 */
export function runUpload(uppy: MediaUppy, fileIDs: string[]): Promise<unknown> {
  if (fileIDs.length === 0) return Promise.resolve();
  const uploadId = crypto.randomUUID();
  const { currentUploads } = uppy.getState();
  uppy.setState({ currentUploads: { ...currentUploads, [uploadId]: { fileIDs, step: 0, result: {} } } });
  return uppy.restore(uploadId);
}
