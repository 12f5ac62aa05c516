import { IconButton } from "../components/icon-button.tsx";
import { messages } from "../messages.ts";
import type { SkippedFile } from "./upload-item.ts";

const mostShown = 200;

export function SkippedFiles({ files, onDismiss }: { files: readonly SkippedFile[]; onDismiss: () => void }) {
  return (
    <div className="skipped">
      <details>
        <summary>
          {messages.upload.skipped(files.length)}
          <span className="skipped-hint">{messages.upload.skippedShow}</span>
        </summary>
        <ul>
          {files.slice(0, mostShown).map(({ name, reason }, index) => (
            <li key={index}>
              <b>{name}</b> {reason}
            </li>
          ))}
        </ul>
      </details>
      <IconButton icon="close" label={messages.dismiss} onClick={onDismiss} />
    </div>
  );
}
