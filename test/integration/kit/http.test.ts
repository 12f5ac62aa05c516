import { Agent, request } from "node:http";
import { PassThrough } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import Router from "@koa/router";
import {
  type App,
  createApp,
  createLogger,
  defineRoute,
  mountRoutes,
  PortTakenError,
  ProblemError,
  type RunningServer,
  serve,
} from "@mediashare/kit";
import { expect } from "chai";
import { z } from "zod";

describe("an application of the HTTP kit", () => {
  const lines: { level: string; msg: string; requestId?: string; path?: string; err?: { message: string } }[] = [];
  let app: App;
  let server: RunningServer;
  let url: string;

  before(async () => {
    const logger = createLogger({ service: "test", level: "info" }, { write: (line) => void lines.push(JSON.parse(line)) });
    app = createApp({
      logger,
      origins: { allowed: ["http://site.example"], methods: ["GET"], requestHeaders: ["X-Sent"], exposedHeaders: ["X-Shown"] },
    });
    const router = new Router();
    const anyone = { rule: { who: "anyone" }, security: [{}], check: () => undefined };
    const plain = { summary: "", access: anyone, responses: { 200: { description: "" } } };
    mountRoutes(router, [
      defineRoute({
        ...plain,
        method: "get",
        path: "/checked/{n}",
        operationId: "checked",
        params: z.object({ n: z.coerce.number().int() }),
        query: z.object({ word: z.enum(["a", "b"]) }),
        responses: { 200: { description: "", schema: z.object({ n: z.int().max(9) }) } },
        handler: async (ctx, { params }) => {
          ctx.body = { n: params.n, extra: "not declared" };
        },
      }),
      defineRoute({
        ...plain,
        method: "get",
        path: "/undeclared",
        operationId: "undeclared",
        handler: async (ctx) => {
          ctx.status = 299;
        },
      }),
      defineRoute({
        ...plain,
        method: "get",
        path: "/file",
        operationId: "file",
        handler: async (ctx) => {
          ctx.set({
            "Content-Disposition": "attachment",
            ETag: '"1"',
            "Content-Encoding": "br",
            "Cache-Control": "public, max-age=9",
            "X-Shown": "kept",
          });
          throw new ProblemError(410, "gone", "It is gone.", { headers: { "X-More": "1" } });
        },
      }),
      defineRoute({
        ...plain,
        method: "get",
        path: "/breaks-off",
        operationId: "breaksOff",
        handler: async (ctx) => {
          const body = new PassThrough();
          body.write("some");
          setTimeout(() => body.destroy(new Error("the disk broke")), 50);
          ctx.body = body;
        },
      }),
      defineRoute({
        ...plain,
        method: "get",
        path: "/slow",
        operationId: "slow",
        handler: async (ctx) => {
          await sleep(300);
          ctx.body = "slow";
        },
      }),
      defineRoute({
        ...plain,
        method: "post",
        path: "/sent",
        operationId: "sent",
        body: z.object({ word: z.enum(["a", "b"]), password: z.string().optional() }),
        handler: async (ctx, { body }) => {
          ctx.body = { got: body };
        },
      }),
      defineRoute({
        ...plain,
        method: "post",
        path: "/closed",
        operationId: "closed",
        access: {
          rule: { who: "nobody" },
          security: [],
          check: () => {
            throw new ProblemError(403, "nobody", "Nobody may.");
          },
        },
        params: z.object({ never: z.string() }),
        body: z.object({ word: z.string() }),
        handler: async (ctx) => {
          ctx.body = "reached";
        },
      }),
    ]);
    app.koa.use(router.routes()).use(router.allowedMethods());
    server = await serve(app.koa, { host: "127.0.0.1", port: 0 });
    url = `http://127.0.0.1:${server.port}`;
  });
  after(() => server.close(0));

  const problemOf = async (response: Response) => (await response.json()) as Record<string, unknown>;

  it("hands over parsed input, and only what is declared of the output", async () => {
    const response = await fetch(`${url}/checked/3?word=a`);
    expect(await response.json()).to.deep.equal({ n: 3 });
  });

  it("names each fault of the input", async () => {
    const response = await fetch(`${url}/checked/x?word=c`);
    expect(response.status).to.equal(400);
    const problem = await problemOf(response);
    expect(problem).to.include({ code: "invalid_request", status: 400, type: "https://mediashare.dev/problems/invalid_request" });
    expect((problem.errors as { in: string; path: string }[]).map(({ in: where, path }) => [where, path])).to.deep.equal([
      ["path", "n"],
      ["query", "word"],
    ]);
  });

  describe("with a JSON body", () => {
    const send = (body: string, type = "application/json", path = "/sent") =>
      fetch(url + path, { method: "POST", headers: { "Content-Type": type }, body });

    it("hands over what is declared of it, parsed", async () => {
      const response = await send(JSON.stringify({ word: "a", extra: 1 }), "application/json; charset=utf-8");
      expect(await response.json()).to.deep.equal({ got: { word: "a" } });
    });

    it("names each fault of it", async () => {
      const response = await send(JSON.stringify({ word: "c", password: 1 }));
      expect(response.status).to.equal(400);
      const { errors } = (await response.json()) as { errors: { in: string; path: string }[] };
      expect(errors.map(({ in: where, path }) => [where, path])).to.deep.equal([
        ["body", "word"],
        ["body", "password"],
      ]);
    });

    for (const [what, body, type, status, code] of [
      ["no JSON", "word=a", "application/x-www-form-urlencoded", 415, "not_json"],
      ["JSON that does not say so", '{"word":"a"}', "text/plain", 415, "not_json"],
      ["nothing", "", "application/json", 400, "invalid_request"],
      ["a broken body", '{"word":"a"', "application/json", 400, "malformed_json"],
      ["a bare word", '"a"', "application/json", 400, "malformed_json"],
      ["a prototype", '{"__proto__":{"word":"a"}}', "application/json", 400, "malformed_json"],
      ["too much", JSON.stringify({ word: "a".repeat(1024 * 1024) }), "application/json", 413, "body_too_large"],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const response = await send(body, type);
        expect([response.status, ((await response.json()) as { code: string }).code]).to.deep.equal([status, code]);
      });
    }

    it("asks who may use the route before it looks at the request", async () => {
      const response = await send("not json", "text/plain", "/closed");
      expect(await problemOf(response)).to.include({ code: "nobody", status: 403 });
    });

    it("never logs it, also where it is broken", async () => {
      await send('{"word":"a","password":"correct horse"');
      await send(JSON.stringify({ word: "c", password: "correct horse" }));
      expect(JSON.stringify(lines)).not.to.include("correct horse");
    });
  });

  for (const path of ["/checked/10?word=a", "/undeclared"]) {
    it(`takes an answer that does not fit its declaration for its own fault: ${path}`, async () => {
      const response = await fetch(url + path);
      expect(response.status).to.equal(500);
      const problem = await problemOf(response);
      expect(problem).to.include({ code: "internal", requestId: response.headers.get("x-request-id") });
      const logged = lines.find(({ level, requestId }) => level === "error" && requestId === problem.requestId);
      expect(logged?.err?.message).to.be.a("string").and.not.equal("");
    });
  }

  it("leaves nothing of the body that failed in the headers of the problem", async () => {
    const response = await fetch(`${url}/file`);
    expect(response.status).to.equal(410);
    for (const name of ["content-disposition", "etag", "content-encoding"]) expect(response.headers.get(name), name).to.equal(null);
    expect(response.headers.get("cache-control")).to.equal("no-store");
    expect([response.headers.get("x-shown"), response.headers.get("x-more")]).to.deep.equal(["kept", "1"]);
    expect(await problemOf(response)).to.include({ title: "Gone", detail: "It is gone." });
  });

  it("cuts off an answer that fails half way, so that it cannot pass for whole", async () => {
    const response = await fetch(`${url}/breaks-off`);
    expect(response.status).to.equal(200);
    expect(await response.text().catch((error: Error) => error.name)).to.equal("TypeError");
  });

  it("has problems for paths and methods that are not there", async () => {
    expect(await problemOf(await fetch(`${url}/nothing`))).to.include({ code: "not_found", detail: "There is nothing at /nothing." });
    const response = await fetch(`${url}/slow`, { method: "DELETE" });
    expect([response.status, response.headers.get("allow")]).to.deep.equal([405, "HEAD, GET"]);
    expect(await problemOf(response)).to.include({ code: "method_not_allowed" });
  });

  it("answers a preflight of the site, and refuses one of any other page", async () => {
    const preflight = (origin: string) =>
      fetch(`${url}/slow`, { method: "OPTIONS", headers: { Origin: origin, "Access-Control-Request-Method": "GET" } });
    const allowed = await preflight("http://site.example");
    expect(allowed.status).to.equal(204);
    expect(allowed.headers.get("access-control-allow-origin")).to.equal("http://site.example");
    expect(allowed.headers.get("access-control-allow-headers")).to.equal("X-Sent");
    expect(allowed.headers.get("vary")).to.match(/Origin/);
    expect((await preflight("http://evil.example")).status).to.equal(403);
  });

  it("logs a line a request, without the query, and none for probes", async () => {
    await fetch(`${url}/nothing?Signature=secret`);
    await fetch(`${url}/livez`);
    const paths = lines.map(({ path }) => path);
    expect(paths).to.include("/nothing").and.not.include("/livez");
    expect(JSON.stringify(lines)).not.to.include("secret");
  });

  it("has a check that throws, or never answers, in its readiness by name", async () => {
    app.health.add("queue", () => {
      throw new Error("no queue");
    });
    app.health.add("storage", () => new Promise(() => undefined));
    const response = await fetch(`${url}/readyz`);
    expect([response.status, await response.json()]).to.deep.equal([
      503,
      { status: "unavailable", checks: { queue: "no queue", storage: "no answer within 2 s" } },
    ]);
    expect((await fetch(`${url}/livez`)).status).to.equal(200);
  });

  it("says which port is taken, and what to do", async () => {
    const error = await serve(app.koa, { host: "127.0.0.1", port: server.port }).catch((fault: unknown) => fault);
    expect(error).to.be.instanceOf(PortTakenError);
    expect((error as Error).message).to.include(`Port ${server.port}`);
  });

  it("lets running requests end at shutdown, and does not wait for idle connections", async () => {
    const other = await serve(app.koa, { host: "127.0.0.1", port: 0 });
    const agent = new Agent({ keepAlive: true });
    const get = (path: string) =>
      new Promise<string>((resolve, reject) => {
        request(`http://127.0.0.1:${other.port}${path}`, { agent }, (response) => {
          response.setEncoding("utf8");
          let body = "";
          response.on("data", (chunk: string) => {
            body += chunk;
          });
          response.on("end", () => resolve(body));
        })
          .on("error", reject)
          .end();
      });
    await get("/livez");
    const slow = get("/slow");
    await sleep(50);
    const beganAt = performance.now();
    await other.close(10_000);
    expect(await slow).to.equal("slow");
    expect(performance.now() - beganAt).to.be.within(150, 3_000);
    agent.destroy();
  });

  it("cuts off what is still running when the time is up", async () => {
    const other = await serve(app.koa, { host: "127.0.0.1", port: 0 });
    const slow = fetch(`http://127.0.0.1:${other.port}/slow`).catch((error: Error) => error.name);
    await sleep(100);
    await other.close(50);
    expect(await slow).to.equal("TypeError");
  });
});
