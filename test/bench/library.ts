import {
  DeliverySigner,
  generateDeliveryKeyPair,
  type Knex,
  listMediaDays,
  listTimeline,
  type MediaFilter,
  openDatabase,
} from "@mediashare/core";
import { presentPage } from "@mediashare/web";
import { seededOwner, seededWords, seedMedia } from "../support/million.ts";
import { createTestDatabase } from "../support/postgres.ts";
import type { BenchSuite } from "./suite.ts";
import type { BenchRow } from "./table.ts";

const owners = 100;
const small = 10_000;
/** Requests at once, and of each kind in all. */
const atOnce = 8;
const requests = 400;
const pageSize = 100;
const number = new Intl.NumberFormat("en");

interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

type Request = (ownerId: string) => Promise<unknown>;

/** What a library's pages cost with a million media, beside ten thousand, and beside the same lists in the way Immich asks for them. */
export const benchLibrary: BenchSuite = async ({ media: large }, say) => {
  const measured = new Map<string, { small: Percentiles; large: Percentiles }>();
  const of = new Map<number, Map<string, Percentiles>>();
  for (const count of [small, large]) of.set(count, await measureAll(count, say));
  for (const [name, values] of of.get(large) as Map<string, Percentiles>)
    measured.set(name, { small: of.get(small)?.get(name) as Percentiles, large: values });

  const flat = ["timeline page", "page from anywhere", "days", "search, rare word", "search, common word", "favourites"];
  const rows: BenchRow[] = flat.map((name) => {
    const both = measured.get(name) as { small: Percentiles; large: Percentiles };
    return row(
      `${name} of ${number.format(large)} media, p99`,
      both.large.p99,
      `ourselves with ${number.format(small)} media`,
      both.small.p99,
    );
  });
  const versus = (ours: string, theirs: string, what: string) =>
    row(what, measured.get(ours)?.large.p99 ?? Number.NaN, "Immich's query, re-created", measured.get(theirs)?.large.p99 ?? Number.NaN);
  rows.push(versus("days", "Immich buckets", `dates of the timeline, ${number.format(large)} media, p99`));
  rows.push(versus("page rows", "Immich bucket", `rows of a first page, ${number.format(large)} media, p99`));
  const medians = [...measured].map(([name, both]) => `${name} ${both.large.p50.toFixed(1)}/${both.large.p99.toFixed(1)}`).join(", ");
  return {
    rows,
    notes: [
      `Library: ${owners} owners, ${atOnce} requests at once, ${requests} of each kind; p50/p99 in ms with ${number.format(large)} media: ${medians}.`,
      "Library: a request is the query, the signed URLs of a page of 100 and its JSON, in one process; HTTP is not in it. Immich's queries are re-created on a table of the same rows with its index, from its published SQL; they are not a run of Immich.",
    ],
    skipped: [],
  };
};

function row(what: string, ours: number, peer: string, theirs: number): BenchRow {
  return { what, ours, peer, theirs, unit: "ms", moreIsBetter: false };
}

async function measureAll(count: number, say: (text: string) => void): Promise<Map<string, Percentiles>> {
  const database = await createTestDatabase();
  const db = openDatabase({ url: database.url, poolSize: atOnce, applicationName: "bench" });
  try {
    say(`seeding ${count} media`);
    await seedMedia(db, { owners, count });
    await seedImmich(db);
    const found = new Map<string, Percentiles>();
    for (const [name, request] of Object.entries(await requestsOn(db))) {
      found.set(name, await measure(request));
      say(`${count}: ${name} ${JSON.stringify(found.get(name))}`);
    }
    return found;
  } finally {
    await db.destroy();
    await database.drop();
  }
}

async function requestsOn(db: Knex): Promise<Record<string, Request>> {
  const { privateKey } = await generateDeliveryKeyPair();
  const signer = new DeliverySigner({ deliveryUrl: "https://media.example", keyPairId: "BENCH", privateKey, ttlMs: 3_600_000 });
  const now = () => new Date();
  const list = async (ownerId: string, filter: MediaFilter, after?: { timelineUs: number; id: string }) => {
    const rows = await listTimeline(db, { ownerId, filter, after, limit: pageSize + 1 });
    return JSON.stringify(
      await presentPage({ db, signer, now }, rows, pageSize, ({ timeline_us: timelineUs, id }) => ({ timelineUs, id })),
    );
  };
  return {
    "timeline page": (ownerId) => list(ownerId, {}),
    "page from anywhere": (ownerId) => list(ownerId, {}, { timelineUs: anyTimeUs(), id: ownerId }),
    "page rows": (ownerId) => listTimeline(db, { ownerId, after: undefined, limit: pageSize + 1 }),
    days: async (ownerId) => JSON.stringify(await listMediaDays(db, ownerId)),
    favourites: (ownerId) => list(ownerId, { favourite: true }),
    "search, rare word": (ownerId) => list(ownerId, { words: [seededWords.rare] }),
    "search, some": (ownerId) => list(ownerId, { words: [seededWords.some] }),
    "search, common word": (ownerId) => list(ownerId, { words: [seededWords.common] }),
    "Immich buckets": (ownerId) => db.raw(immichBuckets, [ownerId]),
    "Immich bucket": (ownerId) => db.raw(immichBucket, [ownerId]),
  };
}

/** Somewhere in the 20 years of the seeded media. */
const anyTimeUs = () => Math.round(Date.UTC(2006, 0, 1) + Math.random() * 20 * 365 * 86_400_000) * 1_000;

/** Immich's columns that its timeline asks for, and its index (server/src/schema, releases 1.13x to 2.x). */
async function seedImmich(db: Knex): Promise<void> {
  await db.raw(`
    create table asset as select id, owner_id as "ownerId", timeline_at as "localDateTime", null::timestamptz as "deletedAt",
      'timeline' as visibility, favourite as "isFavorite", kind as type, thumbhash, width, height, duration_ms from media`);
  await db.raw(`alter table asset add primary key (id)`);
  await db.raw(`create index on asset ("ownerId")`);
  await db.raw(`create index on asset ((date_trunc('MONTH', "localDateTime" at time zone 'UTC') at time zone 'UTC'))`);
  await db.raw("vacuum (analyze) asset");
}

const immichBuckets = `
  with months as (
    select date_trunc('MONTH', "localDateTime" at time zone 'UTC') at time zone 'UTC' as month from asset
    where "deletedAt" is null and visibility in ('archive', 'timeline') and "ownerId" = any(array[?]::uuid[])
  )
  select month, count(*) from months group by month order by month desc`;

/** The month of the latest items: Immich loads a month at once. */
const immichBucket = `
  select id, "ownerId", "isFavorite", type, encode(thumbhash, 'base64'), "localDateTime", width, height, duration_ms from asset
  where "deletedAt" is null and visibility = 'timeline' and "ownerId" = any(array[?]::uuid[])
    and date_trunc('MONTH', "localDateTime" at time zone 'UTC') at time zone 'UTC' = timestamptz '2025-12-01 00:00Z'
  order by "localDateTime" desc`;

async function measure(request: Request): Promise<Percentiles> {
  for (let warm = 0; warm < atOnce; warm += 1) await request(seededOwner(warm));
  const times: number[] = [];
  let left = requests;
  const run = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const startedAt = performance.now();
      await request(seededOwner(Math.floor(Math.random() * owners)));
      times.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, run));
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
