import { availableParallelism } from "node:os";
import { type EnvName, env } from "@mediashare/contract";
import { inheritedEnvironment, loadConfig } from "@mediashare/kit";

export interface Settings {
  readonly dataPath: string;
  readonly webPort: number;
  readonly uploadPort: number;
  readonly edgePort: number;
  readonly workersMax: number;
  readonly openBrowser: boolean;
  readonly logLevel: string;
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
  /** Which parts run inside: those for which the person named no real one. */
  readonly embedded: { readonly postgres: boolean; readonly queue: boolean; readonly storage: boolean };
  /** The person's environment; what it says wins over our defaults. */
  readonly inherited: Readonly<Record<string, string>>;
}

export function loadSettings(): Settings {
  const inherited = inheritedEnvironment();
  // What only the fleets read is looked at too: one message for all faults, before anything runs.
  loadConfig((Object.keys(env) as EnvName[]).filter((name) => inherited[name]));
  const config = loadConfig([
    "MEDIASHARE_DATA_PATH",
    "MEDIASHARE_WEB_PORT",
    "MEDIASHARE_UPLOAD_PORT",
    "MEDIASHARE_EDGE_PORT",
    "MEDIASHARE_WORKERS_MAX",
    "MEDIASHARE_OPEN_BROWSER",
    "MEDIASHARE_LOG_LEVEL",
    "MEDIASHARE_FFMPEG_PATH",
    "MEDIASHARE_FFPROBE_PATH",
  ]);
  return {
    ...config,
    workersMax: config.workersMax ?? availableParallelism(),
    inherited,
    embedded: {
      postgres: !inherited.MEDIASHARE_DATABASE_URL,
      queue: !inherited.MEDIASHARE_QUEUE_URL,
      storage: (inherited.MEDIASHARE_STORAGE ?? "disk") === "disk",
    },
  };
}
