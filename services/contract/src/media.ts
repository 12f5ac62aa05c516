/** The states a media item goes through; `media.state` in the database. */
export const mediaStates = ["receiving", "stored", "processing", "ready", "failed", "deleted"] as const;
export type MediaState = (typeof mediaStates)[number];

export const mediaKinds = ["image", "video"] as const;
export type MediaKind = (typeof mediaKinds)[number];

/** States in which an item holds its content: one owner has at most one such item per SHA-256. */
export const liveMediaStates = ["stored", "processing", "ready"] as const satisfies readonly MediaState[];

/** The kinds of work a task can ask for; `task.kind` in the database. */
export const taskKinds = ["process", "segments", "audio", "stills"] as const;
export type TaskKind = (typeof taskKinds)[number];

export const taskStates = ["queued", "leased", "done", "failed", "cancelled"] as const;
export type TaskState = (typeof taskStates)[number];

/** The owner of everything while a deployment has no accounts (`npm start`). */
export const localOwnerId = "00000000-0000-7000-8000-000000000001";

/** Content types that the upload fleet accepts, each with the kind that it becomes. */
export const acceptedContentTypes: Readonly<Record<string, MediaKind>> = {
  "image/jpeg": "image",
  "image/png": "image",
  "image/webp": "image",
  "image/avif": "image",
  "image/heic": "image",
  "image/heif": "image",
  "image/gif": "image",
  "image/tiff": "image",
  "video/mp4": "video",
  "video/quicktime": "video",
  "video/webm": "video",
  "video/matroska": "video",
};
