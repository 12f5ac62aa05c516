import { describeOpenApi, ProblemError } from "@mediashare/kit";
import { type ItemResult, planAnswer, uploadRoutes } from "@mediashare/upload";
import { expect } from "chai";

const accepted = (fileName: string): ItemResult => ({
  id: "0192f0c1-2b3c-7d4e-8f90-123456789abc",
  state: "stored",
  kind: "image",
  fileName,
  contentType: "image/jpeg",
  sizeBytes: 5,
  sha256: "00",
  duplicate: false,
});
const refused = (fileName: string, status = 415, code = "unsupported_type"): ItemResult => ({
  fileName,
  problem: new ProblemError(status, code, `${fileName} is no photo.`),
});

describe("planAnswer", () => {
  it("is 201 where all files were accepted", () => {
    expect(planAnswer([accepted("a"), accepted("b")])).to.deep.include({ status: 201 });
  });

  it("is 207 where some were, in the order of the request", () => {
    const { status, body } = planAnswer([refused("a"), accepted("b")]);
    expect(status).to.equal(207);
    expect(body.items.map((item) => ("problem" in item ? item.problem.code : item.id))).to.deep.equal([
      "unsupported_type",
      "0192f0c1-2b3c-7d4e-8f90-123456789abc",
    ]);
  });

  it("is the problem of the only file", () => {
    expect(() => planAnswer([refused("a", 422, "empty")]))
      .to.throw("a is no photo.")
      .and.include({ status: 422, code: "empty" });
  });

  it("is the first one's problem, and lists all, where none was accepted", () => {
    expect(() => planAnswer([refused("a"), refused("b", 422, "empty")]))
      .to.throw("None of the 2 files was accepted. a is no photo.")
      .and.deep.include({
        status: 415,
        errors: [
          { in: "body", path: "file[0] a", message: "a is no photo." },
          { in: "body", path: "file[1] b", message: "b is no photo." },
        ],
      });
  });

  it("says that there was no file", () => {
    expect(() => planAnswer([]))
      .to.throw(/"file"/)
      .and.include({ status: 400, code: "no_file" });
  });
});

describe("the upload API's document", () => {
  it("has every operation", () => {
    const never = async () => undefined;
    const document = describeOpenApi(
      { title: "t", version: "1", description: "d" },
      uploadRoutes({ postMedia: never, postSharedMedia: never, tus: never, sharedTus: never }),
    );
    const paths = document.paths as Record<string, Record<string, unknown>>;
    expect(Object.keys(paths)).to.deep.equal([
      "/v1/media",
      "/v1/shared-media",
      "/v1/tus",
      "/v1/tus/{id}",
      "/v1/shared-tus",
      "/v1/shared-tus/{id}",
    ]);
    expect(Object.keys(paths["/v1/tus/{id}"] ?? {})).to.deep.equal(["head", "patch", "delete"]);
    const { schemas } = document.components as { schemas: Record<string, unknown> };
    expect(schemas).to.include.all.keys("AcceptedItem", "AcceptedItems", "MixedItems", "ItemProblem", "Problem");
  });
});
