import { useQuery } from "@tanstack/react-query";
import { useId, useRef } from "react";
import { sessionQuery } from "../api/session-api.ts";
import { Icon } from "../components/icon.tsx";
import { Link } from "../components/link.tsx";
import { useRoute } from "../hooks/use-route.ts";
import { messages } from "../messages.ts";
import { type NavigationEntry, navigationGroups } from "./entries.ts";

/** As many as fit beside "More" on the narrowest phone. */
const inBar = 4;

/** The way between pages: a side bar, or on a phone a bar at the bottom. */
export function SiteNavigation() {
  const isAdministrator = useQuery(sessionQuery).data?.user?.role === "administrator";
  const groups = navigationGroups
    .map((group) => group.filter(({ administratorsOnly }) => isAdministrator || !administratorsOnly))
    .filter((group) => group.length > 0);
  const entries = groups.flat();
  const needsMore = entries.length > inBar + 1;
  return (
    <nav className="site-navigation" aria-label={messages.navigation.label}>
      <div className="navigation-side">
        {groups.map((group) => (
          <ul key={group[0]?.href}>
            {group.map((entry) => (
              <li key={entry.href}>
                <NavigationLink entry={entry} />
              </li>
            ))}
          </ul>
        ))}
      </div>
      <ul className="navigation-bar">
        {(needsMore ? entries.slice(0, inBar) : entries).map((entry) => (
          <li key={entry.href}>
            <NavigationLink entry={entry} />
          </li>
        ))}
        {needsMore && (
          <li>
            <MorePages entries={entries.slice(inBar)} />
          </li>
        )}
      </ul>
    </nav>
  );
}

function MorePages({ entries }: { entries: readonly NavigationEntry[] }) {
  const drawerId = useId();
  const drawer = useRef<HTMLUListElement>(null);
  return (
    <>
      <button type="button" className="navigation-link" popoverTarget={drawerId}>
        <Icon name="more" size={22} />
        <span>{messages.navigation.more}</span>
      </button>
      <ul id={drawerId} ref={drawer} className="navigation-drawer" popover="auto">
        {entries.map((entry) => (
          <li key={entry.href}>
            <NavigationLink entry={entry} onClick={() => drawer.current?.hidePopover()} />
          </li>
        ))}
      </ul>
    </>
  );
}

function NavigationLink({ entry: { href, label, icon }, onClick }: { entry: NavigationEntry; onClick?: () => void }) {
  const { page } = useRoute();
  return (
    <Link className="navigation-link" href={href} aria-current={page === href ? "page" : undefined} onClick={onClick}>
      <Icon name={icon} size={22} />
      <span>{label}</span>
    </Link>
  );
}
