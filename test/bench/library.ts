import { Agent, get } from "node:http";
import { tokenScopes } from "@mediashare/contract";
import { findAlbum, hashSecret, type Knex, listAlbumItems, listMediaDays, listTimeline } from "@mediashare/core";
import { startDeployment } from "../support/deployment.ts";
import { seedAlbums, seededAlbum, seededOwner, seededWords, seedMedia } from "../support/million.ts";
import { planFaults, plansOf } from "../support/query-plans.ts";
import { measureGallery } from "./gallery.ts";
import { immichBucket, immichBuckets, seedImmich } from "./immich-queries.ts";
import { cpuSeconds } from "./measure.ts";
import type { BenchSuite } from "./suite.ts";
import type { BenchRow } from "./table.ts";

const owners = 100;
const small = 10_000;
/** Requests at once, and of each kind in all. */
const atOnce = 4;
const requests = 1_000;
const number = new Intl.NumberFormat("en");

interface Cost {
  readonly p50: number;
  readonly p99: number;
  /** Of the web process, for each request. */
  readonly cpuMs: number;
}

type Measured = ReadonlyMap<string, Cost>;
type Request = (owner: number) => Promise<unknown>;

/** What a library's pages cost with a million media, beside ten thousand, and beside the same lists in the way Immich asks for them. */
export const benchLibrary: BenchSuite = async ({ media: large }, say) => {
  const ofSmall = await measureAll(small, say);
  const ofLarge = await measureAll(large, say);
  const p99 = (of: Measured, name: string) => of.get(name)?.p99 ?? Number.NaN;
  const rows = [
    ...pages.map((name) =>
      row(`${name}, of ${number.format(large)} media, p99`, p99(ofLarge, name), `itself, of ${number.format(small)}`, p99(ofSmall, name)),
    ),
    row("query of the timeline's dates, p99", p99(ofLarge, "days query"), "Immich's query, re-created", p99(ofLarge, "Immich buckets")),
    row("query of the timeline's first rows, p99", p99(ofLarge, "page query"), "Immich's query, re-created", p99(ofLarge, "Immich bucket")),
  ];
  const gallery = await measureGallery(say);
  const all = (describe: (of: Cost) => string) => [...ofLarge].map(([name, of]) => `${name} ${describe(of)}`).join(", ");
  return {
    rows,
    notes: [
      `Library: ${owners} owners, ${atOnce} requests at once, ${number.format(requests)} of each kind; p50/p99 in ms of ${number.format(large)} media: ${all(({ p50, p99: tail }) => `${p50.toFixed(1)}/${tail.toFixed(1)}`)}.`,
      `Library: CPU of the web process for each of them, in ms: ${all(({ cpuMs }) => cpuMs.toFixed(1))}.`,
      "Library: a page is what a browser gets over HTTP from one web process: signed in, 100 items with signed URLs, compressed. A query is the query alone. Immich's are re-created on a table of the same rows with its indexes, from its published SQL; they are not a run of Immich.",
      ...gallery.notes,
    ],
    skipped: gallery.skipped,
  };
};

const pages = [
  "timeline page",
  "page from anywhere",
  "days",
  "search, rare word",
  "search, common word",
  "favourites",
  "album page",
  "share page",
] as const;

function row(what: string, ours: number, peer: string, theirs: number): BenchRow {
  return { what, ours, peer, theirs, unit: "ms", moreIsBetter: false };
}

async function measureAll(count: number, say: (text: string) => void): Promise<Measured> {
  const deployment = await startDeployment({ MEDIASHARE_DELIVERY_URL: "https://media.example" });
  try {
    const { db } = deployment;
    say(`seeding ${number.format(count)} media`);
    const startedAt = performance.now();
    await seedMedia(db, { owners, count });
    await seedAlbums(db, { owners, count });
    await seedAccess(db);
    await seedImmich(db);
    say(`seeded in ${Math.round((performance.now() - startedAt) / 1000)} s`);
    await checkPlans(db);
    const web = await deployment.start("web");
    const found = new Map<string, Cost>();
    for (const [name, request] of Object.entries(requestsOn(db, web.url))) {
      found.set(name, await measure(request, web.pid));
      say(`${number.format(count)}: ${name} ${JSON.stringify(found.get(name))}`);
    }
    return found;
  } finally {
    await deployment.stop();
  }
}

/** Rows of media that a page may look at, and rows that it may sort. */
const mostOfAPage = { read: 202, sorted: 1_000 };

