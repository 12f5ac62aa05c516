import { App, Tags, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { defaultZones } from "./catalogue/regions.ts";
import { planNodeGroups } from "./cluster/worker-groups.ts";
import type { Config } from "./config/config-schema.ts";
import { acknowledgeFindings } from "./nag/acknowledge-findings.ts";
import { namesOf } from "./names.ts";
import { AddonsStack } from "./stacks/addons-stack.ts";
import { ApplicationStack } from "./stacks/application-stack.ts";
import { ClusterStack } from "./stacks/cluster-stack.ts";
import { DatabaseStack } from "./stacks/database-stack.ts";
import { DeliveryStack } from "./stacks/delivery-stack.ts";
import { EdgeAlarmsStack } from "./stacks/edge-alarms-stack.ts";
import { EdgeStack } from "./stacks/edge-stack.ts";
import { IdentitiesStack } from "./stacks/identities-stack.ts";
import { NetworkStack } from "./stacks/network-stack.ts";
import { ObservabilityStack } from "./stacks/observability-stack.ts";
import { recommendedContext } from "./stacks/part-stack.ts";
import { QueuesStack } from "./stacks/queues-stack.ts";
import { RegistryStack } from "./stacks/registry-stack.ts";
import { StorageStack } from "./stacks/storage-stack.ts";

/** Where CloudFront looks for certificates and firewalls, and puts its metrics. */
const edgeRegion = "us-east-1";

export type Stacks = ReturnType<typeof addStacks>;

export interface AppOptions {
  /** Where templates and assets go; left out: where the cdk command says, else a temporary folder. */
  readonly outdir?: string;
  /** For reading templates only: assets are pointed at, not copied, and CloudFormation's schemas are left unasked. */
  readonly templatesOnly?: boolean;
}

/** All stacks of a deployment, each of which may also be used without the others. */
export function buildApp(
  config: Config,
  { outdir, templatesOnly = false }: AppOptions = {},
): { readonly app: App; readonly stacks: Stacks } {
  const app = new App({
    analyticsReporting: false,
    // Loading its rules takes longer than all else.
    builtinCloudFormationValidation: !templatesOnly,
    context: { ...recommendedContext, "aws:cdk:disable-asset-staging": templatesOnly, "aws:cdk:disable-stack-trace": templatesOnly },
    outdir,
  });
  const stacks = addStacks(app, config);
  Tags.of(app).add("mediashare.dev/deployment", config.name);
  // What does not hold to them fails at synth, so that it is never deployed either.
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  acknowledgeFindings(stacks, config);
  return { app, stacks };
}

function addStacks(app: App, config: Config) {
  const names = namesOf(config);
  const { account, region, production, zone, delivery } = config;
  const { logDays } = config.cluster;
  const common = { env: { account, region }, crossRegionReferences: true, terminationProtection: production };
  const nodeGroups = planNodeGroups(config);
  const workerGroups = nodeGroups.filter(({ isWorkers }) => isWorkers).map(({ name }) => name);

  const zones = config.network.zones ?? defaultZones(region);
  const network = new NetworkStack(app, names.stack("network"), { ...common, network: config.network, zones, logDays });
  const registry =
    config.image.repository === undefined ? new RegistryStack(app, names.stack("registry"), { ...common, prefix: config.name }) : undefined;
  const queues = new QueuesStack(app, names.stack("queues"), { ...common, names });

  const certificate =
    delivery.host !== undefined && zone && delivery.certificateArn === undefined ? { host: delivery.host, zone } : undefined;
  const edge =
    certificate || delivery.firewall
      ? new EdgeStack(app, names.stack("edge"), {
          ...common,
          env: { account, region: edgeRegion },
          names,
          firewall: delivery.firewall,
          ...(certificate && { certificate }),
        })
      : undefined;
  const cdn = new DeliveryStack(app, names.stack("delivery"), {
    ...common,
    names,
    delivery,
    webHost: config.site.webHost,
    zone,
    certificate: edge?.certificate,
    firewallArn: edge?.firewallArn,
  });
  const storage = new StorageStack(app, names.stack("storage"), {
    ...common,
    names,
    storage: config.storage,
    events: queues.storageEvents,
    distributionArn: cdn.distribution.distributionArn,
  });
  const identities = new IdentitiesStack(app, names.stack("identities"), { ...common, names, workerGroups });
  const database = new DatabaseStack(app, names.stack("database"), {
    ...common,
    names,
    database: config.database,
    vpc: network.vpc,
    production,
    logDays,
  });
  const cluster = new ClusterStack(app, names.stack("cluster"), {
    ...common,
    names,
    cluster: config.cluster,
    serviceCidr: config.network.serviceCidr,
    vpc: network.vpc,
    nodeGroups,
    production,
  });
  const signWith = delivery.signWith ?? (delivery.publicKeys[0]?.name as string);
  const deliveryKeySecret = names.deliveryKeySecret(signWith);
  const addons = new AddonsStack(app, names.stack("addons"), {
    ...common,
    names,
    cluster: cluster.cluster,
    secrets: [
      names.databaseAdminSecret,
      names.databaseSecret,
      names.authSecret,
      deliveryKeySecret,
      ...(config.auth.oidc ? [names.oidcSecret] : []),
      ...(config.mail ? [names.mailSecret] : []),
    ],
    zone,
  });
  const application = new ApplicationStack(app, names.stack("application"), {
    ...common,
    config,
    names,
    cluster: cluster.cluster,
    database: database.instance,
    roles: identities.roles,
    deliveryKeySecret,
    connections: {
      repository: config.image.repository ?? (registry as RegistryStack).repository,
      originals: storage.originals.bucketName,
      renditions: storage.renditions.bucketName,
      queueUrl: queues.tasks.queueUrl,
      deadLetterUrl: queues.deadLetters.queueUrl,
      storageEventsUrl: queues.storageEvents.queueUrl,
      deliveryHost: cdn.host,
      keyPairId: cdn.keyPairIds.get(signWith) as string,
    },
  });
  // Their webhooks and kinds must be there before what needs them.
  application.addStackDependency(addons);
  const observability = new ObservabilityStack(app, names.stack("observability"), {
    ...common,
    names,
    namespace: config.namespace,
    alerts: config.alerts,
    budget: config.budget,
    tasks: queues.tasks,
    deadLetters: queues.deadLetters,
    storageEventsDead: queues.storageEventsDead,
    database: database.instance,
    distribution: cdn.distribution,
    podLogs: cluster.podLogs,
  });
  const edgeAlarms = new EdgeAlarmsStack(app, names.stack("edge-alarms"), {
    ...common,
    env: { account, region: edgeRegion },
    names,
    alerts: config.alerts,
    distribution: cdn.distribution,
  });
  return {
    network,
    registry,
    queues,
    edge,
    delivery: cdn,
    storage,
    identities,
    database,
    cluster,
    addons,
    application,
    observability,
    edgeAlarms,
  };
}
