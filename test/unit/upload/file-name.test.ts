import { sanitizeFileName } from "@mediashare/upload";
import { expect } from "chai";

describe("sanitizeFileName", () => {
  for (const [given, kept] of [
    ["photo.jpg", "photo.jpg"],
    ["  Ferien  2024 .jpg ", "Ferien 2024 .jpg"],
    ["/etc/passwd", "passwd"],
    ["..\\..\\boot.ini", "boot.ini"],
    ["folder/", "folder"],
    ["a\u0000b\u001b[31m.jpg", "a b [31m.jpg"],
    ["x\u202egpj.exe", "xgpj.exe"],
    ["\u2066a\u2069.jpg", "a.jpg"],
    ["e\u0301.jpg", "é.jpg"],
    ["👩‍👩‍👧.png", "👩‍👩‍👧.png"],
    ["\ud800.jpg", "\ufffd.jpg"],
    ["", "unnamed"],
    ["..", "unnamed"],
    ["\u202e", "unnamed"],
    [null, "unnamed"],
    [undefined, "unnamed"],
  ] as const) {
    it(`makes ${JSON.stringify(kept)} of ${JSON.stringify(given)}`, () => {
      expect(sanitizeFileName(given)).to.equal(kept);
    });
  }

  it("shortens the stem of a long name, at a letter, and keeps its extension", () => {
    const kept = sanitizeFileName(`${"日".repeat(200)}.jpeg`);
    expect(Buffer.byteLength(kept)).to.be.within(253, 255);
    expect(kept).to.match(/^日+\.jpeg$/);
    expect(sanitizeFileName("x".repeat(400))).to.have.length(255);
  });
});
