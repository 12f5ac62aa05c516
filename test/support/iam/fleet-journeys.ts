import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { localOwnerId, type TaskMessage } from "@mediashare/contract";
import type { Knex, ObjectStore, SqsTaskQueue } from "@mediashare/core";
import { expect } from "chai";
import sharp from "sharp";
import type { FleetProcess } from "../deployment.ts";
import { makeClip, makePhoto } from "../files.ts";
import { asOwner, fetchAsOwner } from "../owner.ts";
import { insertMedia, insertTask } from "../rows.ts";
import { postFile } from "../upload-client.ts";
import { boundary, filePart, jpegOf, rawForm } from "../upload-content.ts";
import { waitFor } from "../wait-for.ts";

/** Fleets over stores and queues, and a way around them. */
export interface JourneyWorld {
  readonly db: Knex;
  /** Two servers, whose part size is 5 MiB. */
  readonly uploads: readonly [FleetProcess, FleetProcess];
  readonly web: FleetProcess;
  /** As somebody who may do everything. */
  readonly originals: ObjectStore;
  readonly tasks: SqsTaskQueue;
  readonly deadLetters: SqsTaskQueue;
  /** Tells of a new object, where the store does not do so itself. */
  readonly tell: ((key: string) => Promise<unknown>) | undefined;
}

const MiB = 2 ** 20;
const tus = { ...asOwner, "Tus-Resumable": "1.0.0" };

/** What people do, so that every call is made that the fleets make on a usual day, and on a bad one. */
export async function runJourneys(world: JourneyWorld): Promise<void> {
  const [photo, clip, dropped] = [await sendForms(world), await sendClip(world), await dropIntoInbox(world)];
  await sendByTus(world);
  await meetBusyTask(world);
  for (const id of [photo, clip, dropped]) await ended(world, id, "ready");
  for (const id of [photo, dropped]) await download(world, id);
  const drawing = await sendDrawing(world);
  await ended(world, drawing, "ready");
  for (const id of [photo, drawing]) await downloadByLink(world, id);
  for (const id of [photo, dropped]) await remove(world, id);
  await world.deadLetters.send([{ body: { v: 1, taskId: randomUUID() } satisfies TaskMessage, groupId: "any" }]);
  await waitFor("the dead letter to be taken", async () => (await world.deadLetters.depth()).visible === 0, { timeoutMs: 20_000 });
}

/** Small, twice the same, in parts, and given up half way. */
async function sendForms(world: JourneyWorld): Promise<string> {
  const [upload] = world.uploads;
  const content = await makePhoto({ seed: 1 });
  const photo = await postFile(upload.url, "photo.jpg", content);
  expect(photo, "what became of a form").to.have.property("id");
  expect((await postFile(upload.url, "again.jpg", content))?.id).to.equal(photo?.id);
  await sendFormsInParts(world);
  return photo?.id as string;
}

async function sendFormsInParts({ db, uploads: [upload], originals }: JourneyWorld): Promise<void> {
  await postFile(upload.url, "parts.jpg", new Uint8Array(jpegOf(12 * MiB)));
  const body = rawForm([filePart(jpegOf(12 * MiB))]);
  const headers = { ...asOwner, "Content-Type": `multipart/form-data; boundary=${boundary}`, "Content-Length": String(body.length) };
  const outgoing = request(`${upload.url}/v1/media`, { method: "POST", headers, agent: false });
  outgoing.on("error", () => undefined);
  outgoing.write(body.subarray(0, 7 * MiB));
  await waitFor("a part of the form", async () => (await multiparts(originals)) > 0);
  outgoing.destroy();
  await waitFor("the form to be given up", async () => (await multiparts(originals)) === 0);
  await waitFor("its row to go", async () => (await db("media").where({ state: "receiving" })).length === 0);
}

async function sendClip({ uploads: [upload] }: JourneyWorld): Promise<string> {
  const clip = await makeClip({ seconds: 9, width: 640, height: 360, seed: 2 });
  return (await postFile(upload.url, "clip.mp4", clip))?.id as string;
}

/** Nobody knows where a GIF might say its place: visitors get a rendition of it instead. */
async function sendDrawing({ uploads: [upload] }: JourneyWorld): Promise<string> {
  const gif = await sharp(await makePhoto({ seed: 4 }))
    .gif()
    .toBuffer();
  return (await postFile(upload.url, "drawing.gif", new Uint8Array(gif)))?.id as string;
}

