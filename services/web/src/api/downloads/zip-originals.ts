import type { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { ObjectNotFoundError, type ObjectStore, type ShownMedia, UnknownPlaceError } from "@mediashare/core";
import { ZipFile } from "yazl";
import { openPatched, planPlace } from "./open-original.ts";
import { ZipNames } from "./zip-names.ts";

export interface ZipEntry {
  readonly media: ShownMedia;
  /** What it is called there; made inert, and unlike the others. */
  readonly name: string;
  /** Whether the original goes as it is. Else what says its place is taken out; where that cannot be done it is left out. */
  readonly withPlace: boolean;
}

export interface ZipOptions {
  readonly originals: ObjectStore;
  readonly entries: AsyncIterable<ZipEntry>;
  /** Said in the zip before the names of what is left out. */
  readonly leftOutText: string;
  readonly onError: (error: unknown) => void;
}

/** Says in the zip what is not in it. */
const manifestName = "NOT-IN-THIS-ZIP.txt";

/**
 * The originals as one zip, made while it is read: one file at a time, nothing held but the bytes under way. Photos and videos are
 * stored, not compressed: they are already. A fault ends the stream as broken, so that nobody takes it for whole.
 */
export function zipOriginals(options: ZipOptions): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  fill(zip, output, options).catch((error: unknown) => {
    if (!output.destroyed) options.onError(error);
    output.destroy(error as Error);
  });
  return output;
}

async function fill(zip: ZipFile, output: Readable, { originals, entries, leftOutText }: ZipOptions): Promise<void> {
  const names = new ZipNames();
  names.take(manifestName);
  const leftOut: string[] = [];
  for await (const { media, name, withPlace } of entries) {
    if (output.destroyed) return;
    try {
      const patches = await planPlace(originals, media, withPlace);
      await addFile(zip, names.take(name), media, await openPatched(originals, media, patches));
    } catch (error) {
      const reason = describeReason(error);
      if (reason === undefined) throw error;
      leftOut.push(`${names.take(name)}: ${reason}`);
    }
  }
  if (leftOut.length > 0) zip.addBuffer(Buffer.from(renderManifest(leftOutText, leftOut)), manifestName);
  zip.end();
}

async function addFile(zip: ZipFile, name: string, item: ShownMedia, content: Readable): Promise<void> {
  zip.addReadStream(content, name, { compress: false, mtime: item.timeline_at, mode: 0o100644 });
  await finished(content, { writable: false });
}

function describeReason(error: unknown): string | undefined {
  if (error instanceof UnknownPlaceError) return `left out, because ${error.message}`;
  if (error instanceof ObjectNotFoundError) return "its original is not there";
  return undefined;
}

function renderManifest(text: string, lines: readonly string[]): string {
  return [text, "", ...lines, ""].join("\r\n");
}
