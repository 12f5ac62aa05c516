import { readdir, stat } from "node:fs/promises";
import { basename, extname, join, resolve } from "node:path";
import { FileError } from "../cli-errors.ts";

export interface FoundFile {
  readonly path: string;
  /** As people named it. */
  readonly shownPath: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
}

export interface Found {
  readonly files: readonly FoundFile[];
  /** What lies in the folders and is not sent. */
  readonly leftOut: readonly { readonly shownPath: string; readonly reason: "not_media" | "link" | "special" }[];
}

/** Name endings of what the upload fleet accepts; what a file is, the server finds in its content. */
const endings = new Set(".jpg .jpeg .png .webp .avif .heic .heif .hif .gif .tif .tiff .mp4 .m4v .mov .webm .mkv".split(" "));

/**
 * The files to send, in order of their names. Of folders: all photos and videos below, but what is hidden or a link.
 * Files that are named themselves are taken whatever they are called.
 * @throws FileError where something named is not there
 */
export async function findFiles(paths: readonly string[]): Promise<Found> {
  const files = new Map<string, FoundFile>();
  const leftOut: Found["leftOut"][number][] = [];
  const add = async (path: string, shownPath: string): Promise<void> => {
    const { size: sizeBytes, mtimeMs } = await stat(path);
    files.set(path, { path, shownPath, fileName: basename(path), sizeBytes, mtimeMs });
  };
  const walk = async (folder: string, shownFolder: string): Promise<void> => {
    const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith("."));
    for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      const shownPath = join(shownFolder, entry.name);
      if (entry.isDirectory()) await walk(path, shownPath);
      else if (entry.isSymbolicLink()) leftOut.push({ shownPath, reason: "link" });
      else if (!entry.isFile()) leftOut.push({ shownPath, reason: "special" });
      else if (!endings.has(extname(entry.name).toLowerCase())) leftOut.push({ shownPath, reason: "not_media" });
      else await add(path, shownPath);
    }
  };
  for (const named of paths) {
    const path = resolve(named);
    try {
      if ((await stat(path)).isDirectory()) await walk(path, named);
      else await add(path, named);
    } catch (error) {
      throw new FileError(`${named} cannot be read: ${(error as Error).message}`, error);
    }
  }
  return { files: [...files.values()], leftOut };
}
