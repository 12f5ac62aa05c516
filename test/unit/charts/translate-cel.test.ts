import { expect } from "chai";
import { translateCel } from "../../generate/charts/translate-cel.ts";

const schema = {
  properties: {
    min: { type: "integer", default: 2 },
    max: { type: "integer" },
    url: { type: "string" },
    web: { type: "object" },
    spot: { type: "object", default: {} },
  },
};

describe("translateCel", () => {
  const translated: readonly (readonly [string, string])[] = [
    ["has(self.web)", '(hasKey $v "web")'],
    ["!has(self.web)", '(not (hasKey $v "web"))'],
    ["self.min <= self.max", '(le (int (dig "min" 2 $v)) (int (dig "max" 0 $v)))'],
    ["self.url != self.url", '(ne (dig "url" "" $v) (dig "url" "" $v))'],
    ["has(self.web) != has(self.url)", '(ne (hasKey $v "web") (hasKey $v "url"))'],
    ["!has(self.web) || has(self.url) && has(self.max)", '(or (not (hasKey $v "web")) (and (hasKey $v "url") (hasKey $v "max")))'],
    ["!(has(self.web) || has(self.url))", '(not (or (hasKey $v "web") (hasKey $v "url")))'],
    ["has(self.spot)", "true"],
  ];
  for (const [cel, helm] of translated) it(`says ${cel} as ${helm}`, () => expect(translateCel(cel, schema, "$v")).to.equal(helm));

  for (const cel of [
    "self == oldSelf",
    "duration(self) >= duration('0s')",
    "self.nodeGroups.all(g, g.max > 0)",
    "size(self.url) <= 40",
    "has(self.unknown)",
    "(has(self.web)",
    "has(self.web) has(self.url)",
    "self.min <=",
  ]) {
    it(`leaves ${cel} to the API server`, () => expect(translateCel(cel, schema, "$v")).to.equal(undefined));
  }
});
