import type { ChildProcess } from "node:child_process";

/** ffmpeg ends an open fragment at SIGTERM, within this time or never. */
const graceMs = 1_000;

/** Ends a launched decoder and all that belongs to it: SIGTERM, then SIGKILL. Returns at once. */
export function killGroup(child: ChildProcess): void {
  signalGroup(child, "SIGTERM");
  const insist = setTimeout(() => signalGroup(child, "SIGKILL"), graceMs);
  child.once("exit", () => clearTimeout(insist));
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // No such group: the launcher has not come as far as setsid, or the system has none.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    child.kill(signal);
  }
}
