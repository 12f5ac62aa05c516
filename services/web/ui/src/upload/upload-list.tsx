import { type UIEvent, useState } from "react";
import { messages } from "../messages.ts";
import type { UploadItem } from "./upload-item.ts";
import { UploadRow } from "./upload-row.tsx";

const rowHeightPx = 64;
const overscanRows = 6;
/** The tallest that the list gets by its style, in rows. */
const windowRows = 12;

/** However many uploads there are, only the rows in view exist. */
export function UploadList({ items, onShow }: { items: readonly UploadItem[]; onShow: (id: string) => void }) {
  const [firstSeen, setFirstSeen] = useState(0);
  const onScroll = (event: UIEvent<HTMLElement>) => setFirstSeen(Math.floor(event.currentTarget.scrollTop / rowHeightPx));
  const first = Math.max(0, Math.min(firstSeen, items.length - windowRows) - overscanRows);
  const shown = items.slice(first, first + windowRows + 2 * overscanRows);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard
    <section className="upload-list" onScroll={onScroll} tabIndex={0} aria-label={messages.upload.list}>
      <ul style={{ height: items.length * rowHeightPx }}>
        {shown.map((item, index) => (
          <UploadRow
            key={item.id}
            item={item}
            topPx={(first + index) * rowHeightPx}
            position={first + index + 1}
            count={items.length}
            onShow={onShow}
          />
        ))}
      </ul>
    </section>
  );
}
