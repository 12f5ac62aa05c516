import { readFileSync } from "node:fs";

const everyMs = 100;

/** Calls `onExceeded` once when a process' resident memory passes the limit. Where there is no /proc, nothing is watched. */
export function watchMemory(pid: number | undefined, limitBytes: number, onExceeded: () => void): { stop(): void } {
  const timer = setInterval(() => {
    if (residentBytes(pid) <= limitBytes) return;
    clearInterval(timer);
    onExceeded();
  }, everyMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** 0 where it cannot be known: the process has ended, or this system has no /proc. */
export function residentBytes(pid: number | undefined): number {
  try {
    const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return match ? Number(match[1]) * 1024 : 0;
  } catch {
    return 0;
  }
}
