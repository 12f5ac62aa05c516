import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { buffer } from "node:stream/consumers";
import type { MediaRow } from "@mediashare/core";
import { expect } from "chai";
import { insertReadyImage, insertRendition } from "../../support/media-builders.ts";
import { asOwner, fetchAsOwner } from "../../support/owner.ts";
import { insertMedia } from "../../support/rows.ts";
import { startWebServer, type WebServer } from "../../support/web-server.ts";

interface Page {
  items: { id: string; timelineAt: string; images: { width: number; contentType: string }[] }[];
  nextCursor: string | null;
}

describe("GET /v1/media", () => {
  let web: WebServer;
  beforeEach(async () => {
    web = await startWebServer();
  });
  afterEach(() => web.stop());

  const get = async (query = ""): Promise<Page> => {
    const response = await fetchAsOwner(`${web.url}/v1/media${query}`);
    expect(response.status, await response.clone().text()).to.equal(200);
    return (await response.json()) as Page;
  };

  /** All pages, with `between` called after each. */
  const readAll = async (limit: number, between: () => Promise<unknown> = async () => undefined): Promise<string[]> => {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await get(`?limit=${limit}${cursor === null ? "" : `&cursor=${cursor}`}`);
      expect(page.items.length).to.be.at.most(limit);
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      await between();
    } while (cursor !== null);
    return ids;
  };

  /** Bytes of the body before it is decoded. */
  const wireSize = (encoding: string): Promise<number> =>
    new Promise((resolve, reject) => {
      request(`${web.url}/v1/media`, { headers: { ...asOwner, "Accept-Encoding": encoding } }, (response) => {
        buffer(response).then(({ length }) => resolve(length), reject);
      })
        .on("error", reject)
        .end();
    });

  it("is empty where there is nothing", async () => {
    expect(await get()).to.deep.equal({ items: [], nextCursor: null });
  });

  it("has each item once, latest first, over pages of any size", async () => {
    const start = Date.UTC(2024, 5, 1);
    const rows: MediaRow[] = [];
    for (let n = 0; n < 23; n += 1) rows.push(await insertMedia(web.db, { timeline_at: new Date(start + n * 60_000) }));
    const expected = rows.map(({ id }) => id).toReversed();
    for (const limit of [1, 7, 22, 23, 24]) expect(await readAll(limit)).to.deep.equal(expected);
  });

  it("orders items of the same time by id, and splits them between pages without loss", async () => {
    const timeline_at = new Date("2024-06-01T12:00:00Z");
    const rows: MediaRow[] = [];
    for (let n = 0; n < 11; n += 1) rows.push(await insertMedia(web.db, { id: randomUUID(), timeline_at }));
    expect(await readAll(3)).to.deep.equal(
      rows
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    );
  });

  it("loses nothing between times that differ by microseconds, also before 1970", async () => {
    const ids: string[] = [];
    for (const second of ["2024-06-01 12:00:00", "1969-07-20 20:17:40"]) {
      for (let us = 0; us < 9; us += 1) {
        const { id } = await insertMedia(web.db, { id: randomUUID() });
        await web
          .db("media")
          .where({ id })
          .update({ timeline_at: web.db.raw("?::timestamptz", [`${second}.12300${us}+00`]) });
        ids.push(id);
      }
    }
    const expected = [...ids.slice(0, 9).toReversed(), ...ids.slice(9).toReversed()];
    for (const limit of [1, 2, 5]) expect(await readAll(limit)).to.deep.equal(expected);
  });

  it("goes on where it was, whatever comes and goes above and below", async () => {
    const start = Date.UTC(2024, 5, 1);
    const first: MediaRow[] = [];
    for (let n = 0; n < 12; n += 1) first.push(await insertMedia(web.db, { timeline_at: new Date(start + n * 60_000) }));
    const last = first[0] as MediaRow;
    let pages = 0;
    const seen = await readAll(3, async () => {
      pages += 1;
      await insertMedia(web.db, { timeline_at: new Date(start + (100 + pages) * 60_000) });
      // The item on which the cursor stands may go, too.
      if (pages === 1)
        await web
          .db("media")
          .where({ id: (first[9] as MediaRow).id })
          .update({ state: "deleted" });
    });
    expect(seen).to.deep.equal(first.map(({ id }) => id).toReversed());
    expect(seen.at(-1)).to.equal(last.id);
  });

  it("shows what belongs to the owner and is there, in every state but receiving and deleted", async () => {
    const failure = { failure_code: "corrupt", failure_message: "It is damaged." };
    const shown = [];
    for (const state of ["stored", "processing", "ready"] as const) shown.push(await insertMedia(web.db, { state }));
    shown.push(await insertMedia(web.db, { state: "failed", ...failure }));
    await insertMedia(web.db, { state: "receiving", sha256: null, kind: null, content_type: null, size_bytes: null });
    await insertMedia(web.db, { state: "deleted" });
    await insertMedia(web.db, { owner_id: randomUUID() });
    const { items } = await get();
    expect(items.map(({ id }) => id)).to.have.members(shown.map(({ id }) => id));
  });

  it("has the images of the current run only, narrow ones first", async () => {
    const media = await insertReadyImage(web.db, { generation: 2 });
    await insertRendition(web.db, media, { name: "old.webp", generation: 1, width: 10, height: 10 });
    const { items } = await get();
    expect(items[0]?.images.map(({ width, contentType }) => [width, contentType])).to.deep.equal([
      [320, "image/jpeg"],
      [320, "image/webp"],
      [1280, "image/webp"],
    ]);
  });

  /** Not of who asks, which is another one. */
  const isOfMedia = (sql: string): boolean => !sql.includes("api_token");

  it("asks the database once, however long the page", async () => {
    for (let n = 0; n < 20; n += 1) await insertReadyImage(web.db);
    const queries: string[] = [];
    web.db.on("query", ({ sql }: { sql: string }) => {
      if (isOfMedia(sql)) queries.push(sql);
    });
    const { items } = await get("?limit=20");
    expect(items).to.have.length(20);
    expect(queries).to.have.length(1);
  });

  it("is compressed on its way: the URLs of one media share a signature", async () => {
    for (let n = 0; n < 20; n += 1) await insertReadyImage(web.db);
    const sizeOf = async (encoding: string): Promise<number> => {
      const response = await fetchAsOwner(`${web.url}/v1/media`, { headers: { "Accept-Encoding": encoding } });
      const { items } = (await response.clone().json()) as Page;
      expect(items).to.have.length(20);
      expect(response.headers.get("content-encoding")).to.equal(encoding === "identity" ? null : encoding);
      return Number(response.headers.get("content-length")) || (await wireSize(encoding));
    };
    const plain = await sizeOf("identity");
    for (const encoding of ["gzip", "br", "zstd"]) expect(await sizeOf(encoding), encoding).to.be.below(plain / 2);
  });

  it("reads its pages from the index", async () => {
    await web.db.raw(
      `insert into media (id, owner_id, state, kind, file_name, content_type, size_bytes, sha256, original_key, timeline_at)
       select gen_random_uuid(), ?, 'ready', 'image', 'a', 'image/jpeg', 1, decode(md5(n::text), 'hex'), n::text, now() - n * interval '1 minute'
       from generate_series(1, 20000) n`,
      ["00000000-0000-7000-8000-000000000001"],
    );
    await web.db.raw("analyze media");
    const { nextCursor } = await get("?limit=100");
    let sql = "";
    let bindings: unknown[] = [];
    web.db.on("query", (query: { sql: string; bindings: unknown[] }) => {
      if (sql === "" && isOfMedia(query.sql)) ({ sql, bindings } = query);
    });
    await get(`?limit=100&cursor=${nextCursor}`);
    const { rows } = await web.db.raw(`explain ${sql.replaceAll(/\$\d+/g, "?")}`, bindings as string[]);
    expect(JSON.stringify(rows)).to.include("media_timeline").and.not.to.include("Sort");
  });

  for (const cursor of [
    "nonsense",
    "e30",
    Buffer.from('["2024-01-01",1]').toString("base64url"),
    Buffer.from('[1,"x"]').toString("base64url"),
    "%00",
  ]) {
    it(`refuses the cursor ${cursor}`, async () => {
      const response = await fetchAsOwner(`${web.url}/v1/media?cursor=${cursor}`);
      expect(response.status).to.equal(400);
      expect(await response.json()).to.include({ code: "invalid_cursor" });
    });
  }

  for (const query of ["limit=0", "limit=501", "limit=1.5", "limit=many", "limit=1&limit=2", `cursor=${"x".repeat(201)}`]) {
    it(`refuses ?${query.slice(0, 30)}, naming the parameter`, async () => {
      const response = await fetchAsOwner(`${web.url}/v1/media?${query}`);
      expect(response.status).to.equal(400);
      const problem = (await response.json()) as { code: string; errors: { in: string; path: string }[] };
      expect(problem.code).to.equal("invalid_request");
      expect(problem.errors).to.have.length(1);
      expect(problem.errors[0]).to.include({ in: "query", path: query.split("=")[0] });
    });
  }
});
