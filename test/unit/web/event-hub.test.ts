import type { Readable } from "node:stream";
import { EventHub } from "@mediashare/web";
import { expect } from "chai";
import { waitFor } from "../../support/wait-for.ts";

const owner = "owner";

describe("EventHub", () => {
  let hub: EventHub;
  let asked: string[][];
  let errors: unknown[];
  let describeMedia: (ids: readonly string[]) => Promise<{ id: string; media: null }[]>;
  const nothingThere = async (ids: readonly string[]) => ids.map((id) => ({ id, media: null }));

  beforeEach(() => {
    asked = [];
    errors = [];
    describeMedia = nothingThere;
    hub = new EventHub({
      describe: (_owner, ids) => {
        asked.push([...ids]);
        return describeMedia(ids);
      },
      onError: (error) => errors.push(error),
    });
  });
  afterEach(() => hub.close());

  const listen = (ownerId = owner): { stream: Readable; text: () => string } => {
    let text = "";
    const stream = hub.subscribe(ownerId).on("data", (chunk) => {
      text += chunk;
    });
    return { stream, text: () => text };
  };
  const changed = (id: string) => hub.changed({ id, ownerId: owner });
  const toldOf = (text: string) => [...text.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id);

  it("tells of the first change at once, and of those that follow together", async () => {
    const { text } = listen();
    changed("a");
    await waitFor("the first", () => toldOf(text()).length === 1, { timeoutMs: 200, intervalMs: 5 });
    for (const id of ["b", "c", "b", "a"]) changed(id);
    await waitFor("the rest", () => toldOf(text()).length === 4);
    expect(asked).to.deep.equal([["a"], ["b", "c", "a"]]);
  });

  it("reads nothing where nobody listens, or only others do", async () => {
    listen("other");
    changed("a");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(asked).to.deep.equal([]);
  });

  it("reads once for all streams of an owner", async () => {
    const all = [listen(), listen(), listen()];
    changed("a");
    await waitFor("all", () => all.every(({ text }) => toldOf(text()).length === 1));
    expect(asked).to.have.length(1);
  });

  it("loses no change when reading fails: it says so, and reads again", async () => {
    const { text } = listen();
    describeMedia = async () => {
      throw new Error("the database is away");
    };
    changed("a");
    await waitFor("the error", () => errors.length === 1);
    changed("b");
    describeMedia = nothingThere;
    await waitFor("both", () => toldOf(text()).length === 2);
    expect(asked).to.have.length(2);
  });

  it("tells again of what changed while it was being read", async () => {
    const { text } = listen();
    let release = (): void => undefined;
    describeMedia = async (ids) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return nothingThere(ids);
    };
    changed("a");
    await waitFor("the reading", () => asked.length === 1);
    changed("a");
    describeMedia = nothingThere;
    release();
    await waitFor("both", () => toldOf(text()).length === 2);
  });

  it("asks to read all anew rather than tell of thousands", async () => {
    const { text } = listen();
    for (let n = 0; n < 2_001; n += 1) changed(`m${n}`);
    await waitFor("resync", () => text().includes("event: resync"));
    expect(toldOf(text())).to.deep.equal([]);
  });

  it("cuts off a stream that nobody reads", async () => {
    const unread = hub.subscribe(owner);
    const { stream } = listen();
    describeMedia = async () => [{ id: "x".repeat(500_000), media: null }];
    await waitFor("the cut", () => {
      changed("a");
      return unread.destroyed;
    });
    expect(stream.destroyed).to.equal(false);
  });

  it("forgets a stream that is gone", async () => {
    const { stream } = listen();
    stream.destroy();
    await new Promise((resolve) => stream.once("close", resolve));
    changed("a");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(asked).to.deep.equal([]);
  });
});
