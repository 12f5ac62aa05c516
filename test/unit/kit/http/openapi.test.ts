import { defineRoute, describeOpenApi } from "@mediashare/kit";
import { Validator } from "@seriousme/openapi-schema-validator";
import { expect } from "chai";
import { z } from "zod";

const info = { title: "Test", version: "1", description: "For tests" };

describe("describeOpenApi", () => {
  const inner = z.object({ id: z.uuid(), n: z.int() }).meta({ id: "Inner" });
  const outer = z.object({ inner: inner.nullable(), list: z.array(inner) }).meta({ id: "Outer" });
  const handler = async (): Promise<void> => undefined;
  const access = { rule: { who: "user", scope: "things" }, security: [{ token: ["things"] }], check: () => undefined };
  const read = defineRoute({
    method: "get",
    path: "/v1/things/{id}",
    operationId: "readThing",
    summary: "A thing",
    params: z.object({ id: z.uuid() }),
    query: z.object({ limit: z.coerce.number().int().default(5).meta({ description: "How many" }), after: z.string() }),
    responses: { 200: { description: "It", schema: outer }, 206: { description: "Some of it", contentType: "video/mp4" } },
    problems: { 400: "bad_thing", 404: "no_thing" },
    access,
    handler,
  });
  const remove = defineRoute({
    method: "delete",
    path: "/v1/things/{id}",
    operationId: "removeThing",
    summary: "Remove",
    params: z.object({ id: z.uuid() }),
    responses: { 204: { description: "Gone" } },
    access,
    handler,
  });
  const follow = defineRoute({
    method: "get",
    path: "/v1/events",
    operationId: "follow",
    summary: "Events",
    responses: { 200: { description: "Stream", events: inner } },
    access,
    handler,
  });
  const send = defineRoute({
    method: "post",
    path: "/v1/things",
    operationId: "sendThing",
    summary: "Send",
    body: z.object({ name: z.string(), size: z.int().default(1) }).meta({ id: "NewThing" }),
    responses: { 204: { description: "Sent" } },
    access,
    handler,
  });
  const document = describeOpenApi(info, [read, remove, follow, send], { token: { type: "http", scheme: "bearer" } }) as {
    paths: Record<string, Record<string, OperationJson>>;
    components: { schemas: Record<string, { properties?: object; additionalProperties?: unknown }> };
  };

  interface OperationJson {
    security: unknown;
    "x-access": unknown;
    requestBody?: unknown;
    parameters: { name: string; in: string; required: boolean; description?: string }[];
    responses: Record<string, { description: string; content?: Record<string, { schema?: object; "x-event-data"?: object }> }>;
  }

  it("is a valid document", async () => {
    const { valid, errors } = await new Validator().validate(document);
    expect(valid, JSON.stringify(errors)).to.equal(true);
  });

  it("puts the operations of one path together", () => {
    expect(document.paths["/v1/things/{id}"]).to.have.all.keys("get", "delete");
  });

  it("tells parameters apart by where they stand, and which must be there", () => {
    const parameters = document.paths["/v1/things/{id}"]?.get?.parameters.map(({ name, in: where, required }) => [name, where, required]);
    expect(parameters).to.deep.equal([
      ["id", "path", true],
      ["limit", "query", false],
      ["after", "query", true],
    ]);
  });

  it("has named schemas once, as components that refer to each other, open for more", () => {
    const { schemas } = document.components;
    expect(schemas).to.have.all.keys("Problem", "Inner", "Outer", "NewThing");
    expect(JSON.stringify(schemas)).to.include('"#/components/schemas/Inner"').and.not.include("$defs");
    expect(schemas.Inner?.properties).to.have.all.keys("id", "n");
    expect(schemas.Outer).not.to.have.property("additionalProperties");
    expect(document.paths["/v1/things/{id}"]?.get?.responses["200"]?.content).to.deep.equal({
      "application/json": { schema: { $ref: "#/components/schemas/Outer" } },
    });
  });

  it("names every problem: those of the guard, the route's own, and any other", () => {
    const responses = document.paths["/v1/things/{id}"]?.get?.responses ?? {};
    expect(responses["400"]?.description).to.equal("Problem: invalid_request, bad_thing");
    expect(responses["404"]?.description).to.equal("Problem: no_thing");
    for (const status of ["400", "404", "default"]) {
      expect(responses[status]?.content).to.deep.equal({
        "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
      });
    }
  });

  it("says of every operation who may use it", () => {
    for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) {
      expect(operation.security).to.deep.equal([{ token: ["things"] }]);
      expect(operation["x-access"]).to.deep.equal({ who: "user", scope: "things" });
    }
  });

  it("has the schema of a JSON body as it is sent, and what can be wrong with it", () => {
    const operation = document.paths["/v1/things"]?.post;
    expect(operation?.requestBody).to.deep.equal({
      required: true,
      content: { "application/json": { schema: { $ref: "#/components/schemas/NewThing" } } },
    });
    expect(document.components.schemas.NewThing).to.have.deep.property("required", ["name"]);
    expect(operation?.responses["400"]?.description).to.equal("Problem: invalid_request, malformed_json");
    expect(operation?.responses).to.include.keys("413", "415");
  });

  it("says what the events of a stream carry", () => {
    expect(document.paths["/v1/events"]?.get?.responses["200"]?.content).to.deep.equal({
      "text/event-stream": { schema: { type: "string" }, "x-event-data": { $ref: "#/components/schemas/Inner" } },
    });
  });
});