/** In pieces that fill no part, by servers that take turns; and one that is cancelled. */
async function sendByTus({ uploads, originals }: JourneyWorld): Promise<void> {
  const [first, second] = uploads;
  const content = jpegOf(12 * MiB + 7);
  const path = await createUpload(first.url, content.length);
  for (let at = 0, turn = 0; at < content.length; at += 1.75 * MiB, turn += 1)
    await patch((turn % 2 ? second : first).url + path, at, content.subarray(at, at + 1.75 * MiB));
  const cancelled = await createUpload(first.url, content.length);
  await patch(first.url + cancelled, 0, content.subarray(0, 6 * MiB));
  expect(await multiparts(originals)).to.equal(1);
  const response = await fetch(first.url + cancelled, { method: "DELETE", headers: tus });
  expect(response.status).to.equal(204);
}

async function createUpload(url: string, lengthBytes: number): Promise<string> {
  const response = await fetch(`${url}/v1/tus`, { method: "POST", headers: { ...tus, "Upload-Length": String(lengthBytes) } });
  expect(response.status).to.equal(201);
  return new URL(response.headers.get("location") as string, url).pathname;
}

async function patch(url: string, offset: number, body: Buffer<ArrayBuffer>): Promise<void> {
  const headers = { ...tus, "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) };
  expect((await fetch(url, { method: "PATCH", headers, body })).status).to.equal(204);
}

/** And the same under another name, which then is not wanted. */
async function dropIntoInbox({ db, originals, tell }: JourneyWorld): Promise<string> {
  const content = await makePhoto({ seed: 3 });
  const [key, copy] = [`inbox/${localOwnerId}/dropped.jpg`, `inbox/${localOwnerId}/copy.jpg`];
  await originals.put(key, content, { contentType: "image/jpeg" });
  await tell?.(key);
  const row = () => db("media").where({ original_key: key }).first("id");
  await waitFor("the inbox to be looked at", async () => (await row()) !== undefined, { timeoutMs: 30_000 });
  await originals.put(copy, content, { contentType: "image/jpeg" });
  await tell?.(copy);
  const isGone = () =>
    originals.head(copy).then(
      () => false,
      () => true,
    );
  await waitFor("the copy to be removed", isGone, { timeoutMs: 30_000 });
  return (await row())?.id as string;
}

/** A message of a task that another worker has: it is put off. When that worker is gone, the task's original is so too. */
async function meetBusyTask(world: JourneyWorld): Promise<void> {
  const media = await insertMedia(world.db, { state: "processing" });
  const lease = { leased_by: "another", lease_expires_at: new Date(Date.now() + 4_000) };
  const task = await insertTask(world.db, media, { state: "leased", token: 1, attempts: 1, ...lease });
  await world.tasks.send([{ body: { v: 1, taskId: task.id }, groupId: media.owner_id }]);
  await ended(world, media.id, "failed");
}

async function ended({ db }: JourneyWorld, id: string, state: string): Promise<void> {
  const look = () => db("media").where({ id }).first("state", "failure_message");
  await waitFor(`${id} to be ${state}`, async () => (await look())?.state === state, { timeoutMs: 60_000, detail: look });
}

async function download({ web }: JourneyWorld, id: string): Promise<void> {
  const response = await fetchAsOwner(`${web.url}/v1/media/${id}/original`);
  expect([response.status, response.redirected]).to.deep.equal([200, true]);
  await response.arrayBuffer();
}

/** A visitor gets the original, or a rendition, by a URL that the web fleet signs with its own right to read it. */
async function downloadByLink({ web }: JourneyWorld, mediaId: string): Promise<void> {
  const made = await fetchAsOwner(`${web.url}/v1/share-links`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ mediaId, allowsDownload: true }),
  });
  expect(made.status).to.equal(201);
  const { url } = (await made.json()) as { url: string };
  const shared = `${web.url}/v1/shared/${new URL(url).pathname.split("/").at(-1)}`;
  const { items } = (await (await fetch(`${shared}/items`)).json()) as { items: { id: string }[] };
  const response = await fetch(`${shared}/items/${items[0]?.id}/download`);
  expect(response.status).to.equal(200);
  await response.arrayBuffer();
}

async function remove({ db, web }: JourneyWorld, id: string): Promise<void> {
  expect((await fetchAsOwner(`${web.url}/v1/media/${id}?forever=true`, { method: "DELETE" })).status).to.equal(204);
  await waitFor(`${id} to be swept`, async () => (await db("media").where({ id })).length === 0, { timeoutMs: 30_000 });
}

async function multiparts(originals: ObjectStore): Promise<number> {
  let count = 0;
  for await (const _upload of originals.listMultiparts()) count += 1;
  return count;
}
