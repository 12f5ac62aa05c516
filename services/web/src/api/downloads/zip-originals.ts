import { Readable } from "node:stream";
import { finished } from "node:stream/promises";
import {
  applyPatches,
  findPlace,
  ObjectNotFoundError,
  type ObjectStore,
  openObject,
  type Patch,
  type ShownMedia,
  UnknownPlaceError,
} from "@mediashare/core";
import { ZipFile } from "yazl";
import { ZipNames } from "./zip-names.ts";

export interface ZipOptions {
  readonly originals: ObjectStore;
  readonly media: AsyncIterable<ShownMedia>;
  /** Whether the originals go as they are. Else what says their place is taken out; where that cannot be done they are left out. */
  readonly withPlace: boolean;
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

async function fill(zip: ZipFile, output: Readable, { originals, media, withPlace }: ZipOptions): Promise<void> {
  const names = new ZipNames();
  names.take(manifestName);
  const leftOut: string[] = [];
  for await (const item of media) {
    if (output.destroyed) return;
    try {
      const patches = withPlace ? [] : await findPlace(await openObject(originals, item.original_key), item.content_type);
      await addFile(zip, names.take(item.file_name), item, await openPatched(originals, item, patches));
    } catch (error) {
      const reason = describeReason(error);
      if (reason === undefined) throw error;
      leftOut.push(`${names.take(item.file_name)}: ${reason}`);
    }
  }
  if (leftOut.length > 0) zip.addBuffer(Buffer.from(renderManifest(leftOut)), manifestName);
  zip.end();
}

async function openPatched(originals: ObjectStore, item: ShownMedia, patches: readonly Patch[]): Promise<Readable> {
  const { body } = await originals.get(item.original_key);
  return patches.length === 0 ? body : Readable.from(applyPatches(body, patches));
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

function renderManifest(lines: readonly string[]): string {
  return [
    "These files are not in this zip. What is left out because of its place can be downloaded by itself, or in a zip with places.",
    "",
    ...lines,
    "",
  ].join("\r\n");
}
