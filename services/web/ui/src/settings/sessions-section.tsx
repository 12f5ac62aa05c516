import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { endSession, sessionsQuery } from "../api/account-api.ts";
import { formatDateTime } from "../format.ts";
import { announce } from "../hooks/announce.ts";
import { messages } from "../messages.ts";
import { describeBrowser } from "./describe-browser.ts";
import { SettingsSection } from "./settings-section.tsx";

const text = messages.settings;

/** Where somebody is signed in, and the way to end it from here. */
export function SessionsSection() {
  const client = useQueryClient();
  const { data, error } = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: endSession,
    onSuccess: () => {
      announce(text.sessionEnded);
      return client.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
  });
  return (
    <SettingsSection title={text.sessions} text={text.sessionsText}>
      {error && <p className="error-text">{error.message}</p>}
      <ul className="settings-list">
        {data?.items.map(({ id, userAgent, seenAt, current }) => {
          const name = nameOf(userAgent);
          return (
            <li key={id}>
              <div>
                <p className="settings-name">{name}</p>
                <p className="fine-print">{current ? text.thisBrowser : text.lastUsed(formatDateTime(seenAt))}</p>
              </div>
              {!current && (
                <button
                  type="button"
                  className="button button-small"
                  aria-label={text.endSessionNamed(name)}
                  onClick={() => end.mutate(id)}
                >
                  {text.endSession}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </SettingsSection>
  );
}

function nameOf(userAgent: string): string {
  const known = describeBrowser(userAgent);
  if (!known) return text.unknownBrowser;
  return known.system ? text.browserOn(known.browser, known.system) : known.browser;
}
