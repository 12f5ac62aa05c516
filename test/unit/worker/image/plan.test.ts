import { type ImagePlanSettings, imagePlanSchema, planImage, renditionWidths } from "@mediashare/worker";
import { expect } from "chai";
import fc from "fast-check";

const settings: ImagePlanSettings = { modernFormat: "webp", prefix: "w" };
const still = { frames: 1, orientation: 1 };

const namesOf = (width: number, height: number, options: Partial<ImagePlanSettings> = {}, frames = 1): string[] =>
  planImage({ width, height, frames, orientation: 1 }, { ...settings, ...options }).renditions.map(({ name }) => name);

describe("the plan of an image", () => {
  const table: [string, number, number, number[]][] = [
    ["a photo of 12 megapixels", 4000, 3000, [3200, 2048, 1280, 640, 320]],
    ["an upright photo", 3000, 4000, [3000, 2048, 1280, 640, 320]],
    ["a width of the set", 1280, 720, [1280, 640, 320]],
    ["a width between two of the set", 1000, 1000, [1000, 640, 320]],
    ["a width a little above one of the set", 1300, 1000, [1300, 640, 320]],
    ["a width a little below one of the set", 1270, 1000, [1270, 640, 320]],
    ["less than the smallest width", 200, 300, [200]],
    ["one pixel", 1, 1, [1]],
    ["a long screenshot, which WebP can only hold scaled", 1000, 20_000, [819, 640, 320]],
    ["a thread", 1, 20_000, [1]],
  ];
  for (const [what, width, height, widths] of table) {
    it(`of ${what} has the widths ${widths.join(", ")}`, () => {
      expect(namesOf(width, height)).to.deep.equal(widths.flatMap((each) => [`w${each}.webp`, `w${each}.jpg`]));
    });
  }

  it("keeps the proportions", () => {
    const { renditions } = planImage({ width: 4000, height: 3000, ...still }, settings);
    expect(renditions.map(({ height }) => height)).to.deep.equal([2400, 2400, 1536, 1536, 960, 960, 480, 480, 240, 240]);
  });

  it("makes AVIF where the setting says so, and names a poster as one", () => {
    expect(namesOf(640, 360, { modernFormat: "avif", prefix: "poster-" })).to.deep.equal([
      "poster-640.avif",
      "poster-640.jpg",
      "poster-320.avif",
      "poster-320.jpg",
    ]);
  });

  it("keeps an animation as WebP, also where the setting is AVIF, with stills beside it", () => {
    const plan = planImage({ width: 400, height: 300, frames: 20, orientation: 1 }, { modernFormat: "avif", prefix: "w" });
    expect(plan.animated).to.equal(true);
    expect(plan.renditions.map(({ name }) => name)).to.deep.equal(["w400.webp", "w400.jpg", "w320.webp", "w320.jpg"]);
  });

  it("leaves out the sizes in which an animation would be too much work, but never the smallest", () => {
    expect(namesOf(1280, 960, {}, 100)).to.deep.equal(["w640.webp", "w640.jpg", "w320.webp", "w320.jpg"]);
    expect(namesOf(1280, 960, {}, 2000)).to.deep.equal(["w320.webp", "w320.jpg"]);
  });

  it("holds for every image", () => {
    const side = fc.integer({ min: 1, max: 60_000 });
    fc.assert(
      fc.property(
        side,
        side,
        fc.integer({ min: 1, max: 2_000 }),
        fc.constantFrom("webp" as const, "avif" as const),
        (width, height, frames, modernFormat) => {
          const plan = planImage({ width, height, frames, orientation: 1 }, { modernFormat, prefix: "w" });
          expect(imagePlanSchema.parse(JSON.parse(JSON.stringify(plan)))).to.deep.equal(plan);
          const widths = [...new Set(plan.renditions.map((each) => each.width))];
          expect(widths).to.deep.equal(widths.toSorted((a, b) => b - a));
          expect(widths.length).to.be.at.most(renditionWidths.length);
          expect(new Set(plan.renditions.map(({ name }) => name)).size).to.equal(plan.renditions.length);
          expect(plan.renditions.filter(({ format }) => format === "jpeg").length).to.equal(widths.length);
          for (const each of plan.renditions) {
            expect(each.width).to.be.within(1, Math.min(width, 3200));
            expect(each.height).to.be.within(1, Math.min(height, 16_383));
            const exact = (height * each.width) / width;
            if (exact >= 1 && each.height < 16_383) expect(Math.abs(each.height - exact)).to.be.at.most(0.5);
          }
        },
      ),
    );
  });
});
