import type { RenditionRow, SegmentRow } from "@mediashare/core";
import { type Rung, renderPlaylists, type Track, type VideoTracks } from "@mediashare/worker";
import { expect } from "chai";

const prefix = "media/0197f3a2-0000-7000-8000-000000000001/g1/";

const track = (name: string, codecs: string, numbers: readonly number[], init = true): Track => ({
  name,
  init: init ? ({ key: `${prefix}${name}-init-aa.mp4`, codecs } as RenditionRow) : undefined,
  segments: numbers.map(
    (number) => ({ number, key: `${prefix}${name}-${number}-bb.m4s`, size_bytes: 100_000, duration_us: 4_000_000 }) as SegmentRow,
  ),
  targetDurationUs: 4_000_000,
});
const rung = (name: string, width: number, height: number, numbers: readonly number[], init = true) => ({
  ...track(name, "avc1.64001f", numbers, init),
  rung: { name, width, height } as Rung,
});
const tracks = (numbers: { v360?: number[]; v720?: number[]; audio?: number[] }): VideoTracks => ({
  rungs: [rung("v360", 640, 360, numbers.v360 ?? [0, 1]), rung("v720", 1280, 720, numbers.v720 ?? [0, 1])],
  audio: track("audio", "mp4a.40.2", numbers.audio ?? [0, 1]),
  frameRate: { num: 25, den: 1 },
});
const text = (playlists: ReturnType<typeof renderPlaylists>, name: string): string => {
  const found = playlists.find((playlist) => playlist.name === name);
  if (!found) throw new Error(`no ${name} among ${playlists.map((playlist) => playlist.name).join(", ")}`);
  return found.text;
};

describe("the playlists of a video", () => {
  it("are one for each track, and last the one that names them", () => {
    const playlists = renderPlaylists(tracks({}), true);
    expect(playlists.map(({ name }) => name)).to.deep.equal(["v360.m3u8", "v720.m3u8", "audio.m3u8", "main.m3u8"]);
    const main = text(playlists, "main.m3u8");
    for (const name of ["v360.m3u8", "v720.m3u8", 'URI="audio.m3u8"']) expect(main).to.include(name);
    expect(main).to.include('CODECS="avc1.64001f,mp4a.40.2"').and.to.include("RESOLUTION=1280x720").and.to.include("FRAME-RATE=25.000");
  });

  it("name objects relative to themselves", () => {
    const lines = text(renderPlaylists(tracks({}), true), "v720.m3u8").split("\n");
    expect(lines).to.include('#EXT-X-MAP:URI="v720-init-aa.mp4"');
    expect(lines.filter((line) => line.endsWith(".m4s"))).to.deep.equal(["v720-0-bb.m4s", "v720-1-bb.m4s"]);
  });

  it("do not exist while any track lacks its first segment or its init segment: nothing could be played", () => {
    expect(renderPlaylists(tracks({ v720: [] }), false)).to.deep.equal([]);
    expect(renderPlaylists(tracks({ v360: [1, 2] }), false)).to.deep.equal([]);
    expect(renderPlaylists(tracks({ audio: [] }), false)).to.deep.equal([]);
    const whole = tracks({});
    expect(renderPlaylists({ ...whole, rungs: [rung("v360", 640, 360, [0], false)] }, false)).to.deep.equal([]);
  });

  it("end before a segment that is not there yet, each by itself", () => {
    const playlists = renderPlaylists(tracks({ v360: [0, 1, 2], v720: [0, 2], audio: [2, 1, 0] }), false);
    const count = (name: string): number => text(playlists, name).split(".m4s").length - 1;
    expect([count("v360.m3u8"), count("v720.m3u8"), count("audio.m3u8")]).to.deep.equal([3, 1, 3]);
  });

  it("grow until they are complete", () => {
    const growing = text(renderPlaylists(tracks({}), false), "v360.m3u8");
    const complete = text(renderPlaylists(tracks({}), true), "v360.m3u8");
    expect(growing).to.include("#EXT-X-PLAYLIST-TYPE:EVENT").and.not.to.include("#EXT-X-ENDLIST");
    expect(complete).to.include("#EXT-X-PLAYLIST-TYPE:VOD").and.to.include("#EXT-X-ENDLIST");
  });

  it("say nothing of sound where a video has none", () => {
    const playlists = renderPlaylists({ ...tracks({}), audio: undefined }, true);
    expect(playlists.map(({ name }) => name)).to.deep.equal(["v360.m3u8", "v720.m3u8", "main.m3u8"]);
    expect(text(playlists, "main.m3u8")).not.to.match(/AUDIO|mp4a/);
  });

  it("count the sound's rate into that of each rung", () => {
    const peak = (playlist: string): number => Number(/BANDWIDTH=(\d+)/.exec(playlist)?.[1]);
    const silent = peak(text(renderPlaylists({ ...tracks({}), audio: undefined }, true), "main.m3u8"));
    expect(silent).to.be.closeTo(200_000, 20_000);
    expect(peak(text(renderPlaylists(tracks({}), true), "main.m3u8"))).to.equal(2 * silent);
  });
});
