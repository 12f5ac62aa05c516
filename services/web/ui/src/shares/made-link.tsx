import { useEffect, useRef, useState } from "react";
import type { MadeLink } from "../api/shares-api.ts";
import { Icon } from "../components/icon.tsx";
import { announce } from "../hooks/announce.ts";
import { messages } from "../messages.ts";

const text = messages.shares;

/** The address of a new link: it is kept nowhere, so this is the time to copy it. */
export function MadeLinkView({ link }: { link: MadeLink }) {
  const field = useRef<HTMLInputElement>(null);
  const [note, setNote] = useState<string>();
  useEffect(() => field.current?.select(), []);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link.url);
      setNote(text.copied);
      announce(text.copied);
    } catch (error) {
      console.info("The clipboard is not ours to write.", error);
      field.current?.select();
      setNote(text.notCopied);
    }
  };
  return (
    <div className="made-link">
      <p>{text.made}</p>
      <div className="made-link-row">
        <input ref={field} readOnly value={link.url} aria-label={text.address} onFocus={(event) => event.target.select()} />
        <button type="button" className="button button-primary" onClick={() => void copy()}>
          <Icon name="copy" size={18} />
          {text.copy}
        </button>
      </div>
      {note && <p className="fine-print">{note}</p>}
    </div>
  );
}
