import { z } from "zod";

/** In one zip. */
export const mostFiles = 5_000;
/** Long enough for a browser's question where to save it, and for another try. */
export const lastsMs = 60 * 60 * 1000;

export const request = z
  .strictObject({
    ids: z.array(z.uuid()).min(1).max(mostFiles),
    withPlace: z.boolean().default(false).meta({
      description:
        "Originals as they are. Else what says where they were taken is taken out; what cannot be so cleaned is left out and named",
    }),
  })
  .meta({ id: "DownloadRequest" });

export const created = z.object({ id: z.uuid(), path: z.string(), expiresAt: z.iso.datetime() }).meta({ id: "Download" });
