import { KubeError } from "@mediashare/controller";
import { expect } from "chai";
import { answer, refuse, startTestApiServer, type TestApiServer } from "../../support/api-server.ts";

describe("KubeClient", () => {
  let server: TestApiServer;

  beforeEach(async () => {
    server = await startTestApiServer((_request, response) => answer(response, {}));
  });

  afterEach(() => server.stop());

  const failure = (): Promise<KubeError> =>
    server.kube.get("/api/v1/namespaces/default/pods/a").then(
      () => expect.fail("it was answered"),
      (error: KubeError) => error,
    );

  it("lists page by page", async () => {
    server.handle(({ query }, response) =>
      query.get("continue") === "more"
        ? answer(response, { metadata: { resourceVersion: "8" }, items: [3] })
        : answer(response, { metadata: { resourceVersion: "8", continue: "more" }, items: [1, 2] }),
    );
    const seen: { readonly requests: number; readonly items: readonly unknown[] }[] = [];
    for await (const { items } of server.kube.pages("/api/v1/pods")) seen.push({ requests: server.requests.length, items });
    // A page is asked for when the one before was seen to.
    expect(seen).to.deep.equal([
      { requests: 1, items: [1, 2] },
      { requests: 2, items: [3] },
    ]);
    expect(server.requests.map(({ query }) => query.get("limit"))).to.deep.equal(["200", "200"]);
    expect(await server.kube.list("/api/v1/pods")).to.deep.equal([1, 2, 3]);
  });

  it("applies server-side, as one field manager, taking over what others hold", async () => {
    await server.kube.apply("/api/v1/namespaces/default/services/a", { spec: { unknownField: 1 } }, "mediashare-operator");
    const [request] = server.requests;
    expect(request).to.include({ method: "PATCH", contentType: "application/apply-patch+yaml" });
    expect(Object.fromEntries(request?.query ?? [])).to.deep.equal({ fieldManager: "mediashare-operator", force: "true" });
    expect(request?.body).to.deep.equal({ spec: { unknownField: 1 } });
  });

  it("deletes only the object that is meant", async () => {
    await server.kube.delete("/api/v1/namespaces/default/services/a", "uid-1");
    expect(server.requests[0]?.body).to.deep.include({ preconditions: { uid: "uid-1" } });
  });

  for (const [status, code] of [
    [403, "Forbidden"],
    [404, "NotFound"],
    [409, "Conflict"],
    [410, "Gone"],
    [422, "Invalid"],
    [429, "Throttled"],
    [500, "Refused"],
  ] as const) {
    it(`says ${code} where the API server answers ${status}, with the call and the server's words`, async () => {
      server.handle((_request, response) => refuse(response, status, code, "these are its words"));
      const error = await failure();
      expect(error).to.be.instanceOf(KubeError).and.include({ code, status });
      expect(error.message).to.contain("GET /api/v1/namespaces/default/pods/a").and.contain("these are its words");
    });
  }

  it("says Unreachable where nobody answers", async () => {
    await server.stop();
    expect(await failure()).to.include({ code: "Unreachable", status: undefined });
  });

  it("waits for an answer only so long", async () => {
    server.handle(() => undefined);
    const startedAt = performance.now();
    const error = await server
      .client(100)
      .get("/api/v1/nodes")
      .catch((reason: unknown) => reason);
    expect(error).to.include({ code: "Unreachable" });
    expect(performance.now() - startedAt).to.be.lessThan(2_000);
  });
});
