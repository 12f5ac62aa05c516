import { useMemo } from "react";
import { MediaRun } from "./media-run.tsx";
import { type ShowcaseItem, type ShowcaseMedia, splitBlocks } from "./split-blocks.ts";

interface ShowcaseGridProps {
  items: readonly ShowcaseItem[];
  labelOf: (item: ShowcaseMedia) => string;
  onOpen: (id: string) => void;
  /** While items are being chosen: those that are. */
  chosen?: ReadonlySet<string> | undefined;
}

/** An album as it is meant to be read: sections, notes and media in their order. */
export function ShowcaseGrid({ items, labelOf, onOpen, chosen }: ShowcaseGridProps) {
  const blocks = useMemo(() => splitBlocks(items), [items]);
  return (
    <div className="showcase">
      {blocks.map((block) => {
        if (block.kind === "run") return <MediaRun key={block.id} items={block.items} labelOf={labelOf} onOpen={onOpen} chosen={chosen} />;
        return block.kind === "section" ? (
          <h2 key={block.id} className="showcase-section">
            <bdi>{block.text}</bdi>
          </h2>
        ) : (
          <p key={block.id} className="showcase-note" dir="auto">
            {block.text}
          </p>
        );
      })}
    </div>
  );
}
