import { ImageFaultError } from "../image/image-fault.ts";
import { prepareSharp } from "../image/prepare-sharp.ts";
import { type ImageJob, processImage } from "../image/process-image.ts";
import { type Answer, jobMessage } from "./protocol.ts";

/** A decoder process: takes one job after another from its worker, and ends with it, also in the middle of a picture. */
prepareSharp();
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.on("message", (message) => void answer(message));

async function answer(message: unknown): Promise<void> {
  const { id, job } = jobMessage.parse(message);
  process.send?.({ id, ...(await run(job)) });
}

async function run(job: ImageJob): Promise<DistributiveOmit<Answer, "id">> {
  try {
    return { result: await processImage(job) };
  } catch (error) {
    if (error instanceof ImageFaultError) return { fault: error.fault, detail: describe(error.cause) };
    return { failure: describe(error) };
  }
}

function describe(error: unknown): string {
  return (error instanceof Error ? error.message : String(error ?? "")).slice(0, 2_000);
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
