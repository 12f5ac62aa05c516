import { placeBeside, placeByKey, planMove } from "@mediashare/web/ui/albums/plan-move.ts";
import { withCaption } from "@mediashare/web/ui/showcase/label.ts";
import { planRenewal, renewMs } from "@mediashare/web/ui/showcase/renew.ts";
import { type ShowcaseItem, type ShowcaseMedia, splitBlocks } from "@mediashare/web/ui/showcase/split-blocks.ts";
import { buildHlsConfig } from "@mediashare/web/ui/viewer/hls-config.ts";
import { expect } from "chai";

describe("moving items of an album", () => {
  const ids = ["a", "b", "c", "d"];

  it("puts an item at a place, and says what follows it", () => {
    expect(planMove(ids, "a", 2)).to.deep.equal({ ids: ["b", "c", "a", "d"], beforeItemId: "d" });
    expect(planMove(ids, "d", 0)).to.deep.equal({ ids: ["d", "a", "b", "c"], beforeItemId: "a" });
    expect(planMove(ids, "b", 99)).to.deep.equal({ ids: ["a", "c", "d", "b"], beforeItemId: null });
  });

  it("does nothing where the item stands there already, or is not there", () => {
    expect([planMove(ids, "b", 1), planMove(ids, "a", -1), planMove(ids, "x", 0)]).to.deep.equal([undefined, undefined, undefined]);
  });

  it("drops an item on either side of another, from before or behind it", () => {
    const drop = (id: string, target: string, side: "before" | "after") =>
      planMove(ids, id, placeBeside(ids, id, target, side))?.ids.join("");
    expect(drop("a", "c", "before")).to.equal("bacd");
    expect(drop("a", "c", "after")).to.equal("bcad");
    expect(drop("d", "b", "before")).to.equal("adbc");
    expect(drop("d", "b", "after")).to.equal("abdc");
    expect(drop("b", "b", "after")).to.equal(undefined);
    expect(drop("b", "a", "after")).to.equal(undefined);
  });

  it("goes by the arrow keys, Home and End, and leaves other keys alone", () => {
    expect(["ArrowLeft", "ArrowRight", "Home", "End", "Tab"].map((key) => placeByKey(key, 2, 5))).to.deep.equal([1, 3, 0, 4, undefined]);
  });
});

describe("blocks of an album", () => {
  const media = (id: string) => ({ id, kind: "media", text: null, media: {} }) as unknown as ShowcaseItem;
  const text = (id: string, kind: "section" | "note") => ({ id, kind, text: id, media: null }) as const;

  it("are runs of media between sections and notes", () => {
    const blocks = splitBlocks([media("1"), media("2"), text("s", "section"), text("n", "note"), media("3")]);
    expect(blocks.map((block) => (block.kind === "run" ? block.items.map(({ id }) => id) : `${block.kind} ${block.text}`))).to.deep.equal([
      ["1", "2"],
      "section s",
      "note n",
      ["3"],
    ]);
    expect(splitBlocks([])).to.deep.equal([]);
  });
});

describe("URLs that live for minutes", () => {
  const now = Date.UTC(2030, 0, 1);
  const inMs = (ms: number) => new Date(now + ms).toISOString();

  it("are asked for anew halfway, neither too seldom nor without a pause", () => {
    expect(planRenewal(inMs(120_000), now)).to.equal(60_000);
    expect(planRenewal(inMs(3_600_000), now)).to.equal(renewMs);
    expect(planRenewal(inMs(-5_000), now)).to.equal(2_000);
    expect(planRenewal(undefined, now)).to.equal(renewMs);
  });

  it("are signed by the latest signature, also those that had an older one", () => {
    let query = "Policy=old&Signature=old";
    const opened: string[] = [];
    const { xhrSetup } = buildHlsConfig(() => query);
    const load = (url: string) => xhrSetup?.({ open: (_method: string, to: string) => opened.push(to) } as never, url, undefined as never);
    load("http://cdn.test/media/1/v720-0.m4s");
    query = "Policy=new&Signature=new";
    load("http://cdn.test/media/1/main.m3u8?Policy=old&Signature=old");
    expect(opened).to.deep.equal([
      "http://cdn.test/media/1/v720-0.m4s?Policy=old&Signature=old",
      "http://cdn.test/media/1/main.m3u8?Policy=new&Signature=new",
    ]);
  });
});

describe("the name of a shown picture", () => {
  const named = (caption: string) => withCaption("Photo 1", { media: { caption } } as ShowcaseMedia);

  it("has its caption in one line, and no more of it than is heard out", () => {
    expect(named("")).to.equal("Photo 1");
    expect(named(" \n ")).to.equal("Photo 1");
    expect(named("Boats\n at  dawn ")).to.equal("Photo 1: Boats at dawn");
    expect(named("a".repeat(151))).to.equal(`Photo 1: ${"a".repeat(150)}…`);
  });
});
