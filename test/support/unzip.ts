import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { type Entry, fromBuffer, type ZipFile } from "yauzl";

/** The files of a zip, in its order. */
export async function unzip(response: Response): Promise<Map<string, Buffer>> {
  const zip = (await promisify(fromBuffer as never)(
    Buffer.from(await response.arrayBuffer()) as never,
    { lazyEntries: true } as never,
  )) as unknown as ZipFile;
  const files = new Map<string, Buffer>();
  return new Promise((resolve, reject) => {
    zip.on("entry", (entry: Entry) => {
      zip.openReadStream(entry, (error, stream) => {
        if (error || !stream) return reject(error);
        buffer(stream).then((content) => {
          files.set(entry.fileName, content);
          zip.readEntry();
        }, reject);
      });
    });
    zip.on("end", () => resolve(files));
    zip.on("error", reject);
    zip.readEntry();
  });
}
