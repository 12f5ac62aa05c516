import { areSamePictures, toImageSources } from "@mediashare/web/ui/timeline/image-sources.ts";
import { expect } from "chai";

const sources = (signature: string, run = "a", widths = [320, 640]) => {
  const made = toImageSources({
    delivery: { baseUrl: `https://cdn.example.org/media/${run}/`, query: `Policy=${signature}~_&Signature=-${signature}` },
    images: ["image/jpeg", "image/webp"].flatMap((contentType) =>
      widths.map((width) => ({ path: `${width}.${contentType.slice(6)}`, contentType, width, height: width, sizeBytes: width * width })),
    ),
  });
  if (!made) throw new Error("no sources");
  return made;
};

describe("the pictures of a tile", () => {
  it("are all behind the one signature of their media", () => {
    const { src, srcSet, modern } = sources("one");
    expect(src).to.equal("https://cdn.example.org/media/a/640.jpeg?Policy=one~_&Signature=-one");
    expect(srcSet.split(", ")[0]).to.equal("https://cdn.example.org/media/a/320.jpeg?Policy=one~_&Signature=-one 320w");
    expect(modern?.srcSet.split(", ")[1]).to.equal("https://cdn.example.org/media/a/640.webp?Policy=one~_&Signature=-one 640w");
  });

  it("are the same when only their URLs were signed anew", () => {
    expect(sources("one").src).not.to.equal(sources("two").src);
    expect(areSamePictures(sources("one"), sources("two"))).to.equal(true);
  });

  it("are others when the file was processed again, or has more sizes by now", () => {
    expect(areSamePictures(sources("one"), sources("one", "b"))).to.equal(false);
    expect(areSamePictures(sources("one"), sources("one", "a", [320, 640, 1280]))).to.equal(false);
  });
});
