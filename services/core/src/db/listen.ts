import type { Logger } from "@mediashare/kit";
import pg from "pg";
import { connectionOf, type DatabaseAddress } from "./database-address.ts";

const reconnectDelayMs = 1_000;

export interface Listener {
  close(): Promise<void>;
}

/**
 * LISTENs on a channel over a connection of its own, and connects again for as long as it is open. Notices sent while it was
 * away are lost, so `onGap` is called at every (re)connection: the receiver looks at the database itself then.
 */
export function listen(
  database: DatabaseAddress,
  channel: string,
  handlers: { onNotice: (payload: string) => void; onGap: () => void; logger: Logger },
): Listener {
  let closed = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      ...connectionOf(database),
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
      application_name: `listen ${channel}`,
    });
    client = next;
    next.on("notification", ({ payload }) => handlers.onNotice(payload ?? ""));
    next.on("error", (error) => handlers.logger.warn({ err: error, channel }, "listening connection lost"));
    next.once("end", () => {
      if (!closed) timer = setTimeout(start, reconnectDelayMs);
    });
    await next.connect();
    await next.query(`listen ${pg.escapeIdentifier(channel)}`);
    handlers.onGap();
  };

  const start = (): void => {
    connect().catch((error: unknown) => {
      handlers.logger.warn({ err: error, channel }, "cannot listen for notices; trying again");
      // A failed connect does not always emit "end".
      client?.removeAllListeners("end");
      client?.end().catch(() => undefined);
      if (!closed) timer = setTimeout(start, reconnectDelayMs);
    });
  };

  start();
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
