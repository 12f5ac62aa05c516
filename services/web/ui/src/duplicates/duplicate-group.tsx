import { useId, useState } from "react";
import type { MediaSummary } from "../api/media-api.ts";
import { Icon } from "../components/icon.tsx";
import { formatBytes, formatDateTime } from "../format.ts";
import { showToast } from "../hooks/toasts.ts";
import { openMedia } from "../hooks/use-route.ts";
import { messages } from "../messages.ts";
import { TileImage } from "../timeline/tile-image.tsx";
import { chooseBest } from "./choose-best.ts";
import { useKeepDuplicates } from "./duplicates-queries.ts";

interface DuplicateGroupProps {
  /** Its place on the page. */
  number: number;
  items: readonly MediaSummary[];
  onTrash: (ids: readonly string[]) => void;
}

/** As wide as a picture is shown, at most. */
const pictureWidthPx = 320;

/** Some that look alike, side by side; the best is chosen to be kept. */
export function DuplicateGroup({ number, items, onTrash }: DuplicateGroupProps) {
  const text = messages.duplicates;
  const titleId = useId();
  const best = chooseBest(items);
  const [kept, setKept] = useState<ReadonlySet<string>>(() => new Set(best && [best.id]));
  const keepAll = useKeepDuplicates();
  const worse = items.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
  const toggle = (id: string) =>
    setKept((before) => (before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id])));
  const keep = () =>
    keepAll.mutate(
      items.map(({ id }) => id),
      { onSuccess: () => showToast(text.keptAll), onError: (error) => showToast(messages.selection.failed(error.message)) },
    );
  return (
    <section className="duplicate-group" aria-labelledby={titleId}>
      <h2 id={titleId}>{text.group(number, items.length)}</h2>
      <ul>
        {items.map((media) => (
          <li key={media.id} data-kept={kept.has(media.id) || undefined}>
            <button
              type="button"
              className="duplicate-picture"
              aria-label={text.look(media.fileName)}
              onClick={() => openMedia(media.id)}
              style={{ aspectRatio: (media.width ?? 4) / (media.height ?? 3) }}
            >
              <TileImage media={media} widthPx={pictureWidthPx} />
            </button>
            <label className="duplicate-choice">
              <input type="checkbox" checked={kept.has(media.id)} onChange={() => toggle(media.id)} />
              <span>
                <strong>{text.keep(media.fileName)}</strong>
                {media === best && <em>{text.best}</em>}
                <small>
                  {media.width} × {media.height} · {formatBytes(media.sizeBytes)}
                </small>
                <small>{formatDateTime(media.timelineAt)}</small>
              </span>
            </label>
          </li>
        ))}
      </ul>
      <div className="duplicate-actions">
        <button
          type="button"
          className="button button-primary"
          disabled={worse.length === 0 || kept.size === 0}
          onClick={() => onTrash(worse)}
        >
          <Icon name="trash" size={18} />
          {text.trash(worse.length)}
        </button>
        <button type="button" className="button" disabled={keepAll.isPending} onClick={keep}>
          {text.keepAll}
        </button>
      </div>
    </section>
  );
}
