#!/usr/bin/env node
// Runs on whatever Node is there: npx puts the repository's own first, a link called by its path does not.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const oldest = 24;
const here = dirname(fileURLToPath(import.meta.url));
const own = join(here, "../../../node_modules/.bin/node");

if (Number(process.versions.node.split(".")[0]) >= oldest) await import("../src/main.ts");
else if (existsSync(own))
  process.exitCode = spawnSync(own, [join(here, "../src/main.ts"), ...process.argv.slice(2)], { stdio: "inherit" }).status ?? 1;
else {
  process.stderr.write(
    `mediashare: Node ${process.versions.node} is too old, and Node ${oldest} is not in node_modules: run npm install.\n`,
  );
  process.exitCode = 1;
}
