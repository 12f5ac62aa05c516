import { z } from "zod";
import { mediaSummary } from "../media/schema.ts";

export const query = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) });

export const groups = z
  .object({
    groups: z.array(z.object({ items: z.array(mediaSummary).min(2) })).meta({ description: "Those with the latest first" }),
  })
  .meta({ id: "DuplicateGroups" });

export type DuplicateGroups = z.infer<typeof groups>;

export const kept = z.strictObject({ ids: z.array(z.uuid()).min(2).max(1_000) }).meta({ id: "KeptDuplicates" });
