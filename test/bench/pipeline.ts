import { availableParallelism } from "node:os";
import { type Deployment, type FleetProcess, startDeployment } from "../support/deployment.ts";
import { cpuSeconds } from "./measure.ts";

/** An upload server and as many workers as the machine has cores, as `npm start` runs them under load. */
export interface Pipeline {
  readonly deployment: Deployment;
  readonly uploadUrl: string;
  /** CPU seconds since the start was over, with all that the processes have started. */
  cpuSeconds(): { upload: number; workers: number };
}

/** Runs `work` on a pipeline of its own, which is gone afterwards. */
export async function withPipeline<T>(work: (pipeline: Pipeline) => Promise<T>): Promise<T> {
  const deployment = await startDeployment({
    MEDIASHARE_LOG_LEVEL: "warn",
    MEDIASHARE_LEASE_DURATION: "30s",
    MEDIASHARE_QUEUE_VISIBILITY: "60s",
    MEDIASHARE_SWEEP_INTERVAL: "30s",
  });
  try {
    const upload = await deployment.start("upload");
    const workers: FleetProcess[] = [];
    for (let index = 0; index < availableParallelism(); index += 1) workers.push(await deployment.start("worker"));
    const spent = () => ({ upload: cpuSeconds(upload.pid), workers: workers.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0) });
    const before = spent();
    return await work({
      deployment,
      uploadUrl: upload.url,
      cpuSeconds: () => {
        const now = spent();
        return { upload: now.upload - before.upload, workers: now.workers - before.workers };
      },
    });
  } finally {
    await deployment.stop();
  }
}
