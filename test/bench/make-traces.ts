// Writes the loads that the scaling bench replays: `node test/bench/make-traces.ts`. Their seeds stand below, so they come out the same.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { seededRandom } from "../support/seeded-random.ts";

/** So many tasks that arrive together: the photos of an album, or a video. */
interface Upload {
  readonly second: number;
  readonly count: number;
  readonly taskSeconds: number;
}

interface Kind {
  /** Geometric. */
  readonly meanCount: number;
  readonly taskSeconds: (random: () => number) => number;
}

interface Load {
  readonly seconds: number;
  /** Uploads in a second, on average. */
  readonly rate: (second: number) => number;
  readonly kind: (second: number, random: () => number) => Kind;
}

interface TraceFile {
  readonly seed: number;
  readonly about: string;
  readonly spot?: readonly string[];
  readonly uploads: (random: () => number) => readonly Upload[];
}

const hour = 3_600;
/** 2.7 s each, eight to an album. */
const album: Kind = { meanCount: 8, taskSeconds: (random) => logNormal(2.5, 0.4, random) };
/** Half of them are done within 30 s; the mean is 41 s. */
const video: Kind = { meanCount: 1, taskSeconds: (random) => logNormal(30, 0.8, random) };
/** Few of them are most of the work: Pareto with exponent 1.3, from 5 s up to an hour. */
const anyLength: Kind = { meanCount: 1, taskSeconds: (random) => Math.min(3_600, 5 / (1 - random()) ** (1 / 1.3)) };

const mixed = (videoShare: number, random: () => number): Kind => (random() < videoShare ? video : album);
const ordinary = (seconds: number, rate: number): Load => ({ seconds, rate: () => rate, kind: (_second, random) => mixed(0.3, random) });

const traces: Readonly<Record<string, TraceFile>> = {
  steady: {
    seed: 11,
    about: "Two hours of the same load, 20 workers' worth: albums, and a video in three uploads.",
    uploads: (random) => draw(ordinary(2 * hour, 0.73), random),
  },
  "daily-wave": {
    seed: 12,
    about: "A day, from next to nothing at night to 35 workers' worth: albums in the morning, more and more videos towards the night.",
    uploads: (random) =>
      draw(
        {
          seconds: 24 * hour,
          rate: (second) => daylight(second, 17) ** 2,
          kind: (second, randomKind) => mixed(0.05 + 0.7 * daylight(second, 22) ** 2, randomKind),
        },
        random,
      ),
  },
  burst: {
    seed: 13,
    about: "10,000 photos at once, after ten quiet minutes and before fifty.",
    uploads: (random) => [...draw(ordinary(hour, 0.04), random), { second: 600, count: 10_000, taskSeconds: 3 }],
  },
  "heavy-tailed": {
    seed: 14,
    about: "Six hours of videos, of which few long ones are most of the work.",
    uploads: (random) => draw({ seconds: 6 * hour, rate: () => 1, kind: () => anyLength }, random),
  },
  "spot-storm": {
    seed: 15,
    about: "Four hours of the same load, while EC2 takes Spot back three times and has none for half an hour.",
    spot: ["reclaim 3600 50", "shortage 5400 7200", "reclaim 5460 60", "reclaim 9000 40"],
    uploads: (random) => draw(ordinary(4 * hour, 0.73), random),
  },
};

const folder = join(import.meta.dirname, "traces");
await mkdir(folder, { recursive: true });
for (const [name, trace] of Object.entries(traces)) await writeFile(join(folder, `${name}.csv`), render(trace));

function render({ seed, about, spot = [], uploads }: TraceFile): string {
  const rows = [...uploads(seededRandom(seed))].sort((a, b) => a.second - b.second);
  return [
    `# ${about} Seed ${seed}; made by test/bench/make-traces.ts.`,
    ...spot.map((event) => `# spot ${event}`),
    "second,count,taskSeconds",
    ...rows.map(({ second, count, taskSeconds }) => `${second},${count},${Number(taskSeconds.toPrecision(3))}`),
    "",
  ].join("\n");
}

/** A Poisson process. */
function draw({ seconds, rate, kind }: Load, random: () => number): readonly Upload[] {
  return Array.from({ length: seconds }, (_unused, second) => second).flatMap((second) =>
    Array.from({ length: poisson(rate(second), random) }, () => {
      const { meanCount, taskSeconds } = kind(second, random);
      return { second, count: geometric(meanCount, random), taskSeconds: taskSeconds(random) };
    }),
  );
}

/** From 0 to 1 and back in a day, highest at this hour. */
function daylight(second: number, hourOfMost: number): number {
  return (1 + Math.cos((2 * Math.PI * (second / hour - hourOfMost)) / 24)) / 2;
}

function geometric(mean: number, random: () => number): number {
  return mean <= 1 ? 1 : 1 + Math.floor(Math.log(1 - random()) / Math.log(1 - 1 / mean));
}

function poisson(mean: number, random: () => number): number {
  const limit = Math.exp(-mean);
  let [count, product] = [0, random()];
  while (product > limit) {
    count += 1;
    product *= random();
  }
  return count;
}

function logNormal(median: number, sigma: number, random: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp(sigma * normal);
}
