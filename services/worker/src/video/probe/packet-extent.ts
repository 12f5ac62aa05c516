/** First frames that are kept to find the frame grid. */
const headFrames = 120;

/** Where one stream's packets lie, in ticks. */
export interface PacketExtent {
  readonly headPts: readonly number[];
  readonly lastPts: number;
  readonly endPts: number;
}

/** Gathers the extents of all streams from lines of `buildPacketsCommand`, in memory that does not grow with their number. */
export class PacketExtents {
  readonly #streams = new Map<number, { head: number[]; lastPts: number; endPts: number }>();

  line(line: string): void {
    const fields = new Map(line.split("|").map((field) => field.split("=", 2) as [string, string | undefined]));
    const [index, pts, duration] = ["stream_index", "pts", "duration"].map((name) => Number(fields.get(name)));
    if (!Number.isInteger(index) || !Number.isInteger(pts)) return;
    this.#add(index as number, pts as number, Number.isInteger(duration) ? Math.max(0, duration as number) : 0);
  }

  of(streamIndex: number): PacketExtent | undefined {
    const found = this.#streams.get(streamIndex);
    return found && { headPts: [...new Set(found.head)].sort((a, b) => a - b), lastPts: found.lastPts, endPts: found.endPts };
  }

  #add(index: number, pts: number, duration: number): void {
    const stream = this.#streams.get(index) ?? { head: [], lastPts: pts, endPts: pts };
    this.#streams.set(index, stream);
    if (stream.head.length < headFrames) stream.head.push(pts);
    stream.lastPts = Math.max(stream.lastPts, pts);
    stream.endPts = Math.max(stream.endPts, pts + duration);
  }
}
