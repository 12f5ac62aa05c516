import { SealedByOtherKeyError, SecretBox } from "@mediashare/core";
import { expect } from "chai";

const box = new SecretBox("an auth secret of the tests, long enough", "webhook-secret");
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLjSw";

describe("a box of secrets", () => {
  it("gives back what was put into it, for whom it was", () => {
    expect(box.open(box.seal(secret, "a"), "a")).to.equal(secret);
  });

  it("seals the same differently each time, and shows nothing of it", () => {
    const [one, other] = [box.seal(secret, "a"), box.seal(secret, "a")];
    expect(one).not.to.equal(other);
    expect(Buffer.from(one.split(".")[2] as string, "base64url").toString("latin1")).not.to.include("whsec");
  });

  it("opens for nobody else, with no other key, and nothing that was changed", () => {
    const sealed = box.seal(secret, "a");
    const [version, keyId, text] = sealed.split(".") as [string, string, string];
    const bytes = Buffer.from(text, "base64url");
    const attempts = [
      () => box.open(sealed, "b"),
      () => new SecretBox("another secret of the tests, long enough", "webhook-secret").open(sealed, "a"),
      () => new SecretBox("an auth secret of the tests, long enough", "something else").open(sealed, "a"),
      () => box.open([version, keyId, text.slice(0, 20)].join("."), "a"),
      () => box.open("", "a"),
      () => box.open(secret, "a"),
      ...[0, 15, bytes.length - 1].map((at) => () => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] as number) ^ 1;
        return box.open([version, keyId, changed.toString("base64url")].join("."), "a");
      }),
    ];
    for (const attempt of attempts) expect(attempt).to.throw(SealedByOtherKeyError);
  });
});
