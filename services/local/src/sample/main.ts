import { mkdtemp, openAsBlob, rm } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { readToken } from "../local-account.ts";
import { locateFfmpeg } from "../locate-ffmpeg.ts";
import { loadSettings } from "../settings.ts";
import { makeClip, sampleClips } from "./clips.ts";
import { makePhoto, planPhotos } from "./photos.ts";

const photoCount = 30;

const settings = loadSettings();
const token = await readToken(join(settings.dataPath, "token"));
const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
const endpoint = `http://localhost:${settings.uploadPort}/v1/media`;
const folder = await promisify(mkdtemp)(join(tmpdir(), "mediashare-sample-"));
try {
  for (const photo of planPhotos(photoCount, new Date())) {
    await upload(photo.fileName, new Blob([new Uint8Array(await makePhoto(photo))]));
  }
  const { ffmpegPath } = await locateFfmpeg({ ffmpeg: settings.ffmpegPath, ffprobe: settings.ffprobePath });
  for (const clip of sampleClips) {
    const file = join(folder, clip.fileName);
    await makeClip(ffmpegPath, clip, file, new Date());
    await upload(clip.fileName, await openAsBlob(file));
  }
  process.stdout.write(`Done. Look at http://localhost:${settings.webPort}/\n`);
} finally {
  await promisify(rm)(folder, { recursive: true, force: true });
}

async function upload(fileName: string, content: Blob): Promise<void> {
  const form = new FormData();
  form.append("file", content, fileName);
  const response = await fetch(endpoint, { method: "POST", headers, body: form }).catch((error: unknown) => {
    throw new Error(`Cannot reach ${endpoint}: run npm start in another terminal first.`, { cause: error });
  });
  if (!response.ok) throw new Error(`${fileName} was refused: ${await response.text()}`);
  process.stdout.write(`  ${fileName}\n`);
}
