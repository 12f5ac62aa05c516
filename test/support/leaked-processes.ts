import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** Set for the suites that `npm test` runs; what they start inherits it. */
export const runVariable = "MEDIASHARE_TEST_RUN";

/**
 * The processes that a suite left behind: those that inherited its run's id. They are ended, so that the next suite does not
 * suffer from them. What is on its way out has `patienceMs` to go. Linux only; elsewhere none are seen.
 */
export async function endLeakedProcesses(runId: string, patienceMs: number): Promise<readonly string[]> {
  const deadline = performance.now() + patienceMs;
  let leaked = await findProcesses(runId);
  while (leaked.length > 0 && performance.now() < deadline) {
    await sleep(100);
    leaked = await findProcesses(runId);
  }
  for (const { pid } of leaked) kill(pid);
  return leaked.map(({ pid, command }) => `${pid} ${command}`);
}

async function findProcesses(runId: string): Promise<{ readonly pid: number; readonly command: string }[]> {
  const pids = (await readdir("/proc").catch(() => [])).map(Number).filter((pid) => pid > 0 && pid !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [environment, command] = await Promise.all([read(pid, "environ"), read(pid, "cmdline")]);
      // A zombie has neither: it has ended, and only waits to be seen.
      if (!environment.split("\0").includes(`${runVariable}=${runId}`)) return [];
      return [{ pid, command: command.replaceAll("\0", " ").trim() }];
    }),
  );
  return found.flat();
}

/** Empty for a process that has ended meanwhile, or belongs to somebody else. */
function read(pid: number, file: string): Promise<string> {
  return readFile(`/proc/${pid}/${file}`, "latin1").catch(() => "");
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
