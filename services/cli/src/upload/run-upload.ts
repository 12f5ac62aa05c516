import { createClient, RefusedError } from "@mediashare/client";
import { isForPeople } from "../cli-errors.ts";
import type { CliResult } from "../cli-result.ts";
import type { Surroundings } from "../surroundings.ts";
import { findFiles } from "./find-files.ts";
import { findLocalToken } from "./find-token.ts";
import type { FileOutcome } from "./outcome.ts";
import { plainProgress } from "./progress/plain-progress.ts";
import { terminalProgress } from "./progress/terminal-progress.ts";
import { type Run, reportRun } from "./report.ts";
import { sendFiles } from "./send-folder.ts";
import { addToAlbum, albumOrder, openTargetAlbum } from "./target-album.ts";
import { journalPath, UploadJournal } from "./upload-journal.ts";
import { defaultParallel, defaultUrl, parseUploadOptions } from "./upload-options.ts";

export const uploadUsage = `usage: mediashare upload FILE|FOLDER... [options]

Brings photos and videos to a site: those of folders with all that is below them. What the site has already, by its content, is not sent
again. Run the same command again after whatever ended it, and it goes on where it was, in the middle of a file too.

  --url URL            the site (MEDIASHARE_URL, else ${defaultUrl})
  --token TOKEN        an API token with the scope media:write (better in MEDIASHARE_TOKEN, where other users of the machine cannot see
                       it; for a site on this machine also .data/token, which npm start writes)
  --album TITLE|ID     adds them to an album of yours, which is made where none has this title, or to the album of this id; in the order
                       of their names, also those that were there already. The token needs the scope albums:write too
  --parallel NUMBER    files that are sent at the same time (${defaultParallel})
  --dry-run            says what would be sent, and sends nothing
  --json               prints what became of each file as JSON

It ends with 0 when the site has every file, with 1 when it has not, with 2 when the command line is wrong, with 130 after Ctrl-C.`;

export async function runUpload(args: readonly string[], surroundings: Surroundings): Promise<CliResult> {
  const { environment: env } = surroundings;
  const options = parseUploadOptions(args, env);
  const found = await findFiles(options.paths);
  const token = options.token ?? (await findLocalToken(options.url, env["MEDIASHARE_DATA_PATH"] ?? ".data"));
  const client = createClient({ url: options.url, ...(token === undefined ? {} : { token }) });
  const journal = await UploadJournal.open(journalPath(env), options.url);
  const signal = surroundings.interruption();
  const outcomes: FileOutcome[] = [];
  const { progress: output } = surroundings;
  const progress = output.isTerminal ? terminalProgress(found.files, output) : plainProgress((text) => output.write(text));
  const { parallel, dryRun, url, json } = options;
  let stoppedBy: Run["stoppedBy"];
  let filled: Run["filled"];
  const stopping = new AbortController();
  try {
    // Once, and not again and again: what is wrong here is most often the command line.
    await client.uploadUrl();
    const either = AbortSignal.any([signal, stopping.signal]);
    const album = options.album !== undefined && !dryRun ? await openTargetAlbum(client, options.album, either) : undefined;
    for await (const outcome of sendFiles(found.files, { client, journal, progress, parallel, dryRun, signal: either }))
      outcomes.push(outcome);
    if (album) {
      const mediaIds = albumOrder(outcomes);
      filled = { album, wanted: mediaIds.length, added: await addToAlbum(client, album, mediaIds, either) };
    }
  } catch (error) {
    stoppedBy = explainStop(error, signal);
  } finally {
    stopping.abort();
    progress.end();
  }
  return reportRun({ url, found, outcomes, filled, stoppedBy }, { json });
}

function explainStop(error: unknown, signal: AbortSignal): NonNullable<Run["stoppedBy"]> {
  if (signal.aborted) return { code: "interrupted", message: "interrupted. Run the same command again to go on." };
  if (!isForPeople(error)) throw error;
  const advice =
    error instanceof RefusedError && error.status === 401
      ? "Make an API token in the site's settings, and put it into MEDIASHARE_TOKEN."
      : "Run the same command again to go on.";
  return { code: error.code, message: `${error.message} ${advice}` };
}
