import { messages } from "../messages.ts";

const aspects = [1.5, 0.75, 1.33, 1, 1.78, 1.5, 0.67, 1.33, 1.5, 1, 0.75, 1.6];

export function TimelineSkeleton() {
  return (
    <div className="skeleton" role="status" aria-label={messages.loading}>
      <span className="skeleton-heading" />
      <div className="skeleton-rows">
        {aspects.map((aspect, index) => (
          <span key={index} style={{ flexGrow: aspect, aspectRatio: aspect }} />
        ))}
      </div>
    </div>
  );
}
