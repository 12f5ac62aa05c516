import { messages } from "../messages.ts";
import { AddMenu } from "../upload/add-menu.tsx";
import { ThemeButton } from "./theme-button.tsx";

export function SiteHeader() {
  return (
    <header className="site-header">
      <a
        className="wordmark"
        href="/"
        aria-label={messages.home}
        onClick={(event) => {
          event.preventDefault();
          window.scrollTo({ top: 0 });
        }}
      >
        <img src="/favicon.svg" alt="" width="28" height="28" />
        <span>{messages.appName}</span>
      </a>
      <div className="site-actions">
        <ThemeButton />
        <AddMenu />
      </div>
    </header>
  );
}
