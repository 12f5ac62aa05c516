import { formatBytes, printable, renderBars, type Standing } from "@mediashare/cli";
import { expect } from "chai";

const standing: Standing = {
  files: 12,
  totalBytes: 100_000_000,
  settledFiles: 3,
  settledBytes: 20_000_000,
  failedFiles: 0,
  hashedBytes: 0,
  active: [
    { shownPath: "2024/beach.mov", sizeBytes: 50_000_000, sentBytes: 25_000_000 },
    { shownPath: "2024/tiny.jpg", sizeBytes: 0, sentBytes: 0 },
  ],
  bytesPerSecond: 1_000_000,
};

describe("progress in a terminal", () => {
  it("is a bar for the whole, and one for each file under way", () => {
    expect(renderBars(standing, 120)).to.deep.equal([
      "██████████░░░░░░░░░░░░░░  3/12 files, 45.0 MB of 100 MB, 1.0 MB/s, 55 s left",
      "████████████░░░░░░░░░░░░  50 %  2024/beach.mov",
      "░░░░░░░░░░░░░░░░░░░░░░░░   0 %  2024/tiny.jpg",
    ]);
  });

  it("tells of failures, of files that are only looked at, and of no rate that is not known", () => {
    const [line] = renderBars({ ...standing, failedFiles: 2, active: [], hashedBytes: 7_000, bytesPerSecond: undefined }, 120);
    expect(line).to.include("3/12 files, 20.0 MB of 100 MB, 2 failed, 7.0 kB looked at").and.not.include("left");
  });

  it("never wraps", () => {
    for (const columns of [80, 40, 10, 3]) {
      for (const line of renderBars(standing, columns)) expect([...line].length, `${columns} columns`).to.be.lessThan(columns);
    }
  });

  it("is full where more was sent than there was", () => {
    const over = { ...standing, active: [{ shownPath: "grown.mov", sizeBytes: 10, sentBytes: 12 }] };
    expect(renderBars(over, 120)[1]).to.equal(`${"█".repeat(24)} 100 %  grown.mov`);
  });
});

describe("names in a terminal", () => {
  it("cannot move the cursor, colour, break or reorder a line", () => {
    expect(printable("a\u001b[2J\r\n\u0007b\u202Ec\u2066d\u2028e\u009bf")).to.equal(
      "a\u{FFFD}[2J\u{FFFD}\u{FFFD}\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{FFFD}f",
    );
  });

  it("stay as they are otherwise", () => {
    for (const name of ["Été à la mer.jpg", "写真 1.jpg", "👩‍👩‍👧.jpg", "a 'b' \"c\".jpg"]) expect(printable(name)).to.equal(name);
  });
});

describe("sizes", () => {
  it("are told in the unit that fits", () => {
    expect([0, 999, 1_000, 99_950, 123_456, 5_000_000, 2.5e9, 3e12, 9e15].map(formatBytes)).to.deep.equal([
      "0 B",
      "999 B",
      "1.0 kB",
      "100.0 kB",
      "123 kB",
      "5.0 MB",
      "2.5 GB",
      "3.0 TB",
      "9000 TB",
    ]);
  });
});
