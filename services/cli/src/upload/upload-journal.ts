import { appendFile, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { z } from "zod";
import { FileError } from "../cli-errors.ts";
import type { FoundFile } from "./find-files.ts";

/** What is known of a file as it was at that size and time. */
const recordSchema = z.object({
  site: z.string(),
  path: z.string(),
  sizeBytes: z.number(),
  mtimeMs: z.number(),
  sha256: z.hex().length(64),
  /** Of an upload that is not finished. */
  uploadUrl: z.url().optional(),
});
type FileRecord = z.infer<typeof recordSchema>;

/** Lines that repeat what a later one says anew are dropped once there are so many. */
const maxStaleLines = 1_000;

/** XDG Base Directory Specification: state that outlives a run, but is not worth a backup. */
export function journalPath(env: Readonly<Record<string, string | undefined>>): string {
  const { XDG_STATE_HOME: stateHome } = env;
  const state = stateHome !== undefined && isAbsolute(stateHome) ? stateHome : join(homedir(), ".local/state");
  return join(state, "mediashare/uploads.jsonl");
}

/**
 * What earlier runs found out and began, so that a run after `kill -9` goes on where it was. A line is written for each thing that
 * becomes known; one that was cut off is ignored. What is lost here costs time, never a file: the server knows what it has.
 */
export class UploadJournal {
  readonly #path: string;
  readonly #site: string;
  readonly #records: Map<string, FileRecord>;
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string, site: string, records: Map<string, FileRecord>) {
    this.#path = path;
    this.#site = site;
    this.#records = records;
  }

  /** @throws FileError where the folder cannot be written */
  static async open(path: string, site: string): Promise<UploadJournal> {
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const text = await readFile(path, "utf8").catch(emptyWhereMissing);
      const lines = text.split("\n").filter((line) => line !== "");
      const records = new Map<string, FileRecord>();
      for (const line of lines) {
        const record = parseLine(line);
        if (record) records.set(keyOf(record.site, record.path), record);
      }
      if (lines.length > records.size + maxStaleLines) await replace(path, records.values());
      // The line that was cut off must not swallow the next one.
      else if (text !== "" && !text.endsWith("\n")) await appendFile(path, "\n");
      return new UploadJournal(path, site, records);
    } catch (error) {
      throw new FileError(`What is under way cannot be kept in ${path}: ${(error as Error).message}`, error);
    }
  }

  /** What is known of the file, if it is still the same. */
  recall({ path, sizeBytes, mtimeMs }: FoundFile): { readonly sha256: string; readonly uploadUrl?: string | undefined } | undefined {
    const record = this.#records.get(keyOf(this.#site, path));
    return record?.sizeBytes === sizeBytes && record.mtimeMs === mtimeMs ? record : undefined;
  }

  /** Without `uploadUrl`: nothing of it is under way. */
  async note({ path, sizeBytes, mtimeMs }: FoundFile, known: { sha256: string; uploadUrl?: string }): Promise<void> {
    const record: FileRecord = { site: this.#site, path, sizeBytes, mtimeMs, ...known };
    const before = this.#records.get(keyOf(record.site, path));
    if (before && JSON.stringify(before) === JSON.stringify(record)) return;
    this.#records.set(keyOf(record.site, path), record);
    this.#writing = this.#writing.then(() => appendFile(this.#path, `${JSON.stringify(record)}\n`, { mode: 0o600 }));
    await this.#writing;
  }
}

function parseLine(line: string): FileRecord | undefined {
  try {
    return recordSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

async function replace(path: string, records: Iterable<FileRecord>): Promise<void> {
  const next = `${path}.${process.pid}`;
  await writeFile(next, [...records].map((record) => `${JSON.stringify(record)}\n`).join(""), { mode: 0o600 });
  await rename(next, path);
}

function keyOf(site: string, path: string): string {
  return `${site}\n${path}`;
}

function emptyWhereMissing(error: NodeJS.ErrnoException): string {
  if (error.code === "ENOENT") return "";
  throw error;
}
