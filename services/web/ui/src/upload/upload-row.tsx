import { memo } from "react";
import { messages } from "../messages.ts";
import { describeItem } from "./describe-item.ts";
import type { UploadItem } from "./upload-item.ts";
import { UploadRowActions } from "./upload-row-actions.tsx";
import { UploadThumbnail } from "./upload-thumbnail.tsx";

interface UploadRowProps {
  item: UploadItem;
  topPx: number;
  position: number;
  count: number;
  onShow: (id: string) => void;
}

export const UploadRow = memo(function UploadRow({ item, topPx, position, count, onShow }: UploadRowProps) {
  const isUnderway = item.status === "uploading" || item.status === "paused";
  return (
    <li className="upload-row" style={{ top: topPx }} data-status={item.status} aria-setsize={count} aria-posinset={position}>
      <UploadThumbnail item={item} />
      <div className="upload-text">
        <span className="upload-name" title={item.name}>
          {item.name}
        </span>
        <span className="upload-status" title={item.message}>
          {describeItem(item)}
        </span>
        {isUnderway && (
          <progress className="bar" value={item.sentBytes} max={item.sizeBytes} aria-label={messages.upload.fileProgress(item.name)} />
        )}
      </div>
      <UploadRowActions item={item} onShow={onShow} />
    </li>
  );
});
