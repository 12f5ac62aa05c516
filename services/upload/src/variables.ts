import { queueVariables, serviceVariables, storageVariables } from "@mediashare/core";

/** The environment variables that an upload server reads. */
export const uploadVariables = [
  ...serviceVariables,
  ...storageVariables,
  ...queueVariables,
  "MEDIASHARE_DEAD_LETTER_QUEUE_URL",
  "MEDIASHARE_STORAGE_EVENTS_QUEUE_URL",
  "MEDIASHARE_AUTH_SECRET",
  "MEDIASHARE_SITE_ORIGINS",
  "MEDIASHARE_WEBHOOK_PRIVATE_TARGETS",
  "MEDIASHARE_MAX_UPLOAD_SIZE",
  "MEDIASHARE_MAX_FILES_PER_REQUEST",
  "MEDIASHARE_UPLOAD_PART_SIZE",
  "MEDIASHARE_UPLOAD_EXPIRY",
  "MEDIASHARE_SWEEP_INTERVAL",
  "MEDIASHARE_TRASH_RETENTION",
  "MEDIASHARE_QUEUE_VISIBILITY",
] as const;
