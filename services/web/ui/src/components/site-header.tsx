import { AccountMenu } from "../accounts/account-menu.tsx";
import { messages } from "../messages.ts";
import { AddMenu } from "../upload/add-menu.tsx";
import { Link } from "./link.tsx";
import { ThemeButton } from "./theme-button.tsx";

export function SiteHeader() {
  return (
    <header className="site-header">
      <Link className="wordmark" href="/" aria-label={messages.home}>
        <img src="/favicon.svg" alt="" width="28" height="28" />
        <span>{messages.appName}</span>
      </Link>
      <div className="site-actions">
        <ThemeButton />
        <AddMenu />
        <AccountMenu />
      </div>
    </header>
  );
}
