import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { basename } from "node:path";
import { asOwner } from "../support/owner.ts";
import { seededRandom } from "../support/seeded-random.ts";

/** One buffer sent over and over, as the client must not be what is measured; of random bytes, as compressed pictures look. */
const block = renderBlock(1024 * 1024);

export interface Sent {
  readonly status: number;
  readonly seconds: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A JPEG's first bytes, so that the content passes for one, and then `sizeBytes` in all. `salt` makes it a content of its own. */
export function* payload(sizeBytes: number, salt: string): Generator<Buffer> {
  const head = Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]),
    Buffer.from("JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
    Buffer.from(salt),
  ]);
  yield head;
  for (let sent = head.length; sent < sizeBytes; sent += block.length) yield block.subarray(0, Math.min(block.length, sizeBytes - sent));
}

/** A server that does not answer in this time has failed. */
const limitMs = 600_000;

/** Sends a body with Content-Length over one connection, as fast as the server takes it. Peers do not look at whose it is. */
export async function send(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Iterable<Buffer> = [],
): Promise<Sent> {
  const startedAt = performance.now();
  const outgoing = request(url, { method, headers: { ...asOwner, ...headers }, agent: false, signal: AbortSignal.timeout(limitMs) });
  const answered = once(outgoing, "response");
  for (const chunk of body) if (!outgoing.write(chunk)) await once(outgoing, "drain");
  outgoing.end();
  const [response] = await answered;
  response.resume();
  await once(response, "end");
  return { status: response.statusCode, seconds: (performance.now() - startedAt) / 1000, headers: response.headers };
}

/** Creates a tus upload and sends it in one PATCH; the time is that of the PATCH. */
export async function tusUpload(endpoint: string, sizeBytes: number, salt: string): Promise<Sent> {
  const created = await send("POST", endpoint, {
    "Tus-Resumable": "1.0.0",
    "Upload-Length": String(sizeBytes),
    "Upload-Metadata": `filename ${Buffer.from(`${salt}.jpg`).toString("base64")}`,
    "Content-Length": "0",
  });
  const location = created.headers.location;
  if (created.status !== 201 || typeof location !== "string") throw new Error(`${endpoint} did not create an upload: ${created.status}`);
  const patched = await send(
    "PATCH",
    new URL(location, endpoint).href,
    {
      "Tus-Resumable": "1.0.0",
      "Upload-Offset": "0",
      "Content-Type": "application/offset+octet-stream",
      "Content-Length": String(sizeBytes),
    },
    payload(sizeBytes, salt),
  );
  if (patched.status !== 204) throw new Error(`${endpoint} did not take the upload: ${patched.status}`);
  return patched;
}

/** Sends a made-up photo as multipart/form-data. */
export async function formUpload(endpoint: string, sizeBytes: number, salt: string): Promise<Sent> {
  return sendForm(endpoint, { name: `${salt}.jpg`, type: "image/jpeg", sizeBytes }, payload(sizeBytes, salt));
}

/** Sends a file of the disk as multipart/form-data. */
export async function sendFile(endpoint: string, file: string, type: string): Promise<Sent> {
  const bytes = await readFile(file);
  return sendForm(endpoint, { name: basename(file), type, sizeBytes: bytes.length }, [bytes]);
}

interface FormPart {
  readonly name: string;
  readonly type: string;
  readonly sizeBytes: number;
}

async function sendForm(endpoint: string, { name, type, sizeBytes }: FormPart, content: Iterable<Buffer>): Promise<Sent> {
  const boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW5";
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const body = function* (): Generator<Buffer> {
    yield head;
    yield* content;
    yield tail;
  };
  const sent = await send(
    "POST",
    endpoint,
    { "Content-Type": `multipart/form-data; boundary=${boundary}`, "Content-Length": String(head.length + sizeBytes + tail.length) },
    body(),
  );
  if (sent.status !== 201) throw new Error(`${endpoint} did not take the form: ${sent.status}`);
  return sent;
}

function renderBlock(sizeBytes: number): Buffer {
  const random = seededRandom(1);
  return Buffer.from(Array.from({ length: sizeBytes }, () => Math.floor(random() * 256)));
}
