import { Informer, type KubeObject } from "@mediashare/controller";
import { createLogger } from "@mediashare/kit";
import { expect } from "chai";
import { FakeCollection } from "../../support/fake-collection.ts";
import { waitFor } from "../../support/wait-for.ts";

describe("Informer", () => {
  let collection: FakeCollection;
  let informer: Informer<KubeObject>;
  let changes: string[];

  beforeEach(async () => {
    collection = await FakeCollection.start();
    collection.put("a");
    collection.put("b");
    changes = [];
    informer = new Informer({
      kube: collection.kube,
      path: collection.path,
      onChange: ({ metadata }) => changes.push(metadata.name),
      logger: createLogger({ service: "test", level: "silent" }),
      firstDelayMs: 20,
    });
    informer.start();
    await waitFor("the first list", () => informer.hasSynced && collection.openWatches === 1);
  });

  afterEach(async () => {
    await informer.stop();
    await collection.stop();
  });

  const names = (): readonly string[] => [...informer.all()].map(({ metadata }) => metadata.name).sort();
  const untilNames = (...expected: readonly string[]): Promise<void> =>
    waitFor(`the names ${expected.join()}`, () => names().join() === expected.join(), { intervalMs: 5 });

  it("has what was listed, and hears what changes, comes and goes", async () => {
    expect(names()).to.deep.equal(["a", "b"]);
    changes.length = 0;
    collection.put("c");
    collection.put("a", { colour: "red" });
    collection.remove("b");
    await untilNames("a", "c");
    expect(informer.get("default", "a")?.metadata.labels).to.deep.equal({ colour: "red" });
    expect(changes).to.deep.equal(["c", "a", "b"]);
  });

  it("keeps no managedFields", () => {
    expect(informer.get("default", "a")?.metadata).not.to.have.property("managedFields");
  });

  it("watches on from the last bookmark where a watch ends idle, without a list", async () => {
    collection.bookmark(1_000);
    collection.endWatches();
    await waitFor("another watch", () => collection.watchedFrom.length === 2);
    expect(collection.watchedFrom.at(-1)).to.equal("1000");
    expect(collection.lists).to.equal(1);
    collection.put("c");
    await untilNames("a", "b", "c");
  });

  it("goes on after a connection is reset, and misses nothing", async () => {
    collection.resetConnections();
    collection.put("c");
    await untilNames("a", "b", "c");
    expect(collection.lists).to.equal(1);
  });

  it("lists anew where the version is gone, and tells of what went meanwhile", async () => {
    changes.length = 0;
    collection.forgetHistory();
    collection.removeUnseen("b");
    collection.endWatches();
    await untilNames("a");
    expect(collection.lists).to.equal(2);
    expect(changes).to.deep.equal(["b"]);
    collection.put("c");
    await untilNames("a", "c");
  });

  it("lists anew where a running watch says that its version is gone", async () => {
    collection.removeUnseen("a");
    collection.sayGone();
    await untilNames("b");
  });

  it("tries again, with growing pauses, while the server answers 500", async () => {
    collection.failWith(500);
    collection.resetConnections();
    await waitFor("some attempts", () => collection.failures >= 4);
    expect(informer.silentMs).to.be.greaterThan(0);
    collection.failWith(undefined);
    collection.put("c");
    await untilNames("a", "b", "c");
    expect(informer.silentMs).to.equal(0);
    const [first = 0, ...later] = collection.pausesMs;
    expect(Math.max(...later)).to.be.greaterThan(first);
  });
});
