import type { MediaEvent } from "./media-api.ts";

export interface MediaEventHandlers {
  readonly onEvents: (events: readonly MediaEvent[]) => void;
  /** The stream was interrupted: what was missed must be read again. */
  readonly onResync: () => void;
  readonly onConnected: (connected: boolean) => void;
}

/** Events of a burst are handed over together, so that a thousand uploads do not render a thousand times. */
const batchMs = 150;
const firstRetryMs = 1_000;
const longestRetryMs = 30_000;

/** Follows `GET /v1/events` until the returned function is called. */
export function followMediaEvents(handlers: MediaEventHandlers): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let flush: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let pending: MediaEvent[] = [];

  const connect = () => {
    source = new EventSource("/v1/events");
    source.addEventListener("open", () => {
      if (failures > 0) handlers.onResync();
      failures = 0;
      handlers.onConnected(true);
    });
    source.addEventListener("media", (message: MessageEvent<string>) => {
      pending.push(JSON.parse(message.data) as MediaEvent);
      flush ??= setTimeout(() => {
        const events = pending;
        pending = [];
        flush = undefined;
        handlers.onEvents(events);
      }, batchMs);
    });
    source.addEventListener("resync", () => handlers.onResync());
    source.addEventListener("error", () => {
      failures += 1;
      handlers.onConnected(false);
      // The browser reconnects by itself after a broken connection, but gives up after an HTTP error.
      if (source?.readyState !== EventSource.CLOSED) return;
      clearTimeout(retry);
      retry = setTimeout(connect, Math.min(firstRetryMs * 2 ** (failures - 1), longestRetryMs));
    });
  };
  connect();

  return () => {
    clearTimeout(retry);
    clearTimeout(flush);
    source?.close();
  };
}
