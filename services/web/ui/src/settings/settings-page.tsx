import { useQuery } from "@tanstack/react-query";
import { sessionQuery } from "../api/session-api.ts";
import { messages } from "../messages.ts";
import { OidcSection } from "./oidc-section.tsx";
import { PasswordSection } from "./password-section.tsx";
import { ProfileSection } from "./profile-section.tsx";
import { SessionsSection } from "./sessions-section.tsx";
import { StorageUse } from "./storage-use.tsx";
import { TokensSection } from "./tokens-section.tsx";

/** Somebody's own account: who they are, their password, where they are signed in, their tokens. */
export default function SettingsPage() {
  const { data } = useQuery(sessionQuery);
  const user = data?.user;
  if (!user) return null;
  return (
    <div className="settings">
      <h1>{messages.settings.title}</h1>
      <StorageUse usedBytes={user.usedBytes} quotaBytes={user.quotaBytes} />
      <ProfileSection key={user.email} user={user} />
      <PasswordSection user={user} />
      {data.oidc && <OidcSection user={user} name={data.oidc.name} />}
      <SessionsSection />
      <TokensSection isAdministrator={user.role === "administrator"} />
    </div>
  );
}
