import { readClaims } from "@mediashare/web";
import { expect } from "chai";

const read = (claims: Record<string, unknown>) => readClaims({ iss: "https://login.test", sub: "1", ...claims }, {});

describe("the claims of an identity provider", () => {
  it("give an address only with the boolean that says that it is verified", () => {
    expect(read({ email: "Ada@People.test", email_verified: true }).verifiedEmail).to.equal("ada@people.test");
    for (const email_verified of [false, undefined, "true", "false", 1]) {
      expect(read({ email: "ada@people.test", email_verified }).verifiedEmail, String(email_verified)).to.equal(undefined);
    }
    for (const email of ["not an address", 7, undefined, `${"a".repeat(250)}@b.test`]) {
      expect(read({ email, email_verified: true }).verifiedEmail).to.equal(undefined);
    }
  });

  it("give a name, of whatever there is", () => {
    expect(read({ name: " Ada Lovelace ", preferred_username: "ada" }).name).to.equal("Ada Lovelace");
    expect(read({ name: "", preferred_username: "ada" }).name).to.equal("ada");
    expect(read({ email: "countess@people.test" }).name).to.equal("countess");
    expect(read({ name: ["Ada"] }).name).to.equal("Somebody");
    expect(read({ name: "x".repeat(300) }).name).to.have.length(100);
  });

  it("make an administrator by one value, alone or in a list, to the letter", () => {
    const adminClaim = { name: "groups", value: "admins" };
    for (const [groups, expected] of [
      ["admins", true],
      [["staff", "admins"], true],
      ["admins2", false],
      [["Admins"], false],
      [{ admins: true }, false],
      [undefined, false],
    ] as const) {
      expect(readClaims({ iss: "i", sub: "s", groups }, { adminClaim }).isAdministrator, JSON.stringify(groups)).to.equal(expected);
    }
    expect(read({ groups: "admins" }).isAdministrator).to.equal(false);
  });
});
