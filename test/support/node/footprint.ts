import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "./command.ts";

/** What a machine keeps when the programs that made it have ended: mounts, links, routes, packet filters, control groups; a line each. */
export type Footprint = ReadonlySet<string>;

export async function readFootprint(): Promise<Footprint> {
  const [mounts, links, routes, rules, cgroups] = await Promise.all([
    readFile("/proc/self/mountinfo", "utf8").then((text) => text.split("\n").flatMap((line) => line.split(" ")[4] ?? [])),
    lines("ip", ["-oneline", "link", "show"]).then((found) => found.map((line) => line.split(":")[1]?.trim() ?? line)),
    lines("ip", ["route", "show"]),
    lines("iptables-save", []).then((found) => found.filter((line) => line.startsWith("-A"))),
    listCgroups(),
  ]);
  const named = { mount: mounts, link: links, route: routes, "iptables rule": rules, "control group": cgroups };
  return new Set(Object.entries(named).flatMap(([what, found]) => found.map((each) => `${what} ${each}`)));
}

/** What was not there before. */
export function addedTo(before: Footprint, after: Footprint): readonly string[] {
  return [...after].filter((line) => !before.has(line));
}

/** Empty where there is no such program: then nobody has used it either. */
async function lines(program: string, args: readonly string[]): Promise<readonly string[]> {
  const out = await runCommand(program, args).catch(() => "");
  return out.split("\n").filter((line) => line !== "");
}

/** Two levels: below are those of whoever made these. */
async function listCgroups(): Promise<readonly string[]> {
  const root = "/sys/fs/cgroup";
  if (!existsSync(root)) return [];
  const top = await foldersIn(root);
  return [...top, ...(await Promise.all(top.map(foldersIn))).flat()];
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
}
