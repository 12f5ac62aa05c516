import type { DataFolder } from "./data-folder.ts";
import { postgresUrl } from "./embedded/postgres-url.ts";
import { embeddedCredentials, queueNames, queueUrl } from "./embedded/queue-urls.ts";
import type { Ffmpeg } from "./locate-ffmpeg.ts";
import type { Settings } from "./settings.ts";

export interface EmbeddedPorts {
  readonly postgres: number;
  readonly queue: number;
  /** Where the worker pool reports its decisions. */
  readonly scaling: number;
}

/** The name of the key pair that the local edge knows. */
const keyPairId = "LOCAL";

/**
 * What every fleet process is told. What the person set in the environment wins: so a real database, bucket or queue
 * takes the place of the embedded one.
 */
export function fleetEnvironment(settings: Settings, folder: DataFolder, ports: EmbeddedPorts, ffmpeg: Ffmpeg): Record<string, string> {
  return {
    MEDIASHARE_HOST: "127.0.0.1",
    MEDIASHARE_SITE_ORIGINS: ["localhost", "127.0.0.1"].map((host) => `http://${host}:${settings.webPort}`).join(","),
    MEDIASHARE_UPLOAD_URL: `http://localhost:${settings.uploadPort}`,
    MEDIASHARE_DELIVERY_URL: `http://localhost:${settings.edgePort}`,
    MEDIASHARE_DATABASE_URL: postgresUrl(ports.postgres, folder.databasePassword),
    MEDIASHARE_AUTH_SECRET: folder.authSecret,
    MEDIASHARE_STORAGE: "disk",
    MEDIASHARE_STORAGE_PATH: folder.storage,
    ...(settings.embedded.queue
      ? {
          MEDIASHARE_QUEUE_URL: queueUrl(ports.queue, queueNames.tasks),
          MEDIASHARE_DEAD_LETTER_QUEUE_URL: queueUrl(ports.queue, queueNames.deadLetters),
          MEDIASHARE_QUEUE_ENDPOINT: `http://127.0.0.1:${ports.queue}`,
          AWS_ACCESS_KEY_ID: embeddedCredentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: embeddedCredentials.secretAccessKey,
        }
      : {}),
    MEDIASHARE_DELIVERY_KEY_PAIR_ID: keyPairId,
    MEDIASHARE_DELIVERY_PRIVATE_KEY: folder.deliveryKeys.privateKey,
    MEDIASHARE_DELIVERY_PUBLIC_KEY: folder.deliveryKeys.publicKey,
    MEDIASHARE_SCRATCH_PATH: folder.scratch,
    MEDIASHARE_SCALING_URL: `http://127.0.0.1:${ports.scaling}/`,
    // People wait at the screen: what a crash left is mended sooner than a data centre needs.
    MEDIASHARE_SWEEP_INTERVAL: "5s",
    MEDIASHARE_LEASE_DURATION: "10s",
    MEDIASHARE_QUEUE_VISIBILITY: "15s",
    MEDIASHARE_SHUTDOWN_GRACE: "10s",
    ...settings.inherited,
    // Named by the person or not, these were tried.
    MEDIASHARE_FFMPEG_PATH: ffmpeg.ffmpegPath,
    MEDIASHARE_FFPROBE_PATH: ffmpeg.ffprobePath,
  };
}
