import { randomBytes } from "node:crypto";
import { fetchAsOwner } from "./owner.ts";

/** Bytes that pass for a JPEG by their beginning, with a content of their own. */
export function jpegOf(sizeBytes: number): Buffer<ArrayBuffer> {
  const bytes = randomBytes(sizeBytes);
  Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1]).copy(bytes);
  return bytes;
}

/** One part of a form, as it stands in the body. */
export interface RawPart {
  readonly name: string;
  readonly fileName?: string;
  readonly content: Buffer | string;
}

export const boundary = "mediashare-test-boundary";

export function rawForm(parts: readonly RawPart[]): Buffer {
  const pieces = parts.flatMap(({ name, fileName, content }) => [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${fileName === undefined ? "" : `; filename="${fileName}"`}\r\n\r\n`,
    ),
    Buffer.from(content),
    Buffer.from("\r\n"),
  ]);
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
}

export const filePart = (content: Buffer | string, fileName = "photo.jpg"): RawPart => ({ name: "file", fileName, content });

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the answers' shapes are what the tests are about
  readonly body: any;
}

export function postForm(url: string, parts: readonly RawPart[], headers: Record<string, string> = {}): Promise<Reply> {
  return postBody(url, rawForm(parts), headers);
}

export async function postBody(url: string, body: Buffer | string, headers: Record<string, string> = {}): Promise<Reply> {
  const response = await fetchAsOwner(`${url}/v1/media`, {
    method: "POST",
    body: new Uint8Array(Buffer.from(body)),
    headers: { "Content-Type": `multipart/form-data; boundary=${boundary}`, ...headers },
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