/** @throws Error where a page's query has a plan that costs more the more media there are: its times would mean nothing then */
async function checkPlans(db: Knex): Promise<void> {
  const ownerId = seededOwner(3);
  const albumId = seededAlbum(3);
  const timeline = (filter = {}) => listTimeline(db, { ownerId, filter, after: undefined, limit: 101 });
  const operations: Record<string, () => Promise<unknown>> = {
    timeline,
    "page from anywhere": () => timeline({ before: new Date("2016-01-01") }),
    "search, rare word": () => timeline({ words: [seededWords.rare] }),
    favourites: () => timeline({ favourite: true }),
    days: () => listMediaDays(db, ownerId),
    album: () => findAlbum(db, { albumId, accountId: ownerId }),
    "album items": () => listAlbumItems(db, { albumId, after: undefined, limit: 101 }),
  };
  for (const [name, operation] of Object.entries(operations)) {
    for (const plan of await plansOf(db, operation)) {
      const faults = planFaults(plan, mostOfAPage);
      if (faults.length > 0) throw new Error(`the plan of ${name} ${faults.join(", ")}: ${JSON.stringify(plan)}`);
    }
  }
}

const tokenOf = (owner: number) => `ms_${String(owner).padStart(43, "t")}`;
const linkOf = (owner: number) => String(owner).padStart(43, "s");

/** A token and a link to the album for each owner. */
async function seedAccess(db: Knex): Promise<void> {
  const all = Array.from({ length: owners }, (_, owner) => owner);
  await db("api_token").insert(
    all.map((owner) => ({
      id: seededOwner(owner),
      account_id: seededOwner(owner),
      name: "Bench",
      secret_hash: hashSecret(tokenOf(owner)),
      scopes: [...tokenScopes],
    })),
  );
  await db("share_link").insert(
    all.map((owner) => ({
      id: seededAlbum(owner),
      token_hash: hashSecret(linkOf(owner)),
      owner_id: seededOwner(owner),
      album_id: seededAlbum(owner),
    })),
  );
}

function requestsOn(db: Knex, url: string): Record<(typeof pages)[number] | string, Request> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const page = (owner: number, path: string) => fetchAll(agent, url + path, { Authorization: `Bearer ${tokenOf(owner)}` });
  const search = (word: string) => (owner: number) => page(owner, `/v1/media?q=${word}`);
  return {
    "timeline page": (owner) => page(owner, "/v1/media"),
    "page from anywhere": (owner) => page(owner, `/v1/media?before=${anyTime()}`),
    days: (owner) => page(owner, "/v1/media/days"),
    "search, rare word": search(seededWords.rare),
    "search, some": search(seededWords.some),
    "search, common word": search(seededWords.common),
    favourites: (owner) => page(owner, "/v1/media?favourite=true"),
    "album page": (owner) => page(owner, `/v1/albums/${seededAlbum(owner)}/items`),
    "share page": (owner) => fetchAll(agent, `${url}/v1/shared/${linkOf(owner)}/items`, {}),
    "days query": (owner) => listMediaDays(db, seededOwner(owner)),
    "page query": (owner) => listTimeline(db, { ownerId: seededOwner(owner), after: undefined, limit: 101 }),
    "Immich buckets": (owner) => db.raw(immichBuckets, [seededOwner(owner)]),
    "Immich bucket": (owner) => db.raw(immichBucket, [seededOwner(owner)]),
  };
}

/** Somewhere in the 20 years of the seeded media. */
const anyTime = () => new Date(Date.UTC(2006, 6, 1) + Math.random() * 19 * 365 * 86_400_000).toISOString();

/** Reads an answer to its end, as it comes; the client is not what is measured. */
function fetchAll(agent: Agent, url: string, headers: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers: { ...headers, "Accept-Encoding": "gzip, deflate, br, zstd" } }, (response) => {
      response.on("error", reject).resume();
      response.on("end", () => (response.statusCode === 200 ? resolve() : reject(new Error(`${url}: ${response.statusCode}`))));
    });
    request.on("error", reject);
  });
}

async function measure(request: Request, webPid: number): Promise<Cost> {
  for (let warm = 0; warm < owners; warm += 1) await request(warm);
  const times: number[] = [];
  const cpuBefore = cpuSeconds(webPid);
  let left = requests;
  const run = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const startedAt = performance.now();
      await request(Math.floor(Math.random() * owners));
      times.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, run));
  const cpuMs = ((cpuSeconds(webPid) - cpuBefore) * 1000) / requests;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), cpuMs };
}
