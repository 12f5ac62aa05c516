import { createHash } from "node:crypto";
import { HashMemory, HashThread, parseChecksum, planPartSize, startChecksum, verifyChecksum } from "@mediashare/upload";
import { expect } from "chai";

const MiB = 2 ** 20;

describe("planPartSize", () => {
  for (const [lengthBytes, expected] of [
    [1, 8 * MiB],
    [80_000 * MiB, 8 * MiB],
    [80_000 * MiB + 1, 9 * MiB],
    [5 * 2 ** 40, 525 * MiB],
  ] as const) {
    it(`is ${expected / MiB} MiB for ${lengthBytes} bytes`, () => {
      expect(planPartSize(lengthBytes, 8 * MiB)).to.equal(expected);
      expect(Math.ceil(lengthBytes / expected)).to.be.at.most(10_000);
    });
  }
});

describe("Upload-Checksum", () => {
  it("is of the bytes that came, or not", () => {
    const checksum = parseChecksum(`sha1 ${createHash("sha1").update("hello").digest("base64")}`);
    if (!checksum) throw new Error("not parsed");
    verifyChecksum(checksum, startChecksum(checksum).update("hel").update("lo"));
    expect(() => verifyChecksum(checksum, startChecksum(checksum).update("hell")))
      .to.throw(/sha1/)
      .with.property("status", 460);
  });

  it("may be left out", () => expect(parseChecksum("")).to.equal(undefined));

  for (const header of ["sha1", "sha1 ", "sha1 !!!", "sha1 YWJj", "sha1 a b", "crc32 AAAAAA==", "toString AAAA"]) {
    it(`is refused as ${JSON.stringify(header)}`, () => {
      expect(() => parseChecksum(header))
        .to.throw()
        .with.property("status", 400);
    });
  }
});

describe("HashMemory", () => {
  const sha = (text: string) => createHash("sha256").update(text).digest("hex");
  const bytes = (text: string) => Buffer.from(new TextEncoder().encode(text).buffer);
  const thread = new HashThread();
  after(() => thread.stop());

  it("goes on where an upload stands, for one writer", async () => {
    const memory = new HashMemory(thread, 10);
    const begun = memory.take("a", 0);
    await begun?.update(bytes("he"));
    memory.keep("a", 2, begun);
    const taken = memory.take("a", 2);
    expect(memory.take("a", 2)).to.equal(undefined);
    await taken?.update(bytes("llo"));
    expect((await taken?.digest())?.toString("hex")).to.equal(sha("hello"));
  });

  it("knows nothing of bytes that another process had", () => {
    const memory = new HashMemory(thread, 10);
    memory.keep("a", 2, thread.begin());
    expect(memory.take("a", 3)).to.equal(undefined);
    expect(memory.take("b", 5)).to.equal(undefined);
  });

  it("forgets the oldest when there are too many", () => {
    const memory = new HashMemory(thread, 2);
    for (const id of ["a", "b", "a", "c"]) memory.keep(id, 1, thread.begin());
    expect(memory.take("b", 1)).to.equal(undefined);
    expect(memory.take("a", 1)).not.to.equal(undefined);
    expect(memory.take("c", 1)).not.to.equal(undefined);
  });

  it("forgets what went with its thread", async () => {
    const ending = new HashThread();
    const memory = new HashMemory(ending, 10);
    memory.keep("a", 1, ending.begin());
    await ending.stop();
    expect(memory.take("a", 1)).to.equal(undefined);
    expect(memory.take("b", 0)?.isAlive).to.equal(true);
    await ending.stop();
  });
});
