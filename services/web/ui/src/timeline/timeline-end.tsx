import { messages } from "../messages.ts";

interface TimelineEndProps {
  count: number;
  hasMore: boolean;
  failed: boolean;
  onRetry: () => void;
}

/** A short timeline ends without a word. */
const fewItems = 50;

export function TimelineEnd({ count, hasMore, failed, onRetry }: TimelineEndProps) {
  const text = messages.timeline;
  return (
    <footer className="timeline-end">
      {failed ? (
        <>
          <p role="alert">{text.moreError}</p>
          <button type="button" className="button" onClick={onRetry}>
            {messages.tryAgain}
          </button>
        </>
      ) : (
        <p>{hasMore ? text.loadingMore : count > fewItems && text.end(count)}</p>
      )}
    </footer>
  );
}
