import type { TaskRow } from "@mediashare/core";
import { contentAddressed, outputKey, renditionRow } from "@mediashare/worker";
import { expect } from "chai";

const task = { media_id: "0197f3a2-0000-7000-8000-000000000001", generation: 3 } as TaskRow;

describe("an output of a worker", () => {
  it("lies below its media and its run, so that a retry never meets what an earlier run wrote", () => {
    expect(outputKey(task, "w320.webp")).to.equal("media/a7fe9f7526ce0888930d4aabfce84707/g3/w320.webp");
    expect(outputKey({ ...task, generation: 4 }, "w320.webp")).not.to.equal(outputKey(task, "w320.webp"));
  });

  it("is named after its content, before its extension: the same bytes get the same name, others another one", () => {
    const name = contentAddressed("v720-3.m4s", Buffer.from("one"));
    // The first 8 bytes of SHA-256 of “one”.
    expect(name).to.equal("v720-3-7692c3ad3540bb80.m4s");
    expect(contentAddressed("v720-3.m4s", Buffer.from("one"))).to.equal(name);
    expect(contentAddressed("v720-3.m4s", Buffer.from("two")))
      .to.match(/^v720-3-[0-9a-f]{16}\.m4s$/)
      .and.not.to.equal(name);
  });

  it("has a row of its run, in which what is not said is unknown", () => {
    const said = { name: "v720", role: "video", content_type: "video/mp4", key: "k", size_bytes: 7 } as const;
    expect(renditionRow(task, said)).to.deep.equal({
      ...said,
      media_id: task.media_id,
      generation: 3,
      width: null,
      height: null,
      codecs: null,
      frame_rate: null,
    });
    expect(renditionRow(task, { ...said, width: 1280, codecs: "avc1.64001f" })).to.include({
      width: 1280,
      height: null,
      codecs: "avc1.64001f",
    });
  });
});
