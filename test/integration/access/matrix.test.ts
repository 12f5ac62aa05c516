import { randomUUID } from "node:crypto";
import { localOwnerId } from "@mediashare/contract";
import { expect } from "chai";
import { expectations, type Verdict } from "../../support/access/expectations.ts";
import { isOfUpload, listOperations, type Operation } from "../../support/access/operations.ts";
import { linkVisitor, type People, type Visitor, visitors } from "../../support/access/principals.ts";
import { insertAccount } from "../../support/accounts.ts";
import { insertMedia } from "../../support/rows.ts";
import { startUploadServer, type UploadServer } from "../../support/upload-server.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

const refusals: ReadonlySet<string> = new Set([
  "not_signed_in",
  "invalid_token",
  "missing_scope",
  "not_administrator",
  "session_needed",
  "no_link_token",
]);
const operations = await listOperations();

describe("who may do what", function () {
  this.timeout(120_000);
  let web: WebServer;
  let upload: UploadServer;
  let people: People;

  before(async () => {
    [web, upload] = await Promise.all([startWebServer(), startUploadServer()]);
    const member = randomUUID();
    for (const { db } of [web, upload]) await insertAccount(db, { id: member });
    people = { member, administrator: localOwnerId };
  });
  after(async () => {
    await web.stop();
    await upload.stop();
  });

  /** What a visitor meets. The request fits nothing: whoever gets past the check of access is told so, and nothing happens. */
  const attempt = async (operation: Operation, visitor: Visitor, ids: Readonly<Record<string, string>> = {}): Promise<Verdict | string> => {
    const server = isOfUpload(operation) ? upload : web;
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? randomUUID());
    const aborting = new AbortController();
    const response = await fetch(server.url + path, {
      method: operation.method,
      headers: { ...(operation.takesJson ? { "Content-Type": "application/json" } : {}), ...(await visitor.headers()) },
      ...(operation.takesJson ? { body: '{"nothing":"that fits"}' } : {}),
      redirect: "manual",
      signal: aborting.signal,
    });
    // An answer to HEAD has no body that could say why.
    const isProblem = operation.method !== "HEAD" && response.headers.get("content-type")?.startsWith("application/problem+json");
    const code = isProblem ? ((await response.json()) as { code: string }).code : undefined;
    aborting.abort();
    if (response.status >= 500) return `${response.status} ${code}`;
    if (operation.method === "HEAD" && response.status === 401) {
      if (response.headers.get("www-authenticate")?.includes("invalid_token")) return "invalid_token";
      return operation.rule?.who === "linkUpload" ? "no_link_token" : "not_signed_in";
    }
    if (operation.method === "HEAD" && response.status === 403) return "missing_scope";
    return code !== undefined && refusals.has(code) ? code : "may";
  };

  const everybody = (operation: Operation): readonly Visitor[] =>
    isOfUpload(operation) ? [...visitors(upload.db, people), linkVisitor] : visitors(web.db, people);

  for (const operation of operations) {
    it(`${operation.method} ${operation.path} (${Object.values(operation.rule ?? {}).join(" ")})`, async () => {
      const expectVerdict = operation.rule && expectations[operation.rule.who as string];
      if (!operation.rule || !expectVerdict) throw new Error(`No expectation for the access ${JSON.stringify(operation.rule)}`);
      const met: Record<string, string> = {};
      const expected: Record<string, string> = {};
      for (const visitor of everybody(operation)) {
        met[visitor.name] = await attempt(operation, visitor);
        // The upload endpoint is another host, which never sees the site's cookie.
        const isUnseen = isOfUpload(operation) && visitor.kind === "session";
        expected[visitor.name] = expectVerdict(isUnseen ? { ...visitor, kind: "anonymous" } : visitor, operation.rule);
      }
      expect(met).to.deep.equal(expected);
    });
  }

  describe("with what belongs to another", () => {
    const ofMedia = operations.filter(({ path }) => /^\/v1\/media\/\{\w+\}/.test(path));

    it("there are operations of a media", () => {
      expect(ofMedia.length).to.be.greaterThan(3);
    });

    for (const operation of ofMedia) {
      it(`${operation.method} ${operation.path} is as if it were not there, for administrators too`, async () => {
        for (const account of [people.member, people.administrator]) {
          const media = await insertMedia(web.db, { owner_id: randomUUID(), state: "ready" });
          const [visitor] = visitors(web.db, { member: account, administrator: account }).filter(({ kind }) => kind === "session");
          const name = /\{(\w+)\}/.exec(operation.path)?.[1] as string;
          const response = await fetch(web.url + operation.path.replace(`{${name}}`, media.id).replace(/\{\w+\}/g, randomUUID()), {
            method: operation.method,
            headers: { ...(operation.takesJson ? { "Content-Type": "application/json" } : {}), ...(await visitor?.headers()) },
            ...(operation.takesJson ? { body: "{}" } : {}),
            redirect: "manual",
          });
          await response.body?.cancel();
          // Deleting is done when it is not there.
          const isDone = operation.method === "DELETE" && response.status === 204;
          expect(isDone || response.status === 404 || response.status === 400, `${response.status}`).to.equal(true);
          expect(await web.db("media").where({ id: media.id }).first("state")).to.deep.equal({ state: "ready" });
        }
      });
    }
  });
});
