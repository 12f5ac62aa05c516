import { faultsOfTheFile } from "@mediashare/contract";
import { ObjectNotFoundError, QueueUnavailableError, StorageFullError, StorageUnavailableError } from "@mediashare/core";
import { DomainError } from "@mediashare/kit";
import {
  backoffSeconds,
  classifyFault,
  DecoderCrashedError,
  DecoderStalledError,
  DecoderStartError,
  ImageDecoderCrashedError,
  ImageDecoderTimeoutError,
  ImageFaultError,
  imageFaults,
  VideoFaultError,
} from "@mediashare/worker";
import { expect } from "chai";

class NamedError extends DomainError {
  readonly code: string;

  constructor(code: string) {
    super(`It is ${code}.`);
    this.code = code;
  }
}

const databaseGone = (code: string): Error => Object.assign(new Error("connect failed"), { code });

describe("a fault of a task", () => {
  it("is permanent where it lies in the file, with the file's own sentence", () => {
    for (const code of faultsOfTheFile)
      expect(classifyFault(new NamedError(code))).to.deep.equal({ kind: "permanent", failure: { code, message: `It is ${code}.` } });
  });

  it("is permanent for every way in which an image or a video can be at fault", () => {
    for (const fault of imageFaults) expect(classifyFault(new ImageFaultError(fault)).kind, fault).to.equal("permanent");
    for (const code of ["truncated", "corrupt", "no_video_stream", "unsupported_type", "too_long", "too_many_pixels"] as const)
      expect(classifyFault(new VideoFaultError(code)), code).to.deep.include({ kind: "permanent" });
  });

  it("is permanent where the original is gone: it does not come back", () => {
    expect(classifyFault(new ObjectNotFoundError("originals/a/b"))).to.deep.include({ kind: "permanent" });
  });

  it("passes where a decoder crashed, stalled, took too long or could not be started: another run may end well", () => {
    for (const error of [
      new DecoderCrashedError({ signal: "SIGSEGV" }),
      new DecoderStalledError(60_000),
      new DecoderStartError("ffmpeg", new Error("ENOENT")),
      new ImageDecoderCrashedError("It stopped."),
      new ImageDecoderTimeoutError("It took too long."),
    ]) {
      expect(classifyFault(error)).to.deep.equal({ kind: "passing", failure: { code: error.code, message: error.message } });
    }
  });

  it("is an outage where the storage, the queue or the database is away", () => {
    for (const error of [
      new StorageUnavailableError("/data", "EIO"),
      new StorageFullError("/data"),
      new QueueUnavailableError("away"),
      databaseGone("ECONNREFUSED"),
      databaseGone("57P01"),
      databaseGone("53300"),
    ]) {
      expect(classifyFault(error).kind, error.message).to.equal("outage");
    }
  });

  it("tells people nothing of what it was where it is a bug of ours", () => {
    for (const error of [new TypeError("Cannot read properties of undefined (reading 'secret')"), "thrown text", undefined]) {
      const { kind, failure } = classifyFault(error);
      expect(kind).to.equal("passing");
      expect(failure.code).to.equal("internal");
      expect(failure.message).to.match(/^Something went wrong on our side.*Try again/);
    }
  });
});

describe("the pause before the next run", () => {
  it("is 5 s, doubles, and is never more than 5 minutes", () => {
    expect([1, 2, 3, 4, 6, 7, 50].map(backoffSeconds)).to.deep.equal([5, 10, 20, 40, 160, 300, 300]);
    expect(backoffSeconds(0)).to.equal(5);
  });
});
