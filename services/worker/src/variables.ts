import { queueVariables, serviceVariables, storageVariables } from "@mediashare/core";

/** The environment variables that a worker reads. */
export const workerVariables = [
  ...serviceVariables,
  ...storageVariables,
  ...queueVariables,
  "MEDIASHARE_QUEUE_VISIBILITY",
  "MEDIASHARE_WORKER_CONCURRENCY",
  "MEDIASHARE_LEASE_DURATION",
  "MEDIASHARE_TASK_MAX_ATTEMPTS",
  "MEDIASHARE_SCRATCH_PATH",
  "MEDIASHARE_FFMPEG_PATH",
  "MEDIASHARE_FFPROBE_PATH",
  "MEDIASHARE_DECODER_MEMORY",
  "MEDIASHARE_IMAGE_FORMAT",
  "MEDIASHARE_MAX_IMAGE_PIXELS",
  "MEDIASHARE_MAX_VIDEO_DURATION",
  "MEDIASHARE_PIPELINE",
  "MEDIASHARE_AWS_ENDPOINT",
] as const;
