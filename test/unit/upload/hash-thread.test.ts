import { createHash, randomBytes } from "node:crypto";
import { HashThread } from "@mediashare/upload";
import { expect } from "chai";

const sha = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** Memory that nobody else looks at, as it is handed over. */
function ownMemory(bytes: Buffer): Buffer<ArrayBuffer> {
  const own = Buffer.from(new ArrayBuffer(bytes.length));
  bytes.copy(own);
  return own;
}

describe("HashThread", () => {
  let thread: HashThread;
  beforeEach(() => {
    thread = new HashThread();
  });
  afterEach(() => thread.stop());

  it("hashes what comes in turns for many, without waiting in between", async () => {
    const contents = Array.from({ length: 20 }, () => randomBytes(300_000));
    const hashes = contents.map(() => thread.begin());
    const updates: Promise<unknown>[] = [];
    for (let at = 0; at < 300_000; at += 70_000) {
      for (const [index, content] of contents.entries()) {
        updates.push((hashes[index] as (typeof hashes)[0]).update(ownMemory(content.subarray(at, at + 70_000))));
      }
    }
    const digests = await Promise.all(hashes.map((hash) => hash.digest()));
    await Promise.all(updates);
    expect(digests.map((digest) => digest.toString("hex"))).to.deep.equal(contents.map(sha));
  });

  it("gives all of the memory back that a view of it was handed over with", async () => {
    const content = randomBytes(100_000);
    const memory = ownMemory(content);
    const hash = thread.begin();
    const back = await hash.update(memory.subarray(1_000, 60_000));
    expect(memory).to.have.length(0);
    expect(back.equals(content)).to.equal(true);
    expect((await hash.digest()).toString("hex")).to.equal(sha(content.subarray(1_000, 60_000)));
  });

  it("goes on with a copy where the hash was", async () => {
    const hash = thread.begin();
    await hash.update(ownMemory(Buffer.from("hel")));
    const copy = hash.copy();
    await hash.update(ownMemory(Buffer.from("p")));
    await copy.update(ownMemory(Buffer.from("lo")));
    expect((await hash.digest()).toString("hex")).to.equal(sha(Buffer.from("help")));
    expect((await copy.digest()).toString("hex")).to.equal(sha(Buffer.from("hello")));
  });

  it("fails what it was asked when it ends, and what is asked after, and begins again with the next hash", async () => {
    const hash = thread.begin();
    const waiting = Array.from({ length: 3 }, () => hash.update(ownMemory(randomBytes(1_000_000))).catch((error: unknown) => error));
    await thread.stop();
    for (const error of await Promise.all(waiting)) expect(error).to.include({ status: 503, code: "hashing_stopped" });
    expect(hash.isAlive).to.equal(false);
    expect(await hash.digest().catch((error: unknown) => error)).to.include({ status: 503, code: "hashing_stopped" });
    const next = thread.begin();
    await next.update(ownMemory(Buffer.from("hello")));
    expect((await next.digest()).toString("hex")).to.equal(sha(Buffer.from("hello")));
  });
});
