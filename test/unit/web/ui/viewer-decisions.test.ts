import { parseRoute } from "@mediashare/web/ui/hooks/use-route.ts";
import { withQuery } from "@mediashare/web/ui/viewer/signed-url.ts";
import { signCues } from "@mediashare/web/ui/viewer/storyboard.ts";
import { keepOrder } from "@mediashare/web/ui/viewer/use-stable-items.ts";
import { expect } from "chai";

const query = "Policy=p&Signature=a~b_c-&Key-Pair-Id=K";

describe("withQuery", () => {
  it("adds the signature as it is", () => {
    expect(withQuery("http://edge/m/v720.m3u8", query)).to.equal(`http://edge/m/v720.m3u8?${query}`);
    expect(withQuery("http://edge/m/v720.m3u8?a=1", query)).to.equal(`http://edge/m/v720.m3u8?a=1&${query}`);
  });

  it("leaves a signed URL alone", () => {
    expect(withQuery(`http://edge/m/main.m3u8?${query}`, query)).to.equal(`http://edge/m/main.m3u8?${query}`);
  });
});

describe("signCues", () => {
  it("names every sheet by its whole signed URL", () => {
    const vtt =
      "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nsheet-1.jpg#xywh=0,0,160,90\n\n00:00:02.000 --> 00:00:04.000\nsheet-1.jpg#xywh=160,0,160,90\n";
    const signed = signCues(vtt, `http://edge/media/1/story.vtt?${query}`, query);
    expect(signed).to.include(`http://edge/media/1/sheet-1.jpg?${query}#xywh=160,0,160,90`);
    expect(signed.split("\n")).to.have.length(vtt.split("\n").length);
    expect(signed).to.include("00:00:02.000 --> 00:00:04.000");
  });
});

describe("keepOrder", () => {
  const items = (ids: string) => [...ids].map((id) => ({ id }));
  const idsOf = (list: readonly { id: string }[]) => list.map((item) => item.id).join("");

  it("takes all at first", () => {
    expect(idsOf(keepOrder([], items("abc")))).to.equal("abc");
  });

  it("leaves out what comes before, drops what is gone and goes on at the end", () => {
    expect(idsOf(keepOrder(["a", "b", "c"], items("xacyde")))).to.equal("acyde");
  });
});

describe("parseRoute", () => {
  const id = "00000000-0000-7000-8000-00000000000a";

  it("finds the page, and the media that the viewer shows over it", () => {
    expect(parseRoute("/?utm=1")).to.deep.equal({ page: "/", params: {}, search: "?utm=1", mediaId: undefined });
    expect(parseRoute(`/m/${id.toUpperCase()}`)).to.deep.equal({ page: "/", params: {}, search: "", mediaId: id });
    expect(parseRoute(`/m/${id}/`, "/?utm=1")).to.include({ page: "/", search: "?utm=1", mediaId: id });
    expect(parseRoute(`/m/${id}`, `/m/${id}`)).to.include({ page: "/", mediaId: id });
  });

  it("finds no page where there is none", () => {
    for (const address of ["/m/../x", "/m/1", "/nowhere", "//"]) expect(parseRoute(address).mediaId, address).to.equal(undefined);
    expect(parseRoute("/nowhere").page).to.equal(undefined);
  });
});
