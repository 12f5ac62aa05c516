import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { managedBy } from "@mediashare/cdk8s";
import { createApp, createLogger, Lifecycle, loadConfig, serve } from "@mediashare/kit";
import { Connection } from "./kube/connection.ts";
import { KubeClient } from "./kube/kube-client.ts";
import { LeaderElection } from "./kube/leader-election.ts";
import { Leadership } from "./leadership.ts";
import { createControllerMetrics } from "./metrics.ts";
import { startOperator } from "./operator.ts";
import { operatorVariables } from "./variables.ts";

const config = loadConfig(operatorVariables);
const logger = createLogger({ service: "operator", level: config.logLevel });
const lifecycle = new Lifecycle({ logger, graceMs: config.shutdownGraceMs });
lifecycle.handleSignals();
const dryRun = process.argv.includes("--dry-run");
const identity = `${hostname()}_${randomUUID()}`;

const connection = Connection.fromDefault();
lifecycle.onStop("connections", async () => connection.close());
const onAnswer = (method: string, status: number): void => metrics.called(method, status);
const kube = new KubeClient(connection, { onAnswer });
// A renewal that hangs must leave time for another within the lease.
const election = new LeaderElection({
  kube: new KubeClient(connection, { timeoutMs: 3_000, onAnswer }),
  namespace: config.operatorNamespace,
  name: managedBy,
  identity,
  logger,
});

const app = createApp({ logger });
const metrics = createControllerMetrics(app.registry, () => operator.queueDepth);
const leadership = new Leadership({ election: dryRun ? null : election, logger, metrics });
const operator = startOperator({
  kube,
  namespace: config.watchNamespace,
  awsEndpoint: config.awsEndpoint,
  concurrency: config.reconcileConcurrency,
  dryRun,
  identity,
  insist: () => leadership.insist(),
  logger,
  metrics,
});

app.health.add("watches", async () => {
  if (!operator.hasSynced) throw new Error("The first lists of the API server have not come yet.");
});
const server = await serve(app.koa, { host: config.host, port: config.port });
lifecycle.onStop("server", (graceMs) => server.close(graceMs));
lifecycle.onStop("readiness", async () => app.health.drain());
logger.info({ port: server.port, namespace: config.watchNamespace ?? "all", dryRun }, "operator is watching");

leadership.start(operator);
// First what it does ends, and then the Lease goes to another.
lifecycle.onStop("leadership", () => leadership.stop());
lifecycle.onStop("operator", () => operator.stop());
