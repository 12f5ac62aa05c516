import { promisify } from "node:util";
import { brotliCompress, constants, gzip, zstdCompress } from "node:zlib";
import type { Middleware } from "koa";

type Encoding = "zstd" | "br" | "gzip";

/** Less is a packet either way. */
const leastBytes = 1_024;

/**
 * At once, as a stream costs more, and at low levels: of a page of 100 photos (180 kB) zstd makes 20 kB in 0.15 ms of CPU, at its default
 * level as many in 0.24 ms; Brotli's level 2 the same in 0.6 ms, level 4 in 0.9 ms.
 */
const encoders: Readonly<Record<Encoding, (content: Buffer) => Promise<Buffer>>> = {
  zstd: (content) => promisify(zstdCompress)(content, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }),
  br: (content) => promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 2 } }),
  gzip: (content) => promisify(gzip)(content, { level: 1 }),
};
/** The cheapest first. */
const encodings = ["zstd", "br", "gzip"] as const satisfies readonly Encoding[];

/** Compresses answers that are JSON. Streams are left alone: events must not wait, and files lie compressed beside themselves. */
export function compressJson(): Middleware {
  return async (ctx, next) => {
    ctx.vary("Accept-Encoding");
    await next();
    const content: unknown = typeof ctx.body === "string" ? Buffer.from(ctx.body) : ctx.body;
    if (!Buffer.isBuffer(content) || content.length < leastBytes || ctx.type !== "application/json" || ctx.method === "HEAD") return;
    const encoding = encodings.find((known) => ctx.acceptsEncodings(known, "identity") === known);
    if (encoding === undefined) return;
    ctx.body = await encoders[encoding](content);
    ctx.set("Content-Encoding", encoding);
  };
}
