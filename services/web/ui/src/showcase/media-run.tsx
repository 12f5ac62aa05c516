import { useMemo, useRef } from "react";
import { useElementWidth } from "../hooks/use-element-width.ts";
import { useVisibleRange } from "../hooks/use-visible-range.ts";
import { justifyRows } from "../timeline/justify-rows.ts";
import { ShownTile } from "./shown-tile.tsx";
import type { ShowcaseMedia } from "./split-blocks.ts";

interface MediaRunProps {
  items: readonly ShowcaseMedia[];
  labelOf: (item: ShowcaseMedia) => string;
  onOpen: (id: string) => void;
  chosen?: ReadonlySet<string> | undefined;
}

/** Media in rows from edge to edge; of a long run only the rows near the window are rendered. */
export function MediaRun({ items, labelOf, onOpen, chosen }: MediaRunProps) {
  const [widthRef, width] = useElementWidth();
  const canvas = useRef<HTMLUListElement>(null);
  const visible = useVisibleRange(canvas);
  const rows = useMemo(() => (width === 0 ? [] : justifyRows(items, aspectOf, optionsFor(width))), [items, width]);
  const last = rows.at(-1);
  const height = last ? last.top + last.height : 0;
  const shown = rows.filter((row) => row.top < visible.bottom && row.top + row.height > visible.top);
  return (
    <div ref={widthRef} className="media-run">
      <ul ref={canvas} style={{ height }}>
        {shown.flatMap((row) =>
          row.boxes.map(({ item, left, width: boxWidth }) => (
            <li key={item.id} style={{ insetInlineStart: left, top: row.top, width: boxWidth, height: row.height }}>
              <ShownTile
                media={item.media}
                id={item.id}
                widthPx={boxWidth}
                label={labelOf(item)}
                chosen={chosen?.has(item.id)}
                onOpen={onOpen}
              />
            </li>
          )),
        )}
      </ul>
    </div>
  );
}

const aspectOf = ({ media }: ShowcaseMedia) => (media.width && media.height ? media.width / media.height : 4 / 3);

function optionsFor(width: number) {
  const targetHeight = width < 480 ? 168 : width < 1000 ? 230 : 290;
  return { width, targetHeight, gap: width < 600 ? 3 : 6 };
}
