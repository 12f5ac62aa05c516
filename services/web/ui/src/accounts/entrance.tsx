import type { ReactNode } from "react";
import { messages } from "../messages.ts";

interface EntranceProps {
  readonly title: string;
  readonly text?: string | undefined;
  readonly children?: ReactNode;
}

/** A page for somebody who is not signed in: a card with the site's mark, and nothing else. */
export function Entrance({ title, text, children }: EntranceProps) {
  return (
    <div className="entrance">
      <div className="entrance-card">
        <p className="wordmark">
          <img src="/favicon.svg" alt="" width="28" height="28" />
          <span>{messages.appName}</span>
        </p>
        <h1>{title}</h1>
        {text && <p className="entrance-text">{text}</p>}
        {children}
      </div>
    </div>
  );
}
