import { z } from "zod";
import { VideoFaultError } from "../ffmpeg/errors.ts";

/**
 * The demuxers that a stranger's file may reach, each forced by name: what a file claims to be cannot choose another one,
 * so a playlist or a concat script under the name of a video opens nothing.
 */
export const demuxerSchema = z.enum(["mov", "matroska"]);
export type Demuxer = z.infer<typeof demuxerSchema>;

const demuxers: Readonly<Record<string, Demuxer>> = {
  "video/mp4": "mov",
  "video/quicktime": "mov",
  "video/webm": "matroska",
  "video/matroska": "matroska",
};

/** @throws VideoFaultError `unsupported_type` for content types that are no video that we take. */
export function demuxerOf(contentType: string): Demuxer {
  const demuxer = demuxers[contentType];
  if (!demuxer) throw new VideoFaultError("unsupported_type", `content type ${contentType}`);
  return demuxer;
}

/** Options that let a decoder read the one source and nothing else; external references in MOV stay off, as is the default. */
export function sourceOptions(demuxer: Demuxer): string[] {
  return ["-protocol_whitelist", "http,tcp", "-f", demuxer];
}
