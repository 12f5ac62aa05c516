import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** Whether a process of this id runs and its command line names `program`: an id alone may have gone to another program. */
export function isRunning(pid: number, program: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  return commandLine(pid).includes(program);
}

function commandLine(pid: number): string {
  const path = `/proc/${pid}/cmdline`;
  try {
    if (existsSync("/proc/self")) return isZombie(pid) ? "" : readFileSync(path, "utf8").replaceAll("\0", " ");
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    // It ended between the two looks.
    return "";
  }
}

function isZombie(pid: number): boolean {
  return /^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
}
