import { parseArgs } from "node:util";
import { UsageError } from "../cli-errors.ts";

export interface UploadOptions {
  readonly paths: readonly string[];
  readonly url: string;
  /** As given; the local site's own is looked for where there is none. */
  readonly token: string | undefined;
  /** Id or title of the album to add to. */
  readonly album: string | undefined;
  readonly parallel: number;
  readonly json: boolean;
  readonly dryRun: boolean;
}

export const defaultUrl = "http://localhost:8080";
export const defaultParallel = 4;
const maxParallel = 16;
const longestTitle = 200;

/** @throws UsageError */
export function parseUploadOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>): UploadOptions {
  const { values, positionals } = parse(args);
  if (positionals.length === 0) throw new UsageError("no file or folder is named.");
  return {
    paths: positionals,
    url: siteUrl(values.url ?? env["MEDIASHARE_URL"] ?? defaultUrl),
    token: nonEmpty(values.token) ?? nonEmpty(env["MEDIASHARE_TOKEN"]),
    album: albumName(values.album),
    parallel: parallelism(values.parallel ?? String(defaultParallel)),
    json: values.json ?? false,
    dryRun: values["dry-run"] ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        url: { type: "string" },
        token: { type: "string" },
        album: { type: "string" },
        parallel: { type: "string" },
        json: { type: "boolean" },
        "dry-run": { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function siteUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw new UsageError(`--url is "${text}"; write the site's address, such as ${defaultUrl}.`);
  return url.origin;
}

function parallelism(text: string): number {
  const count = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > maxParallel) throw new UsageError(`--parallel is "${text}"; write a number from 1 to ${maxParallel}.`);
  return count;
}

function albumName(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const name = text.trim();
  if (name === "" || name.length > longestTitle)
    throw new UsageError(`--album is "${text}"; write the title of an album, of 1 to ${longestTitle} characters, or its id.`);
  return name;
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === "" ? undefined : text.trim();
}
