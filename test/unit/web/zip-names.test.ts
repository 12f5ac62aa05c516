import { ZipNames, zipName } from "@mediashare/web";
import { expect } from "chai";

describe("zipName", () => {
  for (const [name, inert] of [
    ["IMG_0001.JPG", "IMG_0001.JPG"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Windows\\evil.exe", "evil.exe"],
    ['<img src=x onerror="alert(1)">.jpg', "_img src=x onerror=_alert(1)__.jpg"],
    ["photo\u202egpj.exe", "photo_gpj.exe"],
    ["a\u0000b\nc.jpg", "a_b_c.jpg"],
    ["...", "file"],
    ["", "file"],
    [" .hidden. ", "hidden"],
    ["CON.jpg", "_CON.jpg"],
    ["Ünï çödé 写真.jpg", "Ünï çödé 写真.jpg"],
  ] as const) {
    it(`makes ${JSON.stringify(inert)} of ${JSON.stringify(name)}`, () => expect(zipName(name)).to.equal(inert));
  }

  it("is never too long for a file system, and keeps what tells the kind", () => {
    const name = zipName(`${"写".repeat(300)}.jpeg`);
    expect(Buffer.byteLength(name)).to.be.below(200);
    expect(name.endsWith("写.jpeg")).to.equal(true);
  });
});

describe("ZipNames", () => {
  it("gives each file a name of its own, whatever the case", () => {
    const names = new ZipNames();
    expect(["a.jpg", "A.JPG", "a.jpg", "a (2).jpg", "noext", "noext"].map((name) => names.take(name))).to.deep.equal([
      "a.jpg",
      "A (2).JPG",
      "a (3).jpg",
      "a (2) (2).jpg",
      "noext",
      "noext (2)",
    ]);
  });
});
