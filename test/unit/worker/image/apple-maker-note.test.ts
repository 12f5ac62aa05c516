import { asContentIdentifier, readContentIdentifier } from "@mediashare/worker";
import { expect } from "chai";
import { appleMakerNote } from "../../../support/live-photo.ts";

const id = "0a1b2c3d-0000-4000-8000-00000000beef";

describe("Apple's maker note", () => {
  it("has the identifier that a live photo's video has too", () => {
    expect(readContentIdentifier(appleMakerNote(id.toUpperCase()))).to.equal(id);
  });

  for (const [what, note] of [
    ["nothing", undefined],
    ["another maker's note", Buffer.from("Nikon\0\x02\x10\0\0MM\0*")],
    ["an empty note", Buffer.alloc(0)],
    ["a note without entries", appleMakerNote(id).subarray(0, 14)],
    ["a note that is cut off in its entries", appleMakerNote(id).subarray(0, 20)],
    ["a note that is cut off in its value", appleMakerNote(id).subarray(0, -10)],
    ["an identifier that is none", appleMakerNote("../../etc/passwd")],
  ] as const) {
    it(`says nothing where it is ${what}`, () => {
      expect(readContentIdentifier(note)).to.equal(undefined);
    });
  }

  it("may claim any number of entries", () => {
    const note = Buffer.from(appleMakerNote(id));
    note.writeUInt16BE(0xffff, 14);
    expect(readContentIdentifier(note)).to.equal(id);
  });
});

describe("a content identifier", () => {
  it("is a UUID in lower case, or none", () => {
    expect(asContentIdentifier(id.toUpperCase())).to.equal(id);
    expect(asContentIdentifier("hello")).to.equal(undefined);
    expect(asContentIdentifier(undefined)).to.equal(undefined);
  });
});
