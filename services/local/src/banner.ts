import { relative } from "node:path";
import type { DataFolder } from "./data-folder.ts";
import type { Ffmpeg } from "./locate-ffmpeg.ts";
import type { Settings } from "./settings.ts";

export interface BannerFacts {
  readonly settings: Settings;
  readonly folder: DataFolder;
  readonly ffmpeg: Ffmpeg;
  /** Signs in where the person has an account here. */
  readonly siteUrl: string;
  readonly isHome: boolean;
}

/** Tells the person at the terminal what runs where, and what to try first. */
export function printBanner(facts: BannerFacts): void {
  process.stdout.write(renderBanner(facts));
}

export function renderBanner({ settings, folder, ffmpeg, siteUrl, isHome }: BannerFacts): string {
  const authorization = isHome ? ` -H "Authorization: Bearer $(cat ${relative(process.cwd(), folder.tokenFile)})"` : "";
  const upload = `http://localhost:${settings.uploadPort}/v1/media`;
  const lines = [
    "",
    "  Mediashare is running.",
    "",
    `  Site      ${siteUrl}`,
    ...(isHome ? ["            This link signs you in, once; npm run sign-in gives you another one."] : []),
    `  Upload    curl${authorization} -F file=@photo.jpg ${upload}`,
    `  Data      ${folder.path}`,
    `  Logs      ${folder.logs}`,
    `  Workers   1 to ${settings.workersMax}, as the queue needs`,
    `  ffmpeg    ${ffmpeg.version} (${ffmpeg.bundled ? "bundled" : ffmpeg.ffmpegPath})`,
    ...(ffmpeg.old ? ["            This build is older than 8.1.3: install a current ffmpeg before you process files of strangers."] : []),
    "",
    "  Ctrl-C ends it; everything is kept.",
    "",
  ];
  return `${lines.join("\n")}\n`;
}
