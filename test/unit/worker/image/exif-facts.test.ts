import { decideExifFacts, type ExifFacts, readExif } from "@mediashare/worker";
import { expect } from "chai";
import fc from "fast-check";
import { buildTiff } from "../../../support/exif.ts";

const taken = (tags: Record<string, unknown>): [string | undefined, string | undefined] => {
  const { capturedAt, capturedLocal } = decideExifFacts(tags);
  return [capturedAt, capturedLocal];
};

describe("the capture time of an EXIF block", () => {
  it("is the camera's time with its offset", () => {
    expect(taken({ DateTimeOriginal: "2024:05:06 07:08:09", OffsetTimeOriginal: "+02:00" })).to.deep.equal([
      "2024-05-06T05:08:09.000Z",
      "2024-05-06T07:08:09+02:00",
    ]);
  });

  it("is the camera's time as it stands where it recorded no offset, or one that there is not", () => {
    for (const offset of [undefined, "", "   :  ", "+2", "+99:00"]) {
      expect(taken({ DateTimeOriginal: "2024:05:06 07:08:09", OffsetTimeOriginal: offset })).to.deep.equal([
        "2024-05-06T07:08:09.000Z",
        "2024-05-06T07:08:09",
      ]);
    }
  });

  it("is that of digitising where there is no other", () => {
    expect(taken({ CreateDate: "2024:05:06 07:08:09" })[0]).to.equal("2024-05-06T07:08:09.000Z");
  });

  it("is that of the GPS fix where the camera's clock was not set", () => {
    const gps = { GPSDateStamp: "2024:05:06", GPSTimeStamp: [7, 8, 9.5] };
    expect(taken({ DateTimeOriginal: "0000:00:00 00:00:00", ...gps })).to.deep.equal(["2024-05-06T07:08:09.000Z", undefined]);
    expect(taken({ ...gps, GPSTimeStamp: "7:8:9" })[0]).to.equal("2024-05-06T07:08:09.000Z");
    expect(taken({ ...gps, GPSTimeStamp: [Number.NaN, 8, 9] })[0]).to.equal(undefined);
  });

  it("is unknown where no calendar has it, or there were no photos", () => {
    for (const time of [
      "2023:02:29 10:00:00",
      "2024:13:01 10:00:00",
      "2024:05:06 25:00:00",
      "1700:01:01 00:00:00",
      "    :  :     :  :  ",
      "yesterday",
      5,
      null,
    ]) {
      expect(taken({ DateTimeOriginal: time })).to.deep.equal([undefined, undefined]);
    }
  });
});

describe("the other facts of an EXIF block", () => {
  it("are the camera and the exposure", () => {
    const tags = { Make: " ACME ", Model: "One\0", LensModel: "50mm", ExposureTime: 0.004, FNumber: 1.8, ISO: [200, 200], FocalLength: 50 };
    expect(decideExifFacts(tags)).to.deep.equal({
      camera: { make: "ACME", model: "One", lens: "50mm" },
      exposure: { seconds: 0.004, fNumber: 1.8, iso: 200, focalLengthMm: 50 },
    });
  });

  it("have no control characters, nothing that turns the direction of text, and no half characters", () => {
    const make = decideExifFacts({ Make: `a\u0000\u001b[31mb\u202ec\ud83d${"😀".repeat(200)}` }).camera?.make;
    expect(make).to.match(/^a\[31mbc(😀)+$/u);
    expect([...(make ?? "")].length).to.equal(100);
  });

  const places: [string, Record<string, unknown>, ExifFacts["place"]][] = [
    ["a place", { latitude: -33.8568, longitude: 151.2153 }, { latitude: -33.8568, longitude: 151.2153 }],
    [
      "a place above the sea",
      { latitude: 46, longitude: 8, GPSAltitude: 4478, GPSAltitudeRef: new Uint8Array([0]) },
      { latitude: 46, longitude: 8, altitudeM: 4478 },
    ],
    [
      "a place below the sea",
      { latitude: 31.5, longitude: 35.5, GPSAltitude: 430, GPSAltitudeRef: new Uint8Array([1]) },
      { latitude: 31.5, longitude: 35.5, altitudeM: -430 },
    ],
    ["0, 0, which is no fix", { latitude: 0, longitude: 0 }, undefined],
    ["a latitude that there is not", { latitude: 90.5, longitude: 8 }, undefined],
    ["a longitude that there is not", { latitude: 46, longitude: -180.5 }, undefined],
    ["a fraction over zero", { latitude: Number.NaN, longitude: 8 }, undefined],
    ["an altitude in space", { latitude: 46, longitude: 8, GPSAltitude: 4e9 }, { latitude: 46, longitude: 8 }],
  ];
  for (const [what, tags, place] of places) {
    it(`take ${what} as ${JSON.stringify(place)}`, () => expect(decideExifFacts(tags).place).to.deep.equal(place));
  }
});

describe("a broken EXIF block", () => {
  it("is no block", async () => {
    for (const bytes of ["", "Exif\0\0", "II*\0", "Exif\0\0II*\0\xff\xff\xff\xff", "nonsense"]) {
      expect(await readExif(Buffer.from(bytes, "latin1"))).to.deep.equal({});
    }
  });

  it("never throws, whatever bytes are changed or missing", async () => {
    const sound = buildTiff({
      image: [[0x10f, { ascii: "ACME" }]],
      exif: [
        [0x9003, { ascii: "2024:05:06 07:08:09" }],
        [0x829a, { rational: [[1, 250]] }],
      ],
      gps: [
        [1, { ascii: "N" }],
        [
          2,
          {
            rational: [
              [46, 1],
              [30, 1],
              [0, 1],
            ],
          },
        ],
        [3, { ascii: "E" }],
        [
          4,
          {
            rational: [
              [8, 1],
              [0, 1],
              [0, 1],
            ],
          },
        ],
      ],
    });
    expect((await readExif(sound)).place).to.deep.equal({ latitude: 46.5, longitude: 8 });
    const change = fc.tuple(fc.nat(sound.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), fc.nat(sound.length), async (changes, length) => {
        const broken = Buffer.from(sound);
        for (const [at, byte] of changes) broken[at] = byte;
        await readExif(broken);
        await readExif(broken.subarray(0, length));
      }),
      { numRuns: 100 },
    );
  });
});
