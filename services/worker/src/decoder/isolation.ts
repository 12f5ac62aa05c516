import { execFile } from "node:child_process";
import { promisify } from "node:util";

const candidates: readonly (readonly string[])[] = [
  ["unshare", "--net", "--"],
  ["unshare", "--map-root-user", "--net", "--"],
];

/** The words to put before a command so that it has no network; none where this system does not let us. */
export async function probeIsolation(): Promise<readonly string[]> {
  for (const [program = "", ...words] of candidates) {
    const works = await promisify(execFile)(program, [...words, process.execPath, "--version"], { env: {}, timeout: 10_000 }).then(
      () => true,
      () => false,
    );
    if (works) return [program, ...words];
  }
  return [];
}
