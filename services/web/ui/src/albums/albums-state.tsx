import type { ReactNode } from "react";
import { Icon, type IconName } from "../components/icon.tsx";
import { messages } from "../messages.ts";

interface AlbumsStateProps {
  icon: IconName;
  title: string;
  text: string;
  onRetry?: () => void;
  children?: ReactNode;
}

/** A page without content: empty, gone, or out of reach. */
export function AlbumsState({ icon, title, text, onRetry, children }: AlbumsStateProps) {
  return (
    <div className="state" role={onRetry ? "alert" : undefined}>
      <Icon name={icon} size={48} />
      <h2>{title}</h2>
      <p>{text}</p>
      {onRetry && (
        <button type="button" className="button button-primary" onClick={onRetry}>
          {messages.tryAgain}
        </button>
      )}
      {children}
    </div>
  );
}
