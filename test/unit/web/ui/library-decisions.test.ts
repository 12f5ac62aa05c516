import { parseSearch, searchPath, toFilters } from "@mediashare/web/ui/search/search-query.ts";
import { extend, toggle } from "@mediashare/web/ui/selection/selection.ts";
import { type EditValues, offsets, toMediaChanges } from "@mediashare/web/ui/viewer/edit-values.ts";
import { expect } from "chai";

describe("a search", () => {
  it("stands in the address as it was asked", () => {
    const query = parseSearch("?q=light+house&kind=video&favourite=true&from=2024-05-01");
    expect(searchPath(query)).to.equal("/search?q=light+house&kind=video&favourite=true&from=2024-05-01");
    expect(searchPath(parseSearch(""))).to.equal("/search");
  });

  it("asks for nothing where nothing is asked, or only what it does not know", () => {
    expect(toFilters(parseSearch("?kind=tree&from=yesterday&place=maybe"))).to.equal(undefined);
  });

  it("has whole days of the local calendar, both included", () => {
    const filters = toFilters(parseSearch("?from=2024-05-01&to=2024-05-31"));
    expect(filters).to.deep.equal({ from: new Date(2024, 4, 1).toISOString(), before: new Date(2024, 5, 1).toISOString() });
  });
});

describe("a selection", () => {
  const order = [..."abcdef"];
  const none = { ids: new Set<string>(), anchor: undefined };
  const chosen = ({ ids }: { ids: ReadonlySet<string> }) => [...ids].toSorted().join("");

  it("takes an item and gives it up", () => {
    const one = toggle(none, "b");
    expect(one).to.deep.equal({ ids: new Set("b"), anchor: "b" });
    expect(toggle(one, "b")).to.deep.equal(none);
  });

  it("extends from what was chosen last, both ways", () => {
    expect(chosen(extend(toggle(none, "b"), "e", order))).to.equal("bcde");
    expect(chosen(extend(toggle(none, "e"), "b", order))).to.equal("bcde");
    expect(chosen(extend(toggle(toggle(none, "f"), "b"), "c", order))).to.equal("bcf");
  });

  it("begins with the item where there is nothing to extend from", () => {
    expect(chosen(extend(none, "c", order))).to.equal("c");
    expect(chosen(extend(toggle(none, "gone"), "c", order))).to.equal("cgone");
  });
});

describe("the form of a media", () => {
  const values: EditValues = {
    caption: "x",
    capturedBy: "file",
    clock: "2024-05-01T12:30",
    offset: "+05:45",
    placeBy: "file",
    latitude: "",
    longitude: "",
  };

  it("leaves to the file what is the file's", () => {
    expect(toMediaChanges(values)).to.deep.equal({ caption: "x", captured: null, place: null });
  });

  it("tells the time on the clock there, with seconds where the browser left them out", () => {
    expect(toMediaChanges({ ...values, capturedBy: "owner" })?.captured).to.equal("2024-05-01T12:30:00+05:45");
    expect(toMediaChanges({ ...values, capturedBy: "owner", clock: "2024-05-01T12:30:15.500" })?.captured).to.equal(
      "2024-05-01T12:30:15+05:45",
    );
  });

  it("takes a place on Earth only", () => {
    const at = (latitude: string, longitude: string) => toMediaChanges({ ...values, placeBy: "owner", latitude, longitude });
    expect(at("53,5", "-8.25")?.place).to.deep.equal({ latitude: 53.5, longitude: -8.25 });
    for (const [north, east] of [
      ["90.1", "0"],
      ["", "0"],
      ["north", "0"],
      ["0", "181"],
    ] as const)
      expect(at(north, east)).to.equal(undefined);
    expect(toMediaChanges({ ...values, placeBy: "none" })?.place).to.equal("none");
  });

  it("knows the world's clocks, and the camera's", () => {
    expect(offsets("+01:20").slice(0, 2)).to.deep.equal(["-12:00", "-11:00"]);
    expect(offsets("+01:20")).to.include.members(["+05:45", "+14:00", "+01:20", "+00:00"]);
  });
});
