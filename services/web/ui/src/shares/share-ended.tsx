import { ApiError } from "../api/client.ts";
import { Icon, type IconName } from "../components/icon.tsx";
import { messages } from "../messages.ts";

const text = messages.shares.page;

const ends: Readonly<Record<string, { icon: IconName; title: string; text: string }>> = {
  share_revoked: { icon: "lock", title: text.revokedTitle, text: text.revokedText },
  share_expired: { icon: "clock", title: text.expiredTitle, text: text.expiredText },
  share_not_found: { icon: "link", title: text.unknownTitle, text: text.unknownText },
  invalid_request: { icon: "link", title: text.unknownTitle, text: text.unknownText },
};

/** Why there is nothing to see, and nothing else. */
export function ShareEnded({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const end = error instanceof ApiError ? ends[error.code] : undefined;
  return (
    <div className="share-state">
      <div className="share-card">
        <Icon name={end?.icon ?? "cloudOff"} size={44} />
        <h1>{end?.title ?? text.errorTitle}</h1>
        <p>{end?.text ?? error.message}</p>
        {!end && (
          <button type="button" className="button button-primary" onClick={onRetry}>
            {messages.tryAgain}
          </button>
        )}
      </div>
    </div>
  );
}
