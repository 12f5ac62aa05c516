import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { createS3Client, openStores, type S3ClientOptions, S3ObjectStore, StorageUnavailableError } from "@mediashare/core";
import { expect } from "chai";
import { describeObjectStore, errorOf, rejects, sequence } from "../../support/object-store-suite.ts";
import { startVersitygw, type Versitygw } from "../../support/versitygw.ts";

describe("S3ObjectStore", () => {
  let server: Versitygw | undefined;
  const s3 = () => server as Versitygw;

  before(async function () {
    this.timeout(600_000);
    const started = await startVersitygw();
    if ("skipped" in started) {
      console.log(`      skipped: ${started.skipped}`);
      this.skip();
    }
    server = started;
    await server.createBucket("suite");
    await server.createBucket("other");
  });
  after(async () => {
    await server?.stop();
  });

  describeObjectStore("S3ObjectStore", () => new S3ObjectStore({ client: s3().client, bucket: "suite" }));

  describe("presignGet", () => {
    it("reads without credentials, as a file of that name, until it is tampered with", async () => {
      const store = new S3ObjectStore({ client: s3().client, bucket: "other" });
      const body = randomBytes(1000);
      await store.put("originals/o/m", body, { contentType: "image/jpeg" });
      const url = (await store.presignGet("originals/o/m", { expiresInSeconds: 60, fileName: 'Ferien "am" Meer/é.jpg' })) as string;
      const response = await fetch(url);
      expect(response.status).to.equal(200);
      expect(Buffer.from(await response.arrayBuffer()).equals(body)).to.equal(true);
      expect(response.headers.get("content-disposition")).to.equal(`attachment; filename="_.jpg"; filename*=UTF-8''%C3%A9.jpg`);
      expect((await fetch(url.replace("originals/o/m", "originals/o/n"))).status).to.equal(403);
      const plain = (await store.presignGet("originals/o/m", { expiresInSeconds: 60 })) as string;
      expect((await fetch(plain)).headers.get("content-disposition")).to.equal("attachment");
    });
  });

  it("lists more parts than a page of S3 holds", async function () {
    this.timeout(60_000);
    const store = new S3ObjectStore({ client: s3().client, bucket: "other" });
    const upload = await store.createMultipart("parts", { contentType: "video/mp4", partSizeBytes: 5 * 1024 * 1024 });
    await inBatches(1001, (n) => store.putPart(upload, n + 1, [Buffer.from("x")]));
    const numbers = (await store.listParts(upload)).map(({ partNumber }) => partNumber);
    expect(numbers).to.deep.equal(Array.from({ length: 1001 }, (_, n) => n + 1));
  });

  it("is opened twice over one client by openStores", async () => {
    const { originals, renditions } = openStores({
      kind: "s3",
      ...s3().options,
      originalsBucket: "suite",
      renditionsBucket: "other",
      renditionsStorageClass: "STANDARD",
    });
    await renditions.put("media/m/a", Buffer.from("x"), { contentType: "text/plain" });
    expect((await renditions.head("media/m/a")).sizeBytes).to.equal(1);
    await originals.check();
  });

  it("reports a bucket that is not there", async () => {
    const store = new S3ObjectStore({ client: s3().client, bucket: "none" });
    for (const call of [store.check(), store.put("a", sequence(10), { contentType: "text/plain" })])
      await rejects(StorageUnavailableError, call);
  });

  it("reports wrong credentials", async () => {
    const client = createS3Client({ ...s3().options, credentials: { accessKeyId: "test", secretAccessKey: "wrong" } });
    await rejects(StorageUnavailableError, new S3ObjectStore({ client, bucket: "suite" }).check());
    client.destroy();
  });
});

async function inBatches(count: number, action: (n: number) => Promise<unknown>): Promise<void> {
  for (let next = 0; next < count; next += 50) {
    await Promise.all(Array.from({ length: Math.min(50, count - next) }, (_, index) => action(next + index)));
  }
}

describe("S3ObjectStore without a server", () => {
  it("reports a refused connection as unavailable, with its cause", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    const client = createS3Client({
      region: "us-east-1",
      endpoint: `http://127.0.0.1:${port}`,
      pathStyle: true,
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
    const store = new S3ObjectStore({ client, bucket: "suite" });
    const error = await errorOf(store.head("a"));
    expect(error).to.be.instanceOf(StorageUnavailableError).with.property("message").that.includes("s3://suite");
    expect(error?.cause).to.have.property("code", "ECONNREFUSED");
    const body = sequence(1000);
    await rejects(StorageUnavailableError, store.put("a", body, { contentType: "text/plain" }));
    expect(body.destroyed).to.equal(true);
    client.destroy();
  });

  it("asks for the storage class that it was given", async () => {
    const classes: unknown[] = [];
    await withServer(
      (request, response) => {
        classes.push(request.headers["x-amz-storage-class"]);
        request.resume().on("end", () => response.setHeader("ETag", '"e"').end());
      },
      async (options) => {
        const { originals, renditions } = openStores({ kind: "s3", ...options, ...buckets, renditionsStorageClass: "ONEZONE_IA" });
        await originals.put("a", Buffer.from("x"), { contentType: "text/plain" });
        await renditions.put("a", Buffer.from("x"), { contentType: "text/plain" });
      },
    );
    expect(classes).to.deep.equal([undefined, "ONEZONE_IA"]);
  });

  // versitygw 1.8 answers the second page of uploads with "Invalid uploadId marker".
  it("lists the uploads of every page", async () => {
    const queries: string[] = [];
    const upload = (id: string) => `<Upload><Key>k</Key><UploadId>${id}</UploadId><Initiated>2026-01-01T00:00:00.000Z</Initiated></Upload>`;
    const pages = [
      `<IsTruncated>true</IsTruncated><NextKeyMarker>k</NextKeyMarker><NextUploadIdMarker>1</NextUploadIdMarker>${upload("1")}`,
      `<IsTruncated>false</IsTruncated>${upload("2")}`,
    ];
    const ids: string[] = [];
    await withServer(
      (request, response) => {
        queries.push(new URL(request.url ?? "", "http://s3").search);
        response.end(`<ListMultipartUploadsResult>${pages[queries.length - 1]}</ListMultipartUploadsResult>`);
      },
      async (options) => {
        const { originals } = openStores({ kind: "s3", ...options, ...buckets });
        for await (const { uploadId } of originals.listMultiparts()) ids.push(uploadId);
      },
    );
    expect(ids).to.deep.equal(["1", "2"]);
    expect(queries).to.deep.equal(["?uploads=", "?key-marker=k&upload-id-marker=1&uploads="]);
  });
});

const buckets = { originalsBucket: "o", renditionsBucket: "r" };

/** A server for what a real one cannot show. */
async function withServer(answer: RequestListener, use: (options: S3ClientOptions) => Promise<void>): Promise<void> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  try {
    await use({
      region: "us-east-1",
      endpoint: `http://127.0.0.1:${port}`,
      pathStyle: true,
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
