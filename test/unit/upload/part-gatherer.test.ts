import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { PartGatherer } from "@mediashare/upload";
import { expect } from "chai";

const KiB = 1024;

/** Feeds the content in chunks that have memory of their own, as a socket's have. */
async function feed(gatherer: PartGatherer, content: Buffer, chunkBytes: number): Promise<void> {
  for (let at = 0; at < content.length; at += chunkBytes) {
    const bytes = content.subarray(at, at + chunkBytes);
    const chunk = Buffer.from(new ArrayBuffer(bytes.length));
    bytes.copy(chunk);
    await gatherer.add(chunk);
  }
}

describe("PartGatherer", () => {
  for (const [sizeBytes, partSizeBytes, chunkBytes] of [
    [1, 10, 1],
    [10, 10, 10],
    [11, 10, 3],
    [1_000, 7, 500],
    [3_000 * KiB, 1_000 * KiB, 64 * KiB],
    [3_000 * KiB + 1, 1_000 * KiB, 64 * KiB],
    [700 * KiB, 2_000 * KiB, 64 * KiB],
  ] as const) {
    it(`cuts ${sizeBytes} bytes in chunks of ${chunkBytes} into parts of ${partSizeBytes}, the last one held back`, async () => {
      const content = randomBytes(sizeBytes);
      const parts: Buffer[] = [];
      const gatherer = new PartGatherer({
        partSizeBytes,
        store: async (bytes) => {
          await sleep(1);
          parts.push(Buffer.from(bytes));
        },
      });
      await feed(gatherer, content, chunkBytes);
      await gatherer.settle();
      expect(parts).to.have.length(Math.ceil(sizeBytes / partSizeBytes) - 1);
      for (const part of parts) expect(part).to.have.length(partSizeBytes);
      expect(gatherer.rest.length).to.be.within(1, partSizeBytes);
      expect(Buffer.concat([...parts, gatherer.rest]).equals(content)).to.equal(true);
      gatherer.release();
    });
  }

  it("has at most three parts in flight", async () => {
    let inFlight = 0;
    let most = 0;
    const gatherer = new PartGatherer({
      partSizeBytes: 10,
      store: async () => {
        inFlight += 1;
        most = Math.max(most, inFlight);
        await sleep(5);
        inFlight -= 1;
      },
    });
    await feed(gatherer, randomBytes(200), 7);
    await gatherer.settle();
    expect(most).to.equal(3);
  });

  it("tells at once of a part that cannot be stored", async () => {
    const failure = new Error("full");
    const gatherer = new PartGatherer({
      partSizeBytes: 10,
      store: async () => {
        throw failure;
      },
    });
    await feed(gatherer, randomBytes(11), 11);
    await sleep(1);
    expect(gatherer.failed.reason).to.equal(failure);
    expect(await gatherer.settle().catch((error: unknown) => error)).to.equal(failure);
  });
});
