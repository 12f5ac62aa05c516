import { execFile } from "node:child_process";
import { access, mkdir, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { waitFor } from "./wait-for.ts";

const run = promisify(execFile);
const installTimeoutMs = 300_000;

/**
 * A virtual environment that holds a package of PyPI, its programs under `bin`; null where Python 3 with venv is not on PATH.
 * It is made once, under ~/.cache/mediashare.
 * @param requirement what pip is asked for, without the version; left out: the name
 */
export async function pythonPackage(name: string, version: string, requirement = name): Promise<string | null> {
  const hasPython = await run("python3", ["-m", "venv", "--help"]).then(
    () => true,
    () => false,
  );
  if (!hasPython) return null;
  const folder = join(homedir(), ".cache", "mediashare", `${name}-${version}`);
  await install(folder, `${requirement}==${version}`);
  return folder;
}

/** One process installs, the others wait: a virtual environment cannot be moved into place when it is done. */
async function install(folder: string, requirement: string): Promise<void> {
  const done = join(folder, "installed");
  if (await exists(done)) return;
  const lock = `${folder}.lock`;
  await mkdir(join(homedir(), ".cache", "mediashare"), { recursive: true });
  if (!(await take(lock))) {
    await waitFor(`another process to install ${requirement}`, async () => (await exists(done)) || !(await exists(lock)), {
      timeoutMs: installTimeoutMs,
    });
    return install(folder, requirement);
  }
  try {
    await rm(folder, { recursive: true, force: true });
    await run("python3", ["-m", "venv", folder]);
    await run(join(folder, "bin", "pip"), ["install", "--quiet", requirement], { timeout: installTimeoutMs });
    await writeFile(done, "");
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

/** A folder is made by one process only; one that was left behind is taken over. */
async function take(lock: string): Promise<boolean> {
  const age = await stat(lock).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age > installTimeoutMs) await rm(lock, { recursive: true, force: true });
  return mkdir(lock).then(
    () => true,
    () => pause(200).then(() => false),
  );
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
