import type { TaskHandlers } from "../task-context.ts";
import { audioHandler } from "./audio.ts";
import { planVideoTask } from "./plan-video.ts";
import { processImageTask } from "./process-image.ts";
import { segmentsHandler } from "./segments.ts";
import { stillsHandler } from "./stills.ts";
import type { TaskDeps } from "./task-deps.ts";

/** What a worker can do, by kind of task. */
export function createHandlers(deps: TaskDeps): TaskHandlers {
  return {
    process: (context) => (context.media.kind === "image" ? processImageTask(deps, context) : planVideoTask(deps, context)),
    segments: segmentsHandler(deps),
    audio: audioHandler(deps),
    stills: stillsHandler(deps),
  };
}
