// collect.mjs TARGET WORKSPACE [FILES...]: copies what a workspace and the workspaces it needs run from, compiled, and FILES.
import { cpSync, existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [target, entry, ...more] = process.argv.slice(2);
if (!target || !entry) throw new Error("usage: collect.mjs TARGET WORKSPACE [FILES...]");

/** Beside the compiled code: whatever it reads at run time, and package.json, which says where the code is. */
const parts = ["package.json", "dist", "bin", "openapi.json"];

const { workspaces } = readManifest(".");
const folders = new Map(
  workspaces.flatMap((pattern) => globSync(`${pattern}/package.json`)).map((file) => [readManifest(dirname(file)).name, dirname(file)]),
);

const needed = new Set([entry]);
for (const folder of needed) {
  for (const name of Object.keys(readManifest(folder).dependencies ?? {})) if (folders.has(name)) needed.add(folders.get(name));
}
for (const folder of needed) for (const part of parts) copy(join(folder, part));
for (const file of more) {
  copy(file);
  copy(join(file.split("/").slice(0, 2).join("/"), "package.json"));
}

function copy(path) {
  const isSource = /\.(d\.ts|d\.ts\.map|tsbuildinfo)$/;
  if (existsSync(path)) cpSync(path, join(target, path), { recursive: true, filter: (file) => !isSource.test(file) });
}

function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
