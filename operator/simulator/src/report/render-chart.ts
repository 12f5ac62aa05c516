import type { Sample } from "../result.ts";
import type { Simulation } from "../simulate.ts";
import { axisTicks, timeTicks } from "./ticks.ts";

export interface Chart {
  readonly title: string;
  readonly pick: (sample: Sample) => number;
}

const WIDTH = 960;
const HEIGHT = 220;
const MARGIN = { left: 56, right: 12, top: 10, bottom: 26 };
/** Points to a line: more than a screen shows are not drawn. */
const POINTS = 480;

/** A figure: a line to each scaler, coloured by its place in the list. */
export function renderChart({ title, pick }: Chart, simulations: readonly Simulation[]): string {
  const seconds = Math.max(1, ...simulations.map(({ samples }) => samples.length));
  const bucket = Math.ceil(seconds / POINTS);
  const lines = simulations.map(({ samples }) => highest(samples, bucket, pick));
  const ticks = axisTicks(Math.max(1, ...lines.flat()));
  const top = ticks.at(-1) ?? 1;
  const x = (second: number) => MARGIN.left + (second / seconds) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (value: number) => HEIGHT - MARGIN.bottom - (value / top) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const grid = ticks.map(
    (value) =>
      `<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${at(y(value))}" y2="${at(y(value))}"/>` +
      `<text x="${MARGIN.left - 8}" y="${at(y(value) + 4)}" text-anchor="end">${value.toLocaleString("en-US")}</text>`,
  );
  const hours = timeTicks(seconds).map(
    ({ second, label }) =>
      `<text x="${at(x(second))}" y="${HEIGHT - 6}" text-anchor="${second === 0 ? "start" : "middle"}">${label}</text>`,
  );
  // Ours is first, and drawn last: on top.
  const paths = lines.map((values, index) => `<path class="line s${index}" d="${path(values, bucket, x, y)}"/>`).reverse();
  return [
    `<figure><figcaption>${title}</figcaption>`,
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title} over time">`,
    ...grid,
    ...hours,
    ...paths,
    "</svg></figure>",
  ].join("\n");
}

/** The highest value of each bucket: no peak is lost. */
function highest(samples: readonly Sample[], bucket: number, pick: (sample: Sample) => number): readonly number[] {
  return Array.from({ length: Math.ceil(samples.length / bucket) }, (_unused, index) =>
    Math.max(...samples.slice(index * bucket, (index + 1) * bucket).map(pick)),
  );
}

function path(values: readonly number[], bucket: number, x: (second: number) => number, y: (value: number) => number): string {
  return values.map((value, index) => `${index === 0 ? "M" : "L"}${at(x(index * bucket))} ${at(y(value))}`).join("");
}

function at(value: number): string {
  return value.toFixed(1);
}
