import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";

export interface GoTool {
  readonly name: string;
  /** The module path of the command. */
  readonly module: string;
  readonly version: string;
}

/** The path of a program built from a Go module, once for this machine; undefined where there is no Go. */
export async function goTool({ name, module, version }: GoTool): Promise<string | undefined> {
  const folder = join(homedir(), ".cache/mediashare", `${name}-${version}`);
  const program = join(folder, basename(module));
  if (existsSync(program)) return program;
  if (!hasGo()) return undefined;
  await promisify(execFile)("go", ["install", `${module}@${version}`], {
    env: { ...process.env, GOBIN: folder, CGO_ENABLED: "0" },
    maxBuffer: 2 ** 26,
  });
  return program;
}

export function hasGo(): boolean {
  try {
    execFileSync("go", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
