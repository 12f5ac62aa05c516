import { z } from "zod";
import { imageFaults } from "../image/image-fault.ts";
import { imageJobSchema, processedImageSchema } from "../image/process-image.ts";

/** What goes over IPC between a worker and its decoder processes: paths and facts, never pixels. */
export const jobMessage = z.object({ id: z.int(), job: imageJobSchema });

const detail = z.string().max(2_000);

export const answerMessage = z.union([
  z.object({ id: z.int(), result: processedImageSchema }),
  /** The file is at fault. */
  z.object({ id: z.int(), fault: z.enum(imageFaults), detail }),
  /** The machine is. */
  z.object({ id: z.int(), failure: detail }),
]);
export type Answer = z.infer<typeof answerMessage>;
