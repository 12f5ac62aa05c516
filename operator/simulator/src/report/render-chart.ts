import type { Sample } from "../result.ts";
import type { Simulation } from "../simulate.ts";
import { axisTicks, timeTicks } from "./ticks.ts";

export interface Chart {
  readonly title: string;
  readonly pick: (sample: Sample) => number;
}

/** Of the drawing, which is stretched to the place that the page has. */
const WIDTH = 960;
const HEIGHT = 200;
/** Points to a line: more than a screen shows are not drawn. */
const POINTS = 480;

/** A figure: a line to each scaler, coloured by its place in the list. What is written beside it keeps its size on any screen. */
export function renderChart({ title, pick }: Chart, simulations: readonly Simulation[]): string {
  const seconds = Math.max(1, ...simulations.map(({ samples }) => samples.length));
  const bucket = Math.ceil(seconds / POINTS);
  const lines = simulations.map(({ samples }) => highest(samples, bucket, pick));
  const ticks = axisTicks(Math.max(1, ...lines.flat()));
  const top = ticks.at(-1) ?? 1;
  const x = (second: number) => (second / seconds) * WIDTH;
  const y = (value: number) => HEIGHT - (value / top) * HEIGHT;
  const grid = ticks.map((value) => `<path class="grid" d="M0 ${at(y(value))}H${WIDTH}"/>`);
  // Ours is first, and drawn last: on top.
  const paths = lines.map((values, index) => `<path class="line s${index}" d="${path(values, bucket, x, y)}"/>`).reverse();
  const values = ticks.map(
    (value) => `<span class="value" style="bottom:${at((100 * value) / top)}%">${value.toLocaleString("en-US")}</span>`,
  );
  const times = timeTicks(seconds).map(
    ({ second, label }, index) =>
      `<span class="time${index % 2 === 1 ? " between" : ""}" style="left:${at((100 * second) / seconds)}%">${label}</span>`,
  );
  return [
    `<figure><figcaption>${title}</figcaption><div class="plot">`,
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${title} over time">`,
    ...grid,
    ...paths,
    "</svg>",
    ...values,
    ...times,
    "</div></figure>",
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
