import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { generateDeliveryKeyPair } from "@mediashare/core";
import { DomainError } from "@mediashare/kit";
import { isRunning } from "./processes.ts";

/** Below the folder. */
export const authSecretFile = "secrets/auth-secret";

export class AlreadyRunningError extends DomainError {
  readonly code = "already_running";
}

export interface DataFolder {
  readonly path: string;
  readonly postgres: string;
  readonly queue: string;
  readonly storage: string;
  readonly logs: string;
  readonly scratch: string;
  /** Of the API token of the person at this machine. */
  readonly tokenFile: string;
  readonly databasePassword: string;
  readonly authSecret: string;
  readonly deliveryKeys: { readonly privateKey: string; readonly publicKey: string };
  /** Lets another process use the folder. */
  release(): Promise<void>;
}

/**
 * Opens the folder where everything of one machine is kept, and makes what is missing in it.
 * @throws AlreadyRunningError when another supervisor uses it
 */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const path = resolve(folder);
  const below = (name: string): string => join(path, name);
  for (const name of ["storage", "queue", "logs", "scratch", "secrets"]) await mkdir(below(name), { recursive: true });
  await chmod(below("secrets"), 0o700);
  const pidFile = below("supervisor.pid");
  const pid = Number(await readFile(pidFile, "utf8").catch(() => "0"));
  if (pid && pid !== process.pid && isRunning(pid, "local")) {
    throw new AlreadyRunningError(
      `Mediashare already runs on ${path} (process ${pid}). End it, or set MEDIASHARE_DATA_PATH to another folder.`,
    );
  }
  await writeFile(pidFile, String(process.pid));
  // What a killed run left of tasks in progress.
  await rm(below("scratch"), { recursive: true, force: true });
  await mkdir(below("scratch"));
  return {
    path,
    postgres: below("postgres"),
    queue: below("queue"),
    storage: below("storage"),
    logs: below("logs"),
    scratch: below("scratch"),
    tokenFile: below("token"),
    databasePassword: await keep(below("secrets/database-password"), async () => randomBytes(24).toString("base64url")),
    authSecret: await keep(below(authSecretFile), async () => randomBytes(48).toString("base64url")),
    deliveryKeys: JSON.parse(
      await keep(below("secrets/delivery-keys.json"), async () => JSON.stringify(await generateDeliveryKeyPair())),
    ) as DataFolder["deliveryKeys"],
    release: () => rm(pidFile, { force: true }),
  };
}

/** The content of a file, made at first use and then kept. */
async function keep(file: string, make: () => Promise<string>): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const content = await make();
  await writeFile(`${file}.new`, content, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return content;
}
