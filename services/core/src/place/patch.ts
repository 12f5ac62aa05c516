/** Bytes of a file that are to be others: `fill` keeps their number, `bytes` may change it. */
export type Patch = { readonly start: number; readonly end: number } & ({ readonly fill: number } | { readonly bytes: Uint8Array });

/** The stream of a file with patches applied; those that lie in others are dropped. */
export async function* applyPatches(body: AsyncIterable<Uint8Array>, patches: readonly Patch[]): AsyncGenerator<Uint8Array> {
  const open = withoutOverlaps(patches);
  let at = 0;
  for await (const chunk of body) {
    let from = 0;
    while (from < chunk.length) {
      const [patch] = open;
      if (!patch || patch.start >= at + chunk.length) {
        yield chunk.subarray(from);
        break;
      }
      if (patch.start > at + from) yield chunk.subarray(from, patch.start - at);
      const begin = Math.max(from, patch.start - at);
      const end = Math.min(chunk.length, patch.end - at);
      if ("fill" in patch) yield new Uint8Array(end - begin).fill(patch.fill);
      else if (patch.start >= at + from) yield patch.bytes;
      from = end;
      if (patch.end <= at + chunk.length) open.shift();
    }
    at += chunk.length;
  }
}

function withoutOverlaps(patches: readonly Patch[]): Patch[] {
  const sorted = patches.filter(({ start, end }) => end > start).toSorted((a, b) => a.start - b.start || b.end - a.end);
  const kept: Patch[] = [];
  for (const patch of sorted) {
    const last = kept.at(-1);
    if (!last || patch.start >= last.end) kept.push(patch);
    else if (patch.end > last.end && "fill" in last && "fill" in patch) kept.push({ ...patch, start: last.end });
    else if (patch.end > last.end) throw new UnknownPlaceError("parts of the file lie across each other");
  }
  return kept;
}

/** A file of which it is not known where it may say its place: it must not be given away as one that says none. */
export class UnknownPlaceError extends Error {}
