import { ObjectNotFoundError, StorageFullError, StorageUnavailableError } from "@mediashare/core";
import { ProblemError, toProblemError } from "@mediashare/kit";
import { expect } from "chai";

describe("toProblemError", () => {
  it("passes on what is meant for the client", () => {
    const error = new ProblemError(409, "not_failed", "It is ready.");
    expect(toProblemError(error)).to.equal(error);
  });

  for (const [error, status, code] of [
    [new ObjectNotFoundError("a"), 404, "object_not_found"],
    [new StorageFullError("/data"), 507, "storage_full"],
    [new StorageUnavailableError("/data", "it is away"), 503, "storage_unavailable"],
    [Object.assign(new Error("connect"), { code: "ECONNREFUSED" }), 503, "database_unavailable"],
    [Object.assign(new Error("the database system is shutting down"), { code: "57P03" }), 503, "database_unavailable"],
    [Object.assign(new Error("too large"), { status: 413, expose: true }), 413, "request"],
  ] as const) {
    it(`makes ${status} ${code} of ${error.name}: ${error.message}`, () => {
      const problem = toProblemError(error);
      expect([problem.status, problem.code, problem.cause]).to.deep.equal([status, code, error]);
      expect(problem.headers).to.deep.equal(status === 503 ? { "Retry-After": "5" } : {});
    });
  }

  for (const error of [
    new Error("password is hunter2"),
    Object.assign(new Error("hunter2"), { status: 500, expose: false }),
    Object.assign(new Error("duplicate key hunter2"), { code: "23505" }),
    "hunter2",
    undefined,
    null,
  ]) {
    it(`tells nothing of the unexpected: ${String(error)}`, () => {
      const problem = toProblemError(error);
      expect([problem.status, problem.code]).to.deep.equal([500, "internal"]);
      expect(problem.message).not.to.include("hunter2");
    });
  }
});
