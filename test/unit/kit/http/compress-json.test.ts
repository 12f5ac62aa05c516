import { request } from "node:http";
import { buffer } from "node:stream/consumers";
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { compressJson, type RunningServer, serve } from "@mediashare/kit";
import { expect } from "chai";
import Koa from "koa";

const decoders = { zstd: zstdDecompressSync, br: brotliDecompressSync, gzip: gunzipSync };

describe("the compression of JSON", () => {
  let server: RunningServer;
  let answer: (path: string) => string | Buffer;
  before(async () => {
    const koa = new Koa();
    koa.use(compressJson());
    koa.use(async (ctx) => {
      ctx.body = answer(ctx.path);
      ctx.type = "json";
    });
    server = await serve(koa, { host: "127.0.0.1", port: 0 });
  });
  after(() => server.close(0));

  const ask = (accepted: string, path = "/", method = "GET") =>
    new Promise<{ encoding: string | undefined; bytes: Buffer }>((resolve, reject) => {
      const headers = { "Accept-Encoding": accepted };
      request({ port: server.port, path, method, headers }, (response) => {
        buffer(response).then((bytes) => resolve({ encoding: response.headers["content-encoding"], bytes }), reject);
      })
        .on("error", reject)
        .end();
    });
  const textOf = ({ encoding, bytes }: Awaited<ReturnType<typeof ask>>) => {
    const decode = decoders[encoding as keyof typeof decoders];
    return (decode ? decode(bytes) : bytes).toString();
  };

  /** JSON of so many bytes, of which each letter takes two. */
  const json = (bytes: number, letter = "é") =>
    JSON.stringify("".padEnd(Math.floor((bytes - 2) / 2), letter)).padEnd(bytes - Math.floor((bytes - 2) / 2));
  const limit = 256 * 1024;
  for (const encoding of ["zstd", "br", "gzip"] as const) {
    for (const bytes of [1_024, 100_000, limit - 1, limit, limit + 1, 1_000_000]) {
      it(`by ${encoding} gives back all ${bytes} bytes, be they a text or a buffer`, async () => {
        const text = json(bytes);
        expect(Buffer.byteLength(text)).to.equal(bytes);
        for (const body of [text, Buffer.from(text)]) {
          answer = () => body;
          const got = await ask(encoding);
          expect(got.encoding).to.equal(encoding);
          expect(got.bytes.length).to.be.below(bytes / 4);
          expect(textOf(got)).to.equal(text);
        }
      });
    }
  }

  it("keeps answers apart that are asked for together", async () => {
    answer = (path) => json(20_000 + Number(path.slice(1)) * 5_000, path.charCodeAt(1) % 2 ? "é" : "ü");
    const paths = Array.from({ length: 60 }, (_, n) => `/${n}`);
    const texts = (await Promise.all(paths.map((path) => ask("zstd", path)))).map(textOf);
    expect(texts).to.deep.equal(paths.map((path) => answer(path)));
  });

  it("is the cheapest that the client takes, and none where it takes none or the answer is short", async () => {
    answer = () => json(5_000);
    const accepted = ["gzip, br, zstd", "gzip, br", "gzip", "identity", "zstd;q=0, gzip"];
    expect((await Promise.all(accepted.map((each) => ask(each)))).map(({ encoding }) => encoding)).to.deep.equal([
      "zstd",
      "br",
      "gzip",
      undefined,
      "gzip",
    ]);
    expect((await ask("zstd", "/", "HEAD")).encoding).to.equal(undefined);
    answer = () => json(1_023);
    expect((await ask("zstd")).encoding).to.equal(undefined);
  });

  it("takes little memory outside of V8's heap, which would make it collect garbage", async () => {
    answer = () => json(200_000);
    await ask("zstd");
    const before = process.memoryUsage().arrayBuffers;
    for (let n = 0; n < 20; n += 1) await ask("zstd");
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(20 * 100_000);
  });
});
