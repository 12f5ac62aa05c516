import { Icon } from "../components/icon.tsx";
import { messages } from "../messages.ts";

export function DropOverlay() {
  return (
    <div className="drop-overlay">
      <div className="drop-card">
        <Icon name="upload" size={48} />
        <p className="drop-title">{messages.add.dropTitle}</p>
        <p>{messages.add.dropHint}</p>
      </div>
    </div>
  );
}
