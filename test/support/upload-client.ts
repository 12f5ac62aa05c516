import { Upload } from "tus-js-client";
import { asOwner, ownerToken } from "./owner.ts";

/** One file by `POST /v1/media`; undefined when the server broke off before it answered: nothing was promised then. */
export async function postFile(
  url: string,
  fileName: string,
  content: Uint8Array<ArrayBuffer>,
  token = ownerToken,
): Promise<{ id: string; state: string } | undefined> {
  const form = new FormData();
  form.append("file", new Blob([content]), fileName);
  const response = await fetch(`${url}/v1/media`, { method: "POST", headers: { Authorization: `Bearer ${token}` }, body: form }).catch(
    () => undefined,
  );
  if (!response || response.status >= 500) return undefined;
  if (response.status !== 201) throw new Error(`${fileName}: ${response.status} ${await response.text()}`);
  const body = await response.json().catch(() => undefined);
  return body?.items[0];
}

/** One file by tus, resumed until it is through; resolves with the id that the finishing answer names. */
export function tusFile(
  url: string,
  fileName: string,
  content: Uint8Array<ArrayBuffer>,
  options: { chunkSize?: number } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(Buffer.from(content), {
      endpoint: `${url}/v1/tus`,
      headers: asOwner,
      metadata: { filename: fileName },
      retryDelays: Array.from({ length: 100 }, () => 300),
      onShouldRetry: () => true,
      ...(options.chunkSize === undefined ? {} : { chunkSize: options.chunkSize }),
      onError: reject,
      onSuccess: ({ lastResponse }) => {
        const id = lastResponse.getHeader("Mediashare-Media-Id");
        if (id) resolve(id);
        else reject(new Error(`${fileName} ended without a media id`));
      },
    });
    upload.start();
  });
}
