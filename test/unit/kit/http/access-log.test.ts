import { hideSecret } from "@mediashare/kit";
import { expect } from "chai";

describe("paths in the log", () => {
  const hide = (path: string) => hideSecret(path, ["/s/", "/v1/shared/"]);

  it("lack the segment that is a secret, and keep the rest", () => {
    expect(hide("/s/token")).to.equal("/s/…");
    expect(hide("/S/token/")).to.equal("/s/…/");
    expect(hide("/v1/shared/token/items/1")).to.equal("/v1/shared/…/items/1");
    expect(hide("/s/")).to.equal("/s/");
    expect(hide("/v1/media/1")).to.equal("/v1/media/1");
    expect(hide("/static/s/1")).to.equal("/static/s/1");
  });
});
