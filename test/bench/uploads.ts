import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startDeployment } from "../support/deployment.ts";
import { goTool } from "../support/go-tool.ts";
import { peakMemoryMib } from "./measure.ts";
import { type PeerServer, startPeerServer } from "./peer-server.ts";
import type { BenchSuite } from "./suite.ts";
import type { BenchRow } from "./table.ts";
import { formUpload, payload, type Sent, tusUpload } from "./upload-client.ts";

/** So much smaller is the upload that memory is compared with, which also warms each server up. */
const smallShare = 16;

interface Contender {
  readonly name: string;
  readonly endpoint: string;
  readonly pid: number;
  readonly send: (endpoint: string, sizeBytes: number, salt: string) => Promise<Sent>;
}

interface Measured {
  readonly mbPerSecond: number;
  readonly peakMib: number;
  readonly peakMibWhenSmall: number;
}

/** One file in one request over loopback to local disk, to each server in turn; the fastest of the runs counts. */
export const benchUploads: BenchSuite = async ({ sizeMb, runs }, say) => {
  const deployment = await startDeployment({ MEDIASHARE_LOG_LEVEL: "warn" });
  const peers: PeerServer[] = [];
  try {
    const [forTus, forForms] = [await deployment.start("upload"), await deployment.start("upload")];
    const tus: Contender = { name: "tus", endpoint: `${forTus.url}/v1/tus`, pid: forTus.pid, send: tusUpload };
    const form: Contender = { name: "multipart", endpoint: `${forForms.url}/v1/media`, pid: forForms.pid, send: formUpload };
    const tusd = await goTool({ name: "tusd", module: "github.com/tus/tusd/v2/cmd/tusd", version: "v2.9.1" });
    peers.push(await startPeerServer("@tus/server, file store", "/files", nodeTus));
    if (tusd) peers.push(await startPeerServer("tusd", "/files/", tusdOf(tusd)));
    const theirs = peers.map((peer): Contender => ({ ...peer, send: tusUpload }));
    const measured = await measure([tus, form, ...theirs], sizeMb, runs, say);
    return {
      rows: [tus, form].flatMap((ours) => compare(ours, theirs, measured, sizeMb)),
      notes: [],
      skipped: tusd ? [] : ["tusd, as there is no Go to build it with."],
    };
  } finally {
    await Promise.all(peers.map((peer) => peer.stop()));
    await deployment.stop();
  }
};

function nodeTus(folder: string): readonly string[] {
  return [process.execPath, fileURLToPath(new URL("peers/tus-node-server.ts", import.meta.url)), folder];
}

function tusdOf(program: string): (folder: string) => readonly string[] {
  return (folder) => [program, "-host", "127.0.0.1", "-port", "0", "-upload-dir", folder, "-show-greeting=false"];
}

/** In turns, so that what else the machine does hits all alike. */
async function measure(
  contenders: readonly Contender[],
  sizeMb: number,
  runs: number,
  say: (text: string) => void,
): Promise<Map<Contender, Measured>> {
  const small = new Map<Contender, number>();
  const seconds = new Map<Contender, number>();
  const sizeBytes = Math.ceil(sizeMb * 2 ** 20);
  for (const contender of contenders) {
    await upload(contender, Math.ceil(sizeBytes / smallShare), "small");
    small.set(contender, peakMemoryMib(contender.pid));
  }
  for (let run = 1; run <= runs; run += 1) {
    for (const contender of contenders) {
      const sent = await upload(contender, sizeBytes, `run-${run}`);
      say(`${contender.name}, run ${run}: ${(sizeBytes / 1e6 / sent.seconds).toFixed(0)} MB/s`);
      seconds.set(contender, Math.min(sent.seconds, seconds.get(contender) ?? Number.POSITIVE_INFINITY));
    }
  }
  const describe = (contender: Contender): Measured => ({
    mbPerSecond: sizeBytes / 1e6 / (seconds.get(contender) as number),
    peakMib: peakMemoryMib(contender.pid),
    peakMibWhenSmall: small.get(contender) as number,
  });
  return new Map(contenders.map((contender) => [contender, describe(contender)]));
}

async function upload({ name, endpoint, send }: Contender, sizeBytes: number, salt: string): Promise<Sent> {
  await settleDisk(sizeBytes);
  return send(endpoint, sizeBytes, `${name}-${salt}`.replaceAll(/\W/g, "-"));
}

/**
 * The same start for all: what the one before left is on disk, and the kernel has memory at hand for the file's pages. A virtual
 * machine that must ask its host for them spends more on that than any of these servers on the upload.
 */
async function settleDisk(sizeBytes: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "mediashare-bench-settle-"));
  try {
    await writeFile(join(folder, "file"), payload(sizeBytes, ""), { flush: true });
    await promisify(execFile)("sync");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function compare(contender: Contender, peers: readonly Contender[], measured: Map<Contender, Measured>, sizeMb: number): BenchRow[] {
  const ours = measured.get(contender) as Measured;
  const what = `${contender.name} upload of ${sizeMb} MiB`;
  const memory = { what: `${what}, peak memory`, ours: ours.peakMib, unit: "MiB", moreIsBetter: false };
  return [
    ...peers.flatMap((peer): BenchRow[] => {
      const theirs = measured.get(peer) as Measured;
      return [
        { what, ours: ours.mbPerSecond, peer: peer.name, theirs: theirs.mbPerSecond, unit: "MB/s", moreIsBetter: true },
        { ...memory, peer: peer.name, theirs: theirs.peakMib },
      ];
    }),
    { ...memory, peer: `Mediashare with ${sizeMb / smallShare} MiB`, theirs: ours.peakMibWhenSmall },
  ];
}
