import { IconButton } from "../components/icon-button.tsx";
import { messages } from "../messages.ts";
import { pickFiles } from "./pickers.tsx";
import type { UploadItem } from "./upload-item.ts";
import { uploads } from "./uploads.ts";

export function UploadRowActions({ item, onShow }: { item: UploadItem; onShow: (id: string) => void }) {
  const text = messages.upload;
  const { id, name, status, mediaId } = item;
  const isLeft = status === "uploading" || status === "waiting" || status === "paused" || status === "needsFile";
  return (
    <div className="upload-actions">
      {(status === "uploading" || status === "waiting") && (
        <IconButton icon="pause" label={text.pause(name)} onClick={() => uploads.pause(id)} />
      )}
      {status === "paused" && <IconButton icon="play" label={text.resume(name)} onClick={() => uploads.resume(id)} />}
      {status === "needsFile" && <IconButton icon="folder" label={text.resume(name)} onClick={pickFiles} />}
      {status === "failed" && item.retryable && <IconButton icon="retry" label={text.retry(name)} onClick={() => uploads.retry(id)} />}
      {status === "done" && mediaId && (
        <button type="button" className="text-button" aria-label={text.show(name)} onClick={() => onShow(mediaId)}>
          {text.showShort}
        </button>
      )}
      <IconButton icon="close" label={isLeft ? text.cancel(name) : text.remove(name)} onClick={() => uploads.cancel(id)} />
    </div>
  );
}
