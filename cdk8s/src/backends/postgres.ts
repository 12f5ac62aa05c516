import type { Manifest } from "../manifest.ts";
import { type BackendsOptions, secretNames } from "./backends-options.ts";
import { renderBackend } from "./render-backend.ts";
import { database, secretEnv } from "./secrets.ts";

export function renderPostgres(options: BackendsOptions): Manifest[] {
  const dataPath = "/var/lib/postgresql/data";
  return renderBackend(options, "postgres", {
    image: options.images.postgres,
    args: ["postgres", "-c", "max_connections=300"],
    env: [
      { name: "POSTGRES_USER", value: database.user },
      { name: "POSTGRES_DB", value: database.name },
      secretEnv("POSTGRES_PASSWORD", secretNames(options.name).database, "password"),
      // Not the mount itself: some volumes hold a lost+found.
      { name: "PGDATA", value: `${dataPath}/cluster` },
    ],
    userId: 999,
    memory: "256Mi",
    dataPath,
    volumes: [{ volume: { emptyDir: {} }, mountPath: "/var/run/postgresql" }],
  });
}
