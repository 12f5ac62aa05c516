import { fetchAsOwner } from "./owner.ts";
import { waitFor } from "./wait-for.ts";

export interface StreamEvent {
  readonly event: string;
  readonly data: unknown;
  readonly atMs: number;
}

/** A reader of server-sent events that keeps all it got. */
export interface EventReader {
  readonly events: readonly StreamEvent[];
  /** Whole text, with comments and retry hints. */
  readonly text: string;
  readonly ended: boolean;
  /** The first event, from `from` on, that fits. */
  next(what: string, fits: (event: StreamEvent) => boolean, from?: number): Promise<StreamEvent>;
  close(): void;
}

export async function readEvents(url: string): Promise<EventReader> {
  const stop = new AbortController();
  const response = await fetchAsOwner(url, { signal: stop.signal, headers: { Accept: "text/event-stream" } });
  if (response.status !== 200 || !response.body) throw new Error(`${url} answered ${response.status}`);
  const events: StreamEvent[] = [];
  const state = { text: "", ended: false };
  void follow(response.body, events, state);
  return {
    events,
    get text() {
      return state.text;
    },
    get ended() {
      return state.ended;
    },
    next: async (what, fits, from = 0) => {
      await waitFor(what, () => events.slice(from).some(fits), { intervalMs: 10, detail: async () => events });
      return events.slice(from).find(fits) as StreamEvent;
    },
    close: () => stop.abort(),
  };
}

async function follow(body: ReadableStream<Uint8Array>, events: StreamEvent[], state: { text: string; ended: boolean }): Promise<void> {
  let rest = "";
  try {
    const decoder = new TextDecoder();
    for await (const bytes of body) {
      const chunk = decoder.decode(bytes, { stream: true });
      state.text += chunk;
      const blocks = (rest + chunk).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const event = /^event: (.+)$/m.exec(block)?.[1];
        const data = /^data: (.+)$/m.exec(block)?.[1];
        if (event !== undefined && data !== undefined) events.push({ event, data: JSON.parse(data), atMs: performance.now() });
      }
    }
  } catch {
    // Cut off, by us or by the server.
  } finally {
    state.ended = true;
  }
}
