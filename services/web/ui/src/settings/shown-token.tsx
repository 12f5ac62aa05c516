import { useEffect, useRef } from "react";
import type { NewApiToken } from "../api/account-api.ts";
import { CopyField } from "../components/copy-field.tsx";
import { messages } from "../messages.ts";

const text = messages.settings;

/** A token just made, for the only time that it can be seen. */
export function ShownToken({ token, onDone }: { token: NewApiToken; onDone: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div className="shown-secret" ref={box} tabIndex={-1}>
      <p className="settings-name">{text.tokenMade(token.name)}</p>
      <p className="fine-print">{text.tokenOnce}</p>
      <CopyField label={text.token} value={token.token} />
      <button type="button" className="button" onClick={onDone}>
        {text.tokenDone}
      </button>
    </div>
  );
}
