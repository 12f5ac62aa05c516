import { DecoderPool, imageJobSchema } from "@mediashare/worker";

/** A worker that does nothing but the one image job of its argument, again and again, until it is killed. */
const job = imageJobSchema.parse(JSON.parse(process.argv[2] ?? ""));
const pool = await DecoderPool.open({ size: 1, memoryBytes: 1024 ** 3 });
for (;;) await pool.processImage(job);
