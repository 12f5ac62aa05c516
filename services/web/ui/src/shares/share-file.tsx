import { IconButton } from "../components/icon-button.tsx";
import { messages } from "../messages.ts";
import { describeItem } from "../upload/describe-item.ts";
import type { UploadItem } from "../upload/upload-item.ts";
import { UploadThumbnail } from "../upload/upload-thumbnail.tsx";
import type { Uploads } from "../upload/uploads.ts";

const text = messages.upload;

/** A file that a visitor adds, and how it stands. */
export function ShareFile({ item, uploads }: { item: UploadItem; uploads: Uploads }) {
  const { id, name, status, sentBytes, sizeBytes, retryable } = item;
  const hasEnded = status === "done" || status === "failed";
  return (
    <li data-status={status}>
      <UploadThumbnail item={item} />
      <bdi title={name}>{name}</bdi>
      <span className="share-file-status">{describeItem(item)}</span>
      <span className="share-file-actions">
        {status === "failed" && retryable && <IconButton icon="retry" label={text.retry(name)} onClick={() => uploads.retry(id)} />}
        <IconButton icon="close" label={hasEnded ? text.remove(name) : text.cancel(name)} onClick={() => uploads.cancel(id)} />
      </span>
      {status === "uploading" && <progress className="bar" value={sentBytes} max={sizeBytes} aria-label={text.fileProgress(name)} />}
    </li>
  );
}
