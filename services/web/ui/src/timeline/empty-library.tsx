import { messages } from "../messages.ts";
import { PickerButtons } from "../upload/picker-buttons.tsx";

export function EmptyLibrary() {
  const text = messages.timeline;
  return (
    <div className="state state-empty">
      <EmptyArt />
      <h2>{text.emptyTitle}</h2>
      <p>{text.emptyHint}</p>
      <PickerButtons />
      <p className="fine-print">{text.formats}</p>
    </div>
  );
}

function EmptyArt() {
  return (
    <svg className="empty-art" viewBox="0 0 240 150" aria-hidden="true" focusable="false">
      <rect className="art-back" x="28" y="26" width="104" height="78" rx="10" transform="rotate(-8 80 65)" />
      <rect className="art-back" x="112" y="24" width="104" height="78" rx="10" transform="rotate(7 164 63)" />
      <rect className="art-card" x="62" y="34" width="116" height="88" rx="12" />
      <circle className="art-sun" cx="147" cy="60" r="10" />
      <path className="art-hill" d="M70 112c0-2 22-36 30-36s17 20 22 20 12-12 18-12 30 22 30 26-2 4-4 4H74c-2 0-4 0-4-2z" />
    </svg>
  );
}
