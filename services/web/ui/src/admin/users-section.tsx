import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type ListedUser, usersQuery } from "../api/admin-api.ts";
import { sessionQuery } from "../api/session-api.ts";
import { formatBytes } from "../format.ts";
import { messages } from "../messages.ts";
import { SettingsSection } from "../settings/settings-section.tsx";
import { UserDialog } from "./user-dialog.tsx";

const text = messages.admin;

export function UsersSection() {
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(usersQuery);
  const session = useQuery(sessionQuery);
  const [changing, setChanging] = useState<ListedUser>();
  const users = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <SettingsSection title={text.users} text={text.usersText}>
      {error && <p className="error-text">{error.message}</p>}
      <ul className="settings-list">
        {users.map((user) => (
          <li key={user.id}>
            <div>
              <p className="settings-name">
                <bdi>{user.name}</bdi>
                <Badges user={user} isSelf={user.id === session.data?.user?.id} />
              </p>
              <p className="fine-print">{user.email ?? text.noEmail}</p>
              <p className="fine-print">{describeUse(user)}</p>
            </div>
            <button
              type="button"
              className="button button-small"
              aria-label={text.changeNamed(user.name)}
              onClick={() => setChanging(user)}
            >
              {text.change}
            </button>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <button type="button" className="button" aria-disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {text.more}
        </button>
      )}
      {changing && (
        <UserDialog
          user={users.find(({ id }) => id === changing.id) ?? changing}
          isSelf={changing.id === session.data?.user?.id}
          onClose={() => setChanging(undefined)}
        />
      )}
    </SettingsSection>
  );
}

function Badges({ user, isSelf }: { user: ListedUser; isSelf: boolean }) {
  const badges = [
    ...(isSelf ? [text.you] : []),
    ...(user.role === "administrator" ? [text.roles.administrator] : []),
    ...(user.state === "disabled" ? [text.disabled] : []),
  ];
  return badges.map((badge) => (
    <span key={badge} className="badge">
      {badge}
    </span>
  ));
}

function describeUse({ usedBytes, quotaBytes }: ListedUser): string {
  return quotaBytes === null ? text.used(formatBytes(usedBytes)) : text.usedOf(formatBytes(usedBytes), formatBytes(quotaBytes));
}
