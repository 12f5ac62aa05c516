import { metricNames } from "@mediashare/contract";
import type { Logger } from "@mediashare/kit";
import { Counter, type Registry } from "prom-client";
import { createPutTaskSeconds } from "./put-task-seconds.ts";
import { startTaskSecondsPublisher, type TaskSecondsPublisher } from "./task-seconds-publisher.ts";

/** CloudWatch keeps a minute's resolution, and each call costs. */
const intervalMs = 60_000;

interface Config {
  readonly pipeline: string | undefined;
  readonly region: string;
  readonly awsEndpoint: string | undefined;
}

/** Publishes for the pipeline that the environment names; for none, nothing. */
export function openTaskSecondsPublisher(
  config: Config,
  { registry, logger }: { registry: Registry; logger: Logger },
): TaskSecondsPublisher {
  if (config.pipeline === undefined) return { record: () => undefined, close: async () => undefined };
  const errors = new Counter({ name: metricNames.cloudWatchErrors, help: "Failed tries to publish to CloudWatch", registers: [registry] });
  return startTaskSecondsPublisher({
    send: createPutTaskSeconds({ pipeline: config.pipeline, region: config.region, endpoint: config.awsEndpoint }),
    intervalMs,
    logger,
    countError: () => errors.inc(),
  });
}
