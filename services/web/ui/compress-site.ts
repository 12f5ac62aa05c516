import { readdir, readFile, writeFile } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import type { Plugin } from "vite";

/** What browsers load and what is no picture, which is compressed already; source maps are for the few who look for them. */
const compressible: ReadonlySet<string> = new Set([".html", ".js", ".css", ".svg", ".json", ".webmanifest"]);
/** Below about a packet nothing comes earlier. */
const leastBytes = 1_024;

/** Puts compressed files beside those of the built site, once and as small as they get; the server sends them to whoever takes them. */
export function compressSite(): Plugin {
  let folder = "";
  return {
    name: "compress-site",
    apply: "build",
    configResolved: ({ root, build }) => {
      folder = resolve(root, build.outDir);
    },
    closeBundle: async () => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile() && compressible.has(extname(entry.name)));
      await Promise.all(files.map((entry) => compressFile(join(entry.parentPath, entry.name))));
    },
  };
}

async function compressFile(path: string): Promise<void> {
  const content = await readFile(path);
  if (content.length < leastBytes) return;
  const [brotli, gzipped] = await Promise.all([promisify(brotliCompress)(content), promisify(gzip)(content, { level: 9 })]);
  await Promise.all([writeFile(`${path}.br`, brotli), writeFile(`${path}.gz`, gzipped)]);
}
