import { parseArgs } from "node:util";
import { stopTestPostgres } from "../support/postgres.ts";
import { benchLibrary } from "./library.ts";
import { describeMachine } from "./machine.ts";
import { benchBurst, benchPipelines } from "./operator.ts";
import { benchPhotos } from "./photos.ts";
import { benchScaling } from "./scaling-simulation.ts";
import type { BenchOptions, BenchResult, BenchSuite } from "./suite.ts";
import { renderTable } from "./table.ts";
import { benchUploads } from "./uploads.ts";
import { benchVideo } from "./video.ts";

const suites: Readonly<Record<string, BenchSuite>> = {
  uploads: benchUploads,
  photos: benchPhotos,
  video: benchVideo,
  library: benchLibrary,
  scaling: benchScaling,
  burst: benchBurst,
  pipelines: benchPipelines,
};

const usage = `usage: npm run bench -- [${Object.keys(suites).join("|")} …] [--size-mb 1024] [--runs 3] [--photos 200] [--minutes 10] [--pipelines 1000] [--media 1000000]`;

function parseCommandLine(): { names: string[]; options: BenchOptions } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      "size-mb": { type: "string", default: "1024" },
      runs: { type: "string", default: "3" },
      photos: { type: "string", default: "200" },
      minutes: { type: "string", default: "10" },
      pipelines: { type: "string", default: "1000" },
      media: { type: "string", default: "1000000" },
    },
  });
  const options = {
    sizeMb: Number(values["size-mb"]),
    runs: Number(values.runs),
    photos: Number(values.photos),
    minutes: Number(values.minutes),
    pipelines: Number(values.pipelines),
    media: Number(values.media),
  };
  const unknown = positionals.filter((name) => !(name in suites));
  if (unknown.length > 0 || Object.values(options).some((value) => !(value > 0))) throw new Error(usage);
  return { names: positionals.length > 0 ? positionals : Object.keys(suites), options };
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const { names, options } = parseCommandLine();
const results: BenchResult[] = [];
const failures: string[] = [];
try {
  for (const name of names) {
    say(`# ${name}`);
    try {
      results.push(await (suites[name] as BenchSuite)(options, say));
    } catch (error) {
      // The other suites' figures are still worth having.
      say(String((error as Error).stack));
      failures.push(name);
    }
  }
} finally {
  await stopTestPostgres();
}

const lines = [
  renderTable(results.flatMap(({ rows }) => rows)),
  "",
  await describeMachine(new Date()),
  ...results.flatMap(({ notes }) => notes),
  ...results.flatMap(({ skipped }) => skipped.map((reason) => `Skipped: ${reason}`)),
  ...Object.keys(suites)
    .filter((name) => !names.includes(name))
    .map((name) => `Skipped: ${name}, not asked for.`),
  ...failures.map((name) => `Failed: ${name}.`),
];
process.stdout.write(`${lines.join("\n")}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
