import { type Chunk, planChunks } from "@mediashare/web/ui/timeline/chunks.ts";
import { findAnchor, monthAt, placeAnchor, planTimeline, topOfMonth } from "@mediashare/web/ui/timeline/plan-timeline.ts";
import type { LoadedChunks } from "@mediashare/web/ui/timeline/timeline-state.ts";
import { yearMarks } from "@mediashare/web/ui/timeline/year-marks.ts";
import { expect } from "chai";
import { mediaSummary } from "./support.ts";

/** A month of 500 items, on five days. */
const month = (name: string) => Array.from({ length: 5 }, (_, index) => ({ day: `${name}-2${5 - index}`, items: 100 }));
const chunks = planChunks([...month("2026-05"), ...month("2026-04"), ...month("2026-03")]);
const load = (...wanted: readonly Chunk[]): LoadedChunks =>
  new Map(
    wanted.map((chunk) => [
      chunk.key,
      {
        from: chunk.from,
        before: chunk.before,
        loadedAtMs: 1,
        items: Array.from({ length: chunk.count }, (_, index) =>
          mediaSummary({
            id: `${chunk.key}/${index}`,
            timelineAt: `${chunk.key}T12:${String(59 - (index % 60)).padStart(2, "0")}:00.000Z`,
          }),
        ),
      },
    ]),
  );
const [first, second, third] = chunks as [Chunk, Chunk, Chunk];

describe("planTimeline", () => {
  it("gives what is not loaded the room that it will probably need", () => {
    const guessed = planTimeline(chunks, new Map(), 1000);
    const real = planTimeline(chunks, load(...chunks), 1000);
    expect(guessed.sections).to.deep.equal([]);
    expect(guessed.gaps).to.have.length(chunks.length);
    expect(guessed.height / real.height).to.be.within(0.8, 1.25);
  });

  it("lays out a million items within what browsers can show", () => {
    const days = Array.from({ length: 5_000 }, (_, index) => ({
      day: new Date(Date.UTC(2026, 0, 1) - index * 86_400_000).toISOString().slice(0, 10),
      items: 200,
    }));
    const { height, gaps } = planTimeline(planChunks(days), new Map(), 390);
    expect(height).to.be.below(17_000_000);
    expect(Math.min(...gaps.map((gap) => gap.height))).to.be.greaterThan(0);
  });

  it("keeps what is at the top of the window where it is while something above it is loaded", () => {
    const before = planTimeline(chunks, load(third), 1000);
    const y = (before.sections[0]?.top ?? 0) + 400;
    const anchor = findAnchor(before, y);
    const after = planTimeline(chunks, load(first, second, third), 1000);
    const moved = anchor && placeAnchor(after, anchor);
    expect(findAnchor(after, moved ?? 0)).to.deep.equal(anchor);
  });

  it("stays in a part that is loaded under the window, as far down as it was", () => {
    const before = planTimeline(chunks, load(first), 1000);
    const [gap] = before.gaps;
    const anchor = findAnchor(before, (gap?.top ?? 0) + (gap?.height ?? 0) / 2);
    expect(anchor).to.deep.equal({ chunk: second.key, offset: 0.5 });
    const after = planTimeline(chunks, load(first, second), 1000);
    const place = after.places.find(({ chunk }) => chunk.key === second.key);
    expect(placeAnchor(after, anchor as never)).to.equal(((place?.top ?? 0) + (place?.bottom ?? 0)) / 2);
  });

  it("knows where a month is, and which month is where, loaded or not", () => {
    for (const loaded of [new Map() as LoadedChunks, load(...chunks)]) {
      const layout = planTimeline(chunks, loaded, 1000);
      for (const name of ["2026-05", "2026-04", "2026-03"]) {
        const top = topOfMonth(layout, loaded, layout.sections, name);
        expect(monthAt(layout, top + 1), name).to.equal(name);
      }
    }
  });
});

describe("yearMarks", () => {
  it("marks where each year begins, and leaves out what would stand on another", () => {
    const months = ["2026-02", "2026-01", "2025-12", ...Array.from({ length: 96 }, (_, index) => `20${24 - Math.floor(index / 12)}-01`)];
    const marks = yearMarks(months);
    expect(marks[0]).to.deep.equal({ year: "2026", share: 0 });
    expect(marks.map(({ year }) => year)).to.not.include("2025");
    expect(marks.map(({ year }) => year)).to.include("2017");
  });
});
