// Runs before `npm start` and `npm test`, on whatever Node is there: installs the packages when they are missing or outdated.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const installed = join(root, "node_modules/.package-lock.json");

if (Number(process.versions.node.split(".")[0]) < 20) {
  console.error(`Node ${process.versions.node} is too old: Mediashare needs Node 20 or newer.`);
  process.exit(1);
}
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(join(root, "package-lock.json")).mtimeMs) {
  console.log("Installing packages (first run, or package-lock.json changed) …");
  // Not `npm ci`: it refuses a lock file from a registry that lacks the binaries of other platforms.
  const { status } = spawnSync("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}
