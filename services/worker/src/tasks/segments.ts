import type { TaskHandler } from "../task-context.ts";
import { encodeSegments } from "../video/encode-segments.ts";
import { segmentsSpecSchema } from "../video/plan/specs.ts";
import { toNumber } from "../video/rational.ts";
import { encodeMissing } from "./encode-missing.ts";
import type { TaskDeps } from "./task-deps.ts";

/** Makes a stretch of consecutive segments, in all rungs. */
export function segmentsHandler(deps: TaskDeps): TaskHandler {
  return async (context) => {
    const spec = segmentsSpecSchema.parse(context.task.spec);
    const track = { role: "video", frameRate: toNumber(spec.grid.rate) } as const;
    await encodeMissing(deps, context, track, (options) => encodeSegments({ ...options, spec }));
  };
}
