import { randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { localOwnerId } from "@mediashare/contract";
import {
  createShareLink,
  deleteTrashed,
  failMedia,
  makeWebhookSecret,
  publishMedia,
  recordWebhookEvent,
  SecretBox,
  startWebhooks,
  type TaskRow,
  webhookSecrets,
} from "@mediashare/core";
import { createLogger } from "@mediashare/kit";
import { expect } from "chai";
import { Registry } from "prom-client";
import { Webhook } from "standardwebhooks";
import { authSecret, fetchAsOwner } from "../../support/owner.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres.ts";
import { insertMedia, insertTask } from "../../support/rows.ts";
import { waitFor } from "../../support/wait-for.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver that answers as it is told, with 204 unless told otherwise. */
class Receiver {
  readonly received: Received[] = [];
  answers: (number | "hang" | string)[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        this.received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
        const answer = this.answers.shift() ?? 204;
        if (typeof answer === "number") response.writeHead(answer).end();
        else if (answer !== "hang") response.writeHead(302, { Location: answer }).end();
      });
    });
  }

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, "127.0.0.1", resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

describe("webhooks", () => {
  let database: TestDatabase;
  let web: WebServer;
  let receiver: Receiver;
  let sender: { stop(): Promise<void> } | undefined;

  before(async () => {
    database = await createTestDatabase();
    web = await startWebServer({ databaseUrl: database.url, webhookPrivateTargets: true });
  });
  after(async () => {
    await web.stop();
    await database.drop();
  });
  beforeEach(async () => {
    await web.db("webhook").delete();
    receiver = await Receiver.start();
  });
  afterEach(async () => {
    await sender?.stop();
    sender = undefined;
    await receiver.stop();
  });

  const startSender = (allowPrivate = true, secret = authSecret): void => {
    const logger = createLogger({ service: "test", level: "silent" });
    sender = startWebhooks({
      db: web.db,
      database: { url: database.url },
      allowPrivate,
      secrets: webhookSecrets(secret),
      logger,
      registry: new Registry(),
    });
  };
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetchAsOwner(`${web.url}/v1/webhooks${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
  };
  const create = async (events: readonly string[] = ["media.ready", "media.failed"], url = receiver.url) => {
    const { status, body } = await call("POST", "", { url, events });
    expect(status).to.equal(201);
    return body as { id: string; secret: string };
  };
  const api = (method: string, path: string, body?: unknown) =>
    fetchAsOwner(web.url + path, {
      method,
      ...(body === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
    });
  const latest = async (id: string) => (await call("GET", `/${id}/deliveries`)).body.items[0];
  const processed = async (effect: "ready" | "failed", ownerId = localOwnerId) => {
    const media = await insertMedia(web.db, { state: "processing", owner_id: ownerId });
    const task = await insertTask(web.db, media);
    await web.db.transaction((trx) =>
      effect === "ready"
        ? publishMedia(trx, task as TaskRow, { ready: true })
        : failMedia(trx, task as TaskRow, { code: "truncated", message: "It ends too early." }),
    );
    return media;
  };

  it("tell of a share link that is made and turned off, with nothing that opens it", async () => {
    const { id, secret } = await create(["share.created", "share.revoked"]);
    const album = (await (await api("POST", "/v1/albums", { title: "Summer" })).json()) as { id: string };
    const made = await api("POST", "/v1/share-links", { albumId: album.id, password: "open sesame", allowsDownload: true });
    const link = (await made.json()) as { id: string; url: string };
    await api("DELETE", `/v1/share-links/${link.id}`);
    await api("DELETE", `/v1/share-links/${link.id}`);
    receiver.answers = [503];
    startSender();
    await waitFor("both, one of them twice", () => receiver.received.length === 3, { timeoutMs: 30_000 });
    const events = new Map(
      receiver.received.map(({ headers, body }) => {
        const { type, data } = new Webhook(secret).verify(body, headers as Record<string, string>) as { type: string; data: object };
        return [type, data];
      }),
    );
    expect([...events.keys()].toSorted()).to.deep.equal(["share.created", "share.revoked"]);
    expect(await web.db("webhook_delivery").where({ webhook_id: id })).to.have.length(2);
    for (const type of ["share.created", "share.revoked"])
      expect(events.get(type), type).to.deep.equal({
        id: link.id,
        albumId: album.id,
        mediaId: null,
        hasPassword: true,
        expiresAt: null,
        allowsUpload: false,
        allowsDownload: true,
      });
    const row = await web.db("share_link").where({ id: link.id }).first();
    const told = receiver.received.map(({ body }) => body).join("\n");
    for (const secretPart of [
      link.url.split("/s/")[1],
      row?.token_hash.toString("hex"),
      row?.token_hash.toString("base64"),
      "sesame",
      "argon2",
    ])
      expect(told).not.to.include(secretPart);
  });

  describe("tell of the links that end", () => {
    const revoked = async () =>
      (await web.db("webhook_delivery").where({ event: "share.revoked" })).map(({ payload }) => JSON.parse(payload as string).data.id);
    const share = async (of: object) => ((await (await api("POST", "/v1/share-links", of)).json()) as { id: string }).id;

    it("with their album, each once, and not those that had ended before", async () => {
      await create(["share.revoked"]);
      const album = (await (await api("POST", "/v1/albums", { title: "Summer" })).json()) as { id: string };
      const other = (await (await api("POST", "/v1/albums", { title: "Winter" })).json()) as { id: string };
      const [first, second, before] = [
        await share({ albumId: album.id }),
        await share({ albumId: album.id }),
        await share({ albumId: album.id }),
      ];
      await share({ albumId: other.id });
      await api("DELETE", `/v1/share-links/${before}`);
      expect(await revoked()).to.deep.equal([before]);
      expect((await api("DELETE", `/v1/albums/${album.id}`)).status).to.equal(204);
      expect(await revoked()).to.have.members([before, first, second]);
    });

    it("only if the album goes", async () => {
      await create(["share.revoked"]);
      const album = (await (await api("POST", "/v1/albums", { title: "Summer" })).json()) as { id: string };
      const link = await share({ albumId: album.id });
      await web.db.raw(`
        create function keep_album() returns trigger language plpgsql as $$ begin raise exception 'kept'; end $$;
        create trigger keep_album before delete on album for each row execute function keep_album();
      `);
      try {
        expect((await api("DELETE", `/v1/albums/${album.id}`)).status).to.equal(500);
      } finally {
        await web.db.raw("drop trigger keep_album on album; drop function keep_album;");
      }
      expect(await revoked()).to.deep.equal([]);
      expect((await web.db("share_link").where({ id: link }).first())?.revoked_at).to.equal(null);
    });

    it("with the item that they show, when it is deleted for good", async () => {
      await create(["share.revoked"]);
      const [gone, emptied, kept] = [await processed("ready"), await processed("ready"), await processed("ready")];
      const links = [await share({ mediaId: gone.id }), await share({ mediaId: emptied.id })];
      await share({ mediaId: kept.id });
      await api("DELETE", `/v1/media/${emptied.id}`);
      expect(await revoked(), "what lies in the trash may come back").to.deep.equal([]);
      await api("DELETE", `/v1/media/${gone.id}?forever=true`);
      expect(await revoked()).to.deep.equal([links[0]]);
      await deleteTrashed(web.db, { ownerId: localOwnerId, limit: 100 });
      expect(await revoked()).to.have.members(links);
    });
  });

  it("tell of no link that was not made", async () => {
    await create(["share.created"]);
    const id = randomUUID();
    await api("POST", "/v1/albums", { title: "Summer" });
    const link = { id, token_hash: Buffer.from(id), owner_id: localOwnerId, media_id: null, password_hash: null, expires_at: null };
    const making = createShareLink(web.db, { ...link, album_id: randomUUID(), allows_upload: false, allows_download: false });
    expect(
      await making.then(
        () => "made",
        ({ constraint }) => constraint,
      ),
    ).to.equal("share_link_album_id_fkey");
    expect(await web.db("webhook_delivery").where({ event: "share.created" })).to.deep.equal([]);
  });

  it("tell of a media that is ready, signed so that the reference implementation accepts it", async () => {
    startSender();
    const { id, secret } = await create();
    const media = await processed("ready");
    await waitFor("the webhook", () => receiver.received.length === 1);
    const [{ headers, body }] = receiver.received as [Received];
    const event = new Webhook(secret).verify(body, headers as Record<string, string>) as { type: string; timestamp: string; data: unknown };
    expect(event).to.deep.include({ type: "media.ready" });
    expect(event.data).to.include({ id: media.id, kind: "image", fileName: "photo.jpg", sha256: media.sha256?.toString("hex") });
    expect(Date.parse(event.timestamp)).to.be.closeTo(Date.now(), 60_000);
    expect(headers["content-type"]).to.equal("application/json");
    await waitFor("the log", async () => (await latest(id)).state === "delivered");
    expect(await latest(id)).to.deep.include({
      id: headers["webhook-id"],
      event: "media.ready",
      attempts: 1,
      lastStatus: 204,
      payload: body,
    });
  });

  it("tell of a failure with its reason", async () => {
    startSender();
    await create();
    await processed("failed");
    await waitFor("the webhook", () => receiver.received.length === 1);
    expect(JSON.parse(receiver.received[0]?.body as string).data.failure).to.deep.equal({
      code: "truncated",
      message: "It ends too early.",
    });
  });

  it("tell nothing of what was not asked for, of what others have, of what did not commit, and while disabled", async () => {
    const { id } = await create(["media.failed"]);
    await processed("ready");
    await processed("failed", randomUUID());
    const media = await insertMedia(web.db);
    await web.db
      .transaction(async (trx) => {
        await recordWebhookEvent(trx, { ownerId: localOwnerId, type: "media.failed", data: { id: media.id } });
        throw new Error("rolled back");
      })
      .catch(() => undefined);
    await call("PATCH", `/${id}`, { enabled: false });
    await processed("failed");
    expect(await web.db("webhook_delivery").count()).to.deep.equal([{ count: 0 }]);
  });

  it("are tried again after a failure, under the same id, with a signature of their own time", async () => {
    receiver.answers = [500];
    startSender();
    const { id, secret } = await create();
    await processed("ready");
    await waitFor("the first attempt", async () => (await latest(id))?.attempts === 1);
    const after = await latest(id);
    expect(after).to.include({ state: "pending", lastStatus: 500 });
    expect(Date.parse(after.nextAttemptAt) - Date.parse(after.lastAttemptAt)).to.be.within(4_000, 7_000);
    await web.db("webhook_delivery").update({ next_attempt_at: new Date() });
    await waitFor("the second attempt", async () => (await latest(id)).state === "delivered");
    const [first, second] = receiver.received as [Received, Received];
    expect(second.headers["webhook-id"]).to.equal(first.headers["webhook-id"]);
    expect(second.body).to.equal(first.body);
    new Webhook(secret).verify(second.body, second.headers as Record<string, string>);
    expect((await call("GET", "")).body.items[0].failingSince).to.equal(null);
  });

  it("do not follow redirects", async () => {
    const elsewhere = await Receiver.start();
    try {
      receiver.answers = [elsewhere.url];
      startSender();
      const { id } = await create();
      await processed("ready");
      await waitFor("the attempt", async () => (await latest(id))?.attempts === 1);
      expect(await latest(id)).to.include({ state: "pending", lastStatus: 302 });
      expect(elsewhere.received).to.deep.equal([]);
    } finally {
      await elsewhere.stop();
    }
  });

  it("of one receiver that hangs do not hold up those of others", async () => {
    const other = await Receiver.start();
    try {
      receiver.answers = Array.from({ length: 8 }, () => "hang" as const);
      await create(["media.ready"]);
      await create(["media.failed"], other.url);
      for (let index = 0; index < 8; index += 1) await processed("ready");
      startSender();
      await waitFor("those that hang", () => receiver.received.length === 4);
      await processed("failed");
      await waitFor("the other one's", () => other.received.length === 1, { timeoutMs: 3_000 });
      expect(receiver.received, "of one receiver at most four at a time").to.have.length(4);
    } finally {
      await other.stop();
    }
  });

  it("are disabled when the receiver is gone, and what was to come is cancelled; enabled again, they are told of what comes", async () => {
    receiver.answers = [410];
    const { id } = await create();
    await processed("ready");
    await processed("ready");
    await web
      .db("webhook_delivery")
      .where({ id: (await latest(id)).id })
      .update({ next_attempt_at: new Date(Date.now() + 3_600_000) });
    startSender();
    await waitFor("the end", async () => (await call("GET", "")).body.items[0].state === "disabled");
    expect((await call("GET", "")).body.items[0]).to.include({ disabledReason: "gone" });
    const states = (await web.db("webhook_delivery").select("state")).map(({ state }) => state);
    expect(states).to.have.members(["failed", "cancelled"]);
    expect((await call("POST", `/${id}/test`)).body).to.include({ code: "webhook_disabled" });
    expect((await call("PATCH", `/${id}`, { enabled: true })).body).to.include({ state: "active", disabledReason: null });
    await processed("ready");
    await waitFor("the next one", () => receiver.received.length === 2);
  });

  it("are disabled after five days without a success", async () => {
    receiver.answers = [500];
    const { id } = await create();
    await web.db("webhook").update({ failing_since: new Date(Date.now() - 5 * 24 * 3_600_000 - 1_000) });
    await processed("ready");
    startSender();
    await waitFor("the end", async () => (await call("GET", "")).body.items[0].disabledReason === "failing");
    expect((await latest(id)).state).to.equal("failed");
  });

  it("never go to addresses that are not public, unless the configuration allows it: neither written nor resolved", async () => {
    startSender(false);
    const literal = await create();
    const named = await create(undefined, receiver.url.replace("http://127.0.0.1", "https://localhost"));
    await web
      .db("webhook")
      .where({ id: literal.id })
      .update({ url: receiver.url.replace("http:", "https:") });
    await processed("ready");
    for (const [{ id }, host] of [
      [literal, "127.0.0.1"],
      [named, "localhost"],
    ] as const) {
      await waitFor("the attempt", async () => (await latest(id))?.attempts === 1);
      expect(await latest(id)).to.deep.include({
        state: "pending",
        lastStatus: null,
        lastError: `${host} is not an address of the public Internet, so nothing is sent there.`,
      });
    }
    expect(receiver.received).to.deep.equal([]);
  });

  it("can be tested", async () => {
    startSender();
    const { id, secret } = await create();
    const { status, body } = await call("POST", `/${id}/test`);
    expect([status, body.event, body.state]).to.deep.equal([202, "webhook.test", "pending"]);
    await waitFor("the test", () => receiver.received.length === 1);
    const [{ headers, body: text }] = receiver.received as [Received];
    expect(new Webhook(secret).verify(text, headers as Record<string, string>)).to.deep.include({
      type: "webhook.test",
      data: { webhookId: id },
    });
  });

  it("can be sent again, whatever became of them", async () => {
    startSender();
    const { id } = await create();
    await processed("ready");
    await waitFor("it", async () => (await latest(id))?.state === "delivered");
    const { id: deliveryId } = await latest(id);
    expect((await call("POST", `/${id}/deliveries/${deliveryId}/retry`)).status).to.equal(202);
    await waitFor("it once more", () => receiver.received.length === 2);
    expect(receiver.received.map(({ headers }) => headers["webhook-id"])).to.deep.equal([deliveryId, deliveryId]);
    expect((await call("POST", `/${id}/deliveries/${randomUUID()}/retry`)).status).to.equal(404);
  });

  it("change over to another secret within a day: both sign", async () => {
    startSender();
    const { id, secret } = await create();
    const { status, body } = await call("POST", `/${id}/secret`);
    expect(status).to.equal(200);
    expect(Date.parse(body.previousUntil) - Date.now()).to.be.closeTo(24 * 3_600_000, 60_000);
    await processed("ready");
    await waitFor("it", () => receiver.received.length === 1);
    const [{ headers, body: text }] = receiver.received as [Received];
    for (const each of [secret, body.secret]) new Webhook(each).verify(text, headers as Record<string, string>);
    await web.db("webhook").update({ previous_secret_until: new Date(Date.now() - 1) });
    await processed("ready");
    await waitFor("the next", () => receiver.received.length === 2);
    const [, next] = receiver.received as [Received, Received];
    expect(() => new Webhook(secret).verify(next.body, next.headers as Record<string, string>)).to.throw();
  });

  it("keep their secrets encrypted", async () => {
    const { id, secret } = await create();
    const { body } = await call("POST", `/${id}/secret`);
    const [{ row }] = (await web.db("webhook").select(web.db.raw("webhook::text as row"))) as unknown as [{ row: string }];
    for (const each of [secret, body.secret] as string[]) {
      expect(row).not.to.include(each.slice("whsec_".length));
      expect(row).not.to.include(Buffer.from(each.slice("whsec_".length), "base64").toString("hex"));
    }
    expect(row).not.to.include("whsec_");
  });

  it("encrypt what an older release left as it was, and sign with it as before", async () => {
    const { id } = await create();
    const [present, before] = [makeWebhookSecret(randomBytes), makeWebhookSecret(randomBytes)];
    const until = new Date(Date.now() + 60_000);
    await web.db("webhook").where({ id }).update({ secret: present, previous_secret: before, previous_secret_until: until });
    startSender();
    await processed("ready");
    await waitFor("it", () => receiver.received.length === 1);
    const [{ headers, body }] = receiver.received as [Received];
    for (const each of [present, before]) new Webhook(each).verify(body, headers as Record<string, string>);
    expect(JSON.stringify(await web.db("webhook").first())).not.to.include("whsec_");
  });

  it("say in the log that a changed MEDIASHARE_AUTH_SECRET asks for new ones, and send with those", async () => {
    const { id } = await create();
    await processed("ready");
    startSender(true, `${authSecret}, changed`);
    await waitFor("the attempt", async () => (await latest(id)).attempts === 1);
    expect((await latest(id)).lastError).to.equal(
      "The secret cannot be read: MEDIASHARE_AUTH_SECRET has changed since it was made. Make a new one.",
    );
    expect(receiver.received).to.deep.equal([]);
    await sender?.stop();
    // As when the secret before was lost: only the new one is sealed by the key that the sender has.
    const lost = new SecretBox("a secret that nobody has any more", "webhook-secret").seal("whsec_", id);
    const { body } = await call("POST", `/${id}/secret`);
    await web.db("webhook").where({ id }).update({ previous_secret: lost });
    startSender();
    await call("POST", `/${id}/deliveries/${(await latest(id)).id}/retry`);
    await waitFor("it", () => receiver.received.length === 1);
    const [{ headers, body: text }] = receiver.received as [Received];
    new Webhook(body.secret).verify(text, headers as Record<string, string>);
  });

  it("show their secret once, and never in lists", async () => {
    const { secret } = await create();
    expect(secret).to.match(/^whsec_[\w+/]{43}=$/);
    expect(JSON.stringify((await call("GET", "")).body)).not.to.include("whsec_");
  });

  it("are ten at most, also when they are made at the same time", async () => {
    const made = await Promise.all(Array.from({ length: 14 }, () => call("POST", "", { url: receiver.url, events: ["media.ready"] })));
    expect(made.filter(({ status }) => status === 201)).to.have.length(10);
    expect(made.find(({ status }) => status !== 201)?.body).to.include({ code: "too_many_webhooks" });
  });

  it("refuse what they cannot be", async () => {
    for (const [body, status, code] of [
      [{ url: "nowhere", events: ["media.ready"] }, 422, "webhook_target"],
      [{ url: "https://u:p@hooks.example/", events: ["media.ready"] }, 422, "webhook_target"],
      [{ url: receiver.url, events: [] }, 400, "invalid_request"],
      [{ url: receiver.url, events: ["media.gone"] }, 400, "invalid_request"],
      [{ url: receiver.url }, 400, "invalid_request"],
    ] as const) {
      const answer = await call("POST", "", body);
      expect([answer.status, answer.body.code], JSON.stringify(body)).to.deep.equal([status, code]);
    }
    const { id } = await create();
    expect((await call("PATCH", `/${id}`, {})).status).to.equal(400);
    expect((await call("PATCH", `/${id}`, { url: "file:///etc/passwd" })).body).to.include({ code: "webhook_target" });
  });

  it("of others are not there", async () => {
    const { id } = await create();
    await web.db("webhook").where({ id }).update({ owner_id: randomUUID() });
    expect((await call("GET", "")).body).to.deep.equal({ items: [] });
    for (const [method, path, body] of [
      ["PATCH", "", { enabled: false }],
      ["POST", "/test", undefined],
      ["POST", "/secret", undefined],
      ["GET", "/deliveries", undefined],
    ] as const) {
      expect((await call(method, `/${id}${path}`, body)).status, method + path).to.equal(404);
    }
    expect((await call("DELETE", `/${id}`)).status).to.equal(204);
    expect(await web.db("webhook").where({ id })).to.have.length(1);
  });
});
