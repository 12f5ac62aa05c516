import { readdirSync, readFileSync } from "node:fs";

/** USER_HZ on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** CPU seconds, user and system, of a process, its ended children, and its living descendants. Linux only. */
export function cpuSeconds(pid: number): number {
  return descendants(pid).reduce((sum, id) => sum + sumTicks(id, [...ownFields, ...childrenFields]), 0) / ticksPerSecond;
}

/** CPU seconds of this process' children, and of theirs, that have ended and were waited for. Linux only. */
export function endedChildrenCpuSeconds(): number {
  return sumTicks(process.pid, childrenFields) / ticksPerSecond;
}

/** Peak resident memory of one process in MiB (VmHWM). Linux only. */
export function peakMemoryMib(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** utime, stime, and cutime, cstime: fields 14 to 17 of proc_pid_stat(5); the list starts at field 3. */
const ownFields = [11, 12];
const childrenFields = [13, 14];

function sumTicks(pid: number, wanted: readonly number[]): number {
  const fields = statFields(pid);
  return fields ? wanted.reduce((sum, index) => sum + Number(fields[index]), 0) : 0;
}

function descendants(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    const parent = pid ? Number(statFields(pid)?.[1]) : 0;
    if (parent) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

/** The fields of /proc/PID/stat from the third on: the second, the name, may hold spaces and brackets. */
function statFields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    // It ended meanwhile.
    return undefined;
  }
}
