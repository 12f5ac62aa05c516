import { areSamePictures, toImageSources } from "@mediashare/web/ui/timeline/image-sources.ts";
import { expect } from "chai";

const sources = (signature: string, run = "a", widths = [320, 640]) => {
  const made = toImageSources(
    ["image/jpeg", "image/webp"].flatMap((contentType) =>
      widths.map((width) => ({
        contentType,
        width,
        height: width,
        url: `https://cdn.example.org/media/${run}/${width}.${contentType.slice(6)}?Policy=${signature}~_&Signature=-${signature}`,
      })),
    ) as never,
  );
  if (!made) throw new Error("no sources");
  return made;
};

describe("the pictures of a tile", () => {
  it("are the same when only their URLs were signed anew", () => {
    expect(sources("one").src).not.to.equal(sources("two").src);
    expect(areSamePictures(sources("one"), sources("two"))).to.equal(true);
  });

  it("are others when the file was processed again, or has more sizes by now", () => {
    expect(areSamePictures(sources("one"), sources("one", "b"))).to.equal(false);
    expect(areSamePictures(sources("one"), sources("one", "a", [320, 640, 1280]))).to.equal(false);
  });
});
