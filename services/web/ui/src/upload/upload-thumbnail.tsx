import { useEffect, useState } from "react";
import { Icon, type IconName } from "../components/icon.tsx";
import type { UploadItem } from "./upload-item.ts";

/** Decoding a larger picture for a stamp would cost more than it gives. */
const largestBytes = 30_000_000;
const shownTypes = /^image\/(jpeg|png|webp|avif|gif|heic|heif)$/;

export function UploadThumbnail({ item }: { item: UploadItem }) {
  const { file, status } = item;
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!file || file.size > largestBytes || !shownTypes.test(file.type)) return undefined;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);

  const overlay: IconName | undefined = status === "done" ? "check" : status === "failed" || status === "needsFile" ? "alert" : undefined;
  return (
    <span className="upload-thumbnail">
      {url ? <img src={url} alt="" decoding="async" onError={() => setUrl(undefined)} /> : <Icon name={iconOf(file)} />}
      {overlay && (
        <span className="upload-mark">
          <Icon name={overlay} size={14} />
        </span>
      )}
    </span>
  );
}

const iconOf = (file: Blob | undefined): IconName => (file?.type.startsWith("video/") ? "video" : "image");
