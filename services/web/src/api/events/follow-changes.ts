import { type DatabaseAddress, type Listener, listen, mediaChannel } from "@mediashare/core";
import { type Logger, parseJson } from "@mediashare/kit";
import { z } from "zod";
import type { EventHub } from "./event-hub.ts";

const noticeSchema = z.object({ id: z.uuid(), ownerId: z.uuid() });

/** Tells the hub of every change that any process makes, over one connection of its own. */
export function followChanges(database: DatabaseAddress, hub: EventHub, logger: Logger): Listener {
  return listen(database, mediaChannel, {
    onNotice: (payload) => {
      const notice = noticeSchema.safeParse(parseJson(payload));
      if (notice.success) hub.changed(notice.data);
      else logger.warn({ payload, channel: mediaChannel }, "not a notice of a change; ignored");
    },
    onGap: () => hub.resync(),
    logger,
  });
}
