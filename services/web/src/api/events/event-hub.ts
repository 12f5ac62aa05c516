import { PassThrough, type Readable } from "node:stream";
import type { MediaEvent } from "../media/schema.ts";
import { RecentChanges } from "./recent-changes.ts";

export interface EventHubOptions {
  /** The events that tell how these media of an owner are now. */
  readonly describe: (ownerId: string, mediaIds: readonly string[]) => Promise<readonly MediaEvent[]>;
  readonly onError: (error: unknown) => void;
}

interface Channel {
  readonly streams: Set<PassThrough>;
  /** Media that have changed since they were last told of. */
  readonly changed: Set<string>;
  toldAtMs: number;
  timer: NodeJS.Timeout | undefined;
  isTelling: boolean;
}

/** Changes of one media within this time are told once. */
const coalesceMs = 250;
const retryMs = 1_000;
const heartbeatMs = 15_000;
/** Media that are read at once. */
const batchSize = 500;
/** When so many have changed, reading the list anew is the quicker way. */
const maxChanged = 2_000;
/** A client that lies this far behind is cut off; it comes back and starts afresh. */
const maxBufferedBytes = 1024 * 1024;

/** Fans changes out to the streams of server-sent events of each owner (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export class EventHub {
  readonly #options: EventHubOptions;
  readonly #channels = new Map<string, Channel>();
  readonly #recent = new RecentChanges();
  readonly #heartbeat: NodeJS.Timeout;
  #isClosed = false;

  constructor(options: EventHubOptions) {
    this.#options = options;
    this.#heartbeat = setInterval(() => this.#sendAll(": still here\n\n"), heartbeatMs).unref();
  }

  /** A new stream. It begins with what has changed just now, as a page may have read its list a moment before it listens. */
  subscribe(ownerId: string): Readable {
    const stream = new PassThrough();
    if (this.#isClosed) return stream.end(goodbye());
    const channel = this.#channels.get(ownerId) ?? {
      streams: new Set(),
      changed: new Set(),
      toldAtMs: 0,
      timer: undefined,
      isTelling: false,
    };
    this.#channels.set(ownerId, channel);
    channel.streams.add(stream);
    stream.once("close", () => this.#leave(ownerId, channel, stream));
    stream.write("retry: 2000\n\n");
    for (const id of this.#recent.of(ownerId, performance.now())) channel.changed.add(id);
    this.#schedule(ownerId, channel);
    return stream;
  }

  /** A media has changed, or is gone. */
  changed(media: { id: string; ownerId: string }): void {
    this.#recent.add(media, performance.now());
    const channel = this.#channels.get(media.ownerId);
    if (!channel) return;
    channel.changed.add(media.id);
    this.#schedule(media.ownerId, channel);
  }

  /** Changes may have been missed: clients should look again. */
  resync(): void {
    this.#sendAll(resyncEvent);
  }

  /** Ends every stream; clients come back after a moment, each after its own. */
  close(): void {
    this.#isClosed = true;
    clearInterval(this.#heartbeat);
    for (const { timer, streams } of this.#channels.values()) {
      clearTimeout(timer);
      for (const stream of streams) stream.end(goodbye());
    }
  }

  #leave(ownerId: string, channel: Channel, stream: PassThrough): void {
    channel.streams.delete(stream);
    if (channel.streams.size > 0) return;
    clearTimeout(channel.timer);
    this.#channels.delete(ownerId);
  }

  #schedule(ownerId: string, channel: Channel, atLeastMs = 0): void {
    if (this.#isClosed || channel.timer || channel.isTelling || channel.changed.size === 0) return;
    const waitMs = Math.max(atLeastMs, channel.toldAtMs + coalesceMs - performance.now());
    channel.timer = setTimeout(() => {
      channel.timer = undefined;
      void this.#tell(ownerId, channel);
    }, waitMs);
  }

  async #tell(ownerId: string, channel: Channel): Promise<void> {
    if (channel.changed.size > maxChanged) {
      channel.changed.clear();
      for (const stream of channel.streams) send(stream, resyncEvent);
    }
    const ids = [...channel.changed].slice(0, batchSize);
    for (const id of ids) channel.changed.delete(id);
    channel.isTelling = true;
    let pauseMs = 0;
    try {
      for (const event of await this.#options.describe(ownerId, ids)) {
        const text = `event: media\ndata: ${JSON.stringify(event)}\n\n`;
        for (const stream of channel.streams) send(stream, text);
      }
    } catch (error) {
      this.#options.onError(error);
      for (const id of ids) channel.changed.add(id);
      pauseMs = retryMs;
    }
    channel.isTelling = false;
    channel.toldAtMs = performance.now();
    if (channel.streams.size > 0) this.#schedule(ownerId, channel, pauseMs);
  }

  #sendAll(text: string): void {
    for (const { streams } of this.#channels.values()) for (const stream of streams) send(stream, text);
  }
}

const resyncEvent = "event: resync\ndata: {}\n\n";

function goodbye(): string {
  return `retry: ${1_000 + Math.floor(Math.random() * 2_000)}\n\n`;
}

function send(stream: PassThrough, text: string): void {
  if (stream.readableLength + stream.writableLength > maxBufferedBytes) stream.destroy();
  else if (!stream.writableEnded) stream.write(text);
}
