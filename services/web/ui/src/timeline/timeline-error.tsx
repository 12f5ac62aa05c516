import { Icon } from "../components/icon.tsx";
import { messages } from "../messages.ts";

export function TimelineError({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <div className="state" role="alert">
      <Icon name="cloudOff" size={48} />
      <h2>{messages.timeline.errorTitle}</h2>
      <p>{error.message}</p>
      <button type="button" className="button button-primary" onClick={onRetry}>
        {messages.tryAgain}
      </button>
    </div>
  );
}
