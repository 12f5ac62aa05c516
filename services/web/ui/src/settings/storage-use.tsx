import { formatBytes } from "../format.ts";
import { messages } from "../messages.ts";

const text = messages.settings;

/** How much of what is allowed is used, as a bar where there is a limit. */
export function StorageUse({ usedBytes, quotaBytes }: { usedBytes: number; quotaBytes: number | null }) {
  if (quotaBytes === null) return <p className="settings-text">{text.used(formatBytes(usedBytes))}</p>;
  const sentence = text.usedOf(formatBytes(usedBytes), formatBytes(quotaBytes));
  return (
    <div className="storage-use">
      <p className="settings-text">{sentence}</p>
      <progress className="bar" max={Math.max(1, quotaBytes)} value={Math.min(usedBytes, quotaBytes)} aria-label={sentence} />
    </div>
  );
}
