import type { VideoFacts } from "@mediashare/worker";

/** Facts of a plain phone video, ten seconds of 1080p at 30 fps with sound; a test says what is different. */
export function videoFacts(different: Partial<VideoFacts> = {}): VideoFacts {
  return {
    demuxer: "mov",
    container: "mp4",
    durationMs: 10_000,
    streamIndex: 0,
    videoCodec: "h264",
    pixelFormat: "yuv420p",
    codedWidth: 1920,
    codedHeight: 1080,
    displayWidth: 1920,
    displayHeight: 1080,
    rotation: 0,
    interlaced: false,
    frameRate: { average: { num: 30, den: 1 }, base: { num: 30, den: 1 } },
    isVariableFrameRate: false,
    colour: { matrix: "bt709", primaries: "bt709" },
    timing: timing({ num: 30, den: 1 }, 300),
    audio: { streamIndex: 1, codec: "aac", channels: 2, sampleRate: 48_000, endMs: 10_000 },
    ...different,
  };
}

/** The timestamps of so many frames at an even rate, in ticks of 1/90000 s. */
export function timing(rate: { num: number; den: number }, frames: number, startPts = 0): VideoFacts["timing"] {
  const ptsOf = (frame: number): number => startPts + Math.round((frame * 90_000 * rate.den) / rate.num);
  return {
    timeBase: { num: 1, den: 90_000 },
    startPts,
    lastPts: ptsOf(frames - 1),
    endPts: ptsOf(frames),
    headPts: Array.from({ length: Math.min(frames, 60) }, (_, frame) => ptsOf(frame)),
  };
}
