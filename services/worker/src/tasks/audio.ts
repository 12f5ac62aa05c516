import type { TaskHandler } from "../task-context.ts";
import { encodeAudio } from "../video/encode-audio.ts";
import { audioSpecSchema } from "../video/plan/specs.ts";
import { encodeMissing } from "./encode-missing.ts";
import type { TaskDeps } from "./task-deps.ts";

/** Makes the sound, all of it in one run: encoders of sound need what went before, so it is not cut into tasks. */
export function audioHandler(deps: TaskDeps): TaskHandler {
  return async (context) => {
    const spec = audioSpecSchema.parse(context.task.spec);
    await encodeMissing(deps, context, { role: "audio", frameRate: null }, (options) => encodeAudio({ ...options, spec }));
  };
}
