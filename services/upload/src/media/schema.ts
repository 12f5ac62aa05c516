import { mediaKinds, mediaStates } from "@mediashare/contract";
import { z } from "zod";

export const problemBody = z
  .object({ type: z.url(), title: z.string(), status: z.int(), detail: z.string(), code: z.string() })
  .meta({ id: "ItemProblem", description: "Why this file was refused: RFC 9457 problem details" });

export const acceptedItem = z
  .object({
    id: z.uuid().meta({ description: "The media; of a duplicate, the one that was there already" }),
    state: z.enum(mediaStates),
    kind: z.enum(mediaKinds),
    fileName: z.string().meta({ description: "As it was sent, without folders and control characters" }),
    contentType: z.string().meta({ description: "As found in the content" }),
    sizeBytes: z.int().positive(),
    sha256: z.hex(),
    duplicate: z.boolean().meta({ description: "The library had the same bytes already: no second media was made" }),
  })
  .meta({ id: "AcceptedItem" });

export const refusedItem = z.object({ fileName: z.string(), problem: problemBody }).meta({ id: "RefusedItem" });

export const acceptedItems = z.object({ items: z.array(acceptedItem).min(1) }).meta({ id: "AcceptedItems" });

export const mixedItems = z
  .object({ items: z.array(z.union([acceptedItem, refusedItem])).min(2) })
  .meta({ id: "MixedItems", description: "In the order of the files in the request; a refused one has `problem` and no `id`" });

/** What visitors of a share link are told: no ids, and nothing of what was there already. */
export const sharedItems = z
  .object({ items: z.array(z.object({ fileName: z.string(), problem: problemBody.optional() })).min(1) })
  .meta({ id: "SharedUploads" });

export type AcceptedItem = z.infer<typeof acceptedItem>;
export type RefusedItem = z.infer<typeof refusedItem>;
