import type { Readable } from "node:stream";
import { OutputEndedEarlyError } from "../../ffmpeg/errors.ts";

/** Reads exact numbers of bytes from a stream, holding no more than one piece beyond them. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.#chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** Undefined where the stream ends just here. */
  async readHeader(length: number): Promise<Buffer | undefined> {
    if (this.#rest.length === 0 && !(await this.#more())) return undefined;
    const header = Buffer.alloc(length);
    await this.readInto(header, 0);
    return header;
  }

  /** Fills `target` from `offset` to its end. @throws OutputEndedEarlyError */
  async readInto(target: Buffer, offset: number): Promise<void> {
    for (let filled = offset; filled < target.length; ) {
      if (this.#rest.length === 0 && !(await this.#more())) throw new OutputEndedEarlyError("The encoder's output ends inside a box.");
      const taken = this.#rest.copy(target, filled);
      filled += taken;
      this.#rest = this.#rest.subarray(taken);
    }
  }

  async #more(): Promise<boolean> {
    for (;;) {
      const next = await this.#chunks.next();
      if (next.done) return false;
      if (next.value.length === 0) continue;
      this.#rest = next.value;
      return true;
    }
  }
}
