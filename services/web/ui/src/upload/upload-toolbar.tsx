import { messages } from "../messages.ts";
import type { UploadSnapshot } from "./upload-item.ts";
import { uploads } from "./uploads.ts";

export function UploadToolbar({ snapshot }: { snapshot: UploadSnapshot }) {
  const { totals, items, skipped } = snapshot;
  const text = messages.upload;
  const actions = [
    { label: text.pauseAll, run: uploads.pauseAll, shown: totals.left > totals.paused },
    { label: text.resumeAll, run: uploads.resumeAll, shown: totals.paused > 0 },
    { label: text.retryAll, run: uploads.retryAll, shown: items.some((item) => item.retryable) },
    { label: text.cancelAll, run: uploads.cancelAll, shown: totals.left > 0 },
    {
      label: text.clear,
      run: uploads.clearEnded,
      shown: totals.done > 0 || (totals.left === 0 && (items.length > 0 || skipped.length > 0)),
    },
  ];
  return (
    <div className="upload-toolbar">
      {actions
        .filter(({ shown }) => shown)
        .map(({ label, run }) => (
          <button key={label} type="button" className="text-button" onClick={run}>
            {label}
          </button>
        ))}
    </div>
  );
}
