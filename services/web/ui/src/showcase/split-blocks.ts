import type { ShownMedia } from "../api/albums-api.ts";

/** An item of an album or share, as far as it is shown. */
export interface ShowcaseItem {
  readonly id: string;
  readonly kind: "media" | "section" | "note";
  readonly text: string | null;
  readonly media: ShownMedia | null;
}

export type ShowcaseMedia = ShowcaseItem & { readonly media: ShownMedia };

export type Block =
  | { readonly kind: "section" | "note"; readonly id: string; readonly text: string }
  | { readonly kind: "run"; readonly id: string; readonly items: readonly ShowcaseMedia[] };

/** Sections and notes, and between them runs of media. */
export function splitBlocks(items: readonly ShowcaseItem[]): Block[] {
  const blocks: Block[] = [];
  let run: ShowcaseMedia[] | undefined;
  for (const item of items) {
    if (!isMedia(item)) {
      run = undefined;
      if (item.kind !== "media") blocks.push({ kind: item.kind, id: item.id, text: item.text ?? "" });
    } else if (run) {
      run.push(item);
    } else {
      run = [item];
      blocks.push({ kind: "run", id: item.id, items: run });
    }
  }
  return blocks;
}

export function isMedia<Item extends ShowcaseItem>(item: Item): item is Item & ShowcaseMedia {
  return item.kind === "media" && item.media !== null;
}
