/**
 * Two parts of the deployment in an app of one's own: the buckets and queues, for a cluster, a database and a CDN that are there already.
 * `npx cdk --app "node eks/examples/buckets-and-queues.ts" deploy --all` makes them.
 */
import { namesOf, QueuesStack, readConfig, StorageStack } from "@mediashare/eks";
import { App } from "aws-cdk-lib";

const config = readConfig(new URL("small.yaml", import.meta.url).pathname);
const names = namesOf(config);
const props = { env: { account: config.account, region: config.region }, names };

const app = new App();
const queues = new QueuesStack(app, names.stack("queues"), props);
new StorageStack(app, names.stack("storage"), { ...props, storage: config.storage, events: queues.storageEvents });
app.synth();
