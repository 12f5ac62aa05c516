import { childContext, formatTraceparent, parseTraceparent } from "@mediashare/kit";
import { expect } from "chai";

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const spanId = "00f067aa0ba902b7";

describe("parseTraceparent", () => {
  it("reads a header", () => {
    expect(parseTraceparent(`00-${traceId}-${spanId}-01`)).to.deep.equal({ traceId, spanId, sampled: true });
    expect(parseTraceparent(`00-${traceId}-${spanId}-00`)).to.include({ sampled: false });
    expect(parseTraceparent(`00-${traceId}-${spanId}-fe`)).to.include({ sampled: false });
  });

  it("reads later versions, which may say more", () => {
    expect(parseTraceparent(`cc-${traceId}-${spanId}-01-what-comes`)).to.include({ traceId });
  });

  for (const header of [
    undefined,
    "",
    "nonsense",
    `ff-${traceId}-${spanId}-01`,
    `00-${traceId}-${spanId}-01-more`,
    `00-${traceId}-${spanId}-01.`,
    `00-${"0".repeat(32)}-${spanId}-01`,
    `00-${traceId}-${"0".repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${traceId.slice(1)}-${spanId}-01`,
    ` 00-${traceId}-${spanId}-01`,
  ]) {
    it(`ignores ${JSON.stringify(header)}`, () => {
      expect(parseTraceparent(header)).to.equal(undefined);
    });
  }
});

describe("childContext", () => {
  it("stays in the trace under a span of its own, and keeps the decision to sample", () => {
    const child = childContext({ traceId, spanId, sampled: true });
    expect(child).to.include({ traceId, sampled: true });
    expect(child.spanId)
      .to.match(/^[0-9a-f]{16}$/)
      .and.not.equal(spanId);
    expect(parseTraceparent(formatTraceparent(child))).to.deep.equal(child);
  });

  it("begins a trace where there is none", () => {
    const one = childContext(undefined);
    expect(parseTraceparent(formatTraceparent(one))).to.deep.equal(one);
    expect(childContext(undefined).traceId).not.to.equal(one.traceId);
  });
});
