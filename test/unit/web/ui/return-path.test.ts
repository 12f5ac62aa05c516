import { entrancePath, returnPath } from "@mediashare/web/ui/accounts/return-path.ts";
import { expect } from "chai";

describe("where signing in leads", () => {
  const media = "/m/0193a1b2-0000-7000-8000-000000000001";

  for (const wanted of ["/", media]) {
    it(`is the page that the visitor came for: ${wanted}`, () => {
      const entrance = entrancePath("/sign-in", wanted);
      expect(returnPath(new URL(entrance, "http://site").search)).to.equal(wanted);
    });
  }

  it("is the first page where nothing else was asked for", () => {
    expect(returnPath("")).to.equal("/");
  });

  for (const wanted of [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "/\t/evil.example",
    "\\\\evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    `${media}/../../..//evil.example`,
    "/v1/media/0193a1b2-0000-7000-8000-000000000001/original",
    "/sign-in?next=/sign-in",
    "/setup",
    "/nothing/here",
    "http:",
    " /m",
  ]) {
    it(`is never ${JSON.stringify(wanted)}`, () => {
      expect(returnPath(`?${new URLSearchParams({ next: wanted })}`)).to.equal("/");
    });
  }
});
