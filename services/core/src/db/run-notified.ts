import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "@mediashare/kit";
import type { DatabaseAddress } from "./database-address.ts";
import { listen } from "./listen.ts";

export interface NotifiedLoop {
  /** Aborted when the loop is to end. */
  readonly signal: AbortSignal;
  /** Resolves at the next notice, after `ms` at the latest, and at once where a notice has come since the last pause. */
  idle(ms: number): Promise<void>;
}

/** Runs `run` until it is stopped, woken by NOTIFY on the channel and after each gap in listening. */
export function runNotified(
  { database, channel, logger }: { readonly database: DatabaseAddress; readonly channel: string; readonly logger: Logger },
  run: (loop: NotifiedLoop) => Promise<void>,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let wake = new AbortController();
  const notice = (): void => wake.abort();
  const listener = listen(database, channel, { onNotice: notice, onGap: notice, logger });
  const idle = async (ms: number): Promise<void> => {
    await sleep(ms, undefined, { signal: AbortSignal.any([stopping.signal, wake.signal]) }).catch(() => undefined);
    wake = new AbortController();
  };
  const running = run({ signal: stopping.signal, idle });
  return {
    stop: async () => {
      stopping.abort();
      await listener.close();
      await running;
    },
  };
}
