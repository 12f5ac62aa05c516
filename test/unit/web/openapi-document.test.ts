import { readFile } from "node:fs/promises";
import { documentFile } from "@mediashare/web";
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect } from "chai";

describe("services/web/openapi.json", () => {
  it("is a valid OpenAPI 3.1 document, in which every operation has its own id", async () => {
    const document = JSON.parse(await readFile(documentFile, "utf8"));
    const { valid, errors } = await new Validator().validate(document);
    expect(valid, JSON.stringify(errors)).to.equal(true);
    for (const [name, schema] of Object.entries(document.components.schemas)) expect(schema, name).to.have.property("properties");
    const ids = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(ids).to.include.members(["listMedia", "streamEvents", "postMedia", "createUpload"]);
    expect(new Set(ids).size).to.equal(ids.length);
  });
});
