import { ConfigError, parseEnv } from "@mediashare/kit";
import { oidcOptions, oidcVariables } from "@mediashare/web";
import { expect } from "chai";

const all = {
  MEDIASHARE_OIDC_ISSUER: "https://login.test/",
  MEDIASHARE_OIDC_CLIENT_ID: "site",
  MEDIASHARE_OIDC_CLIENT_SECRET: "secret",
};
const read = (over: Record<string, string> = {}) => oidcOptions(parseEnv(oidcVariables, { ...all, ...over }));
const faultsOf = (over: Record<string, string>): string => {
  try {
    read(over);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.join("; ");
    throw error;
  }
  return "";
};

describe("the settings of the identity provider", () => {
  it("are none where nothing is set", () => {
    expect(oidcOptions(parseEnv(oidcVariables, {}))).to.equal(undefined);
  });

  it("keep the issuer to the letter, as it is compared with what the provider says", () => {
    expect(read()?.issuer).to.equal("https://login.test/");
  });

  it("name what is missing", () => {
    expect(faultsOf({ MEDIASHARE_OIDC_ISSUER: "" })).to.match(/MEDIASHARE_OIDC_ISSUER is not set/);
    expect(faultsOf({ MEDIASHARE_OIDC_CLIENT_ID: "", MEDIASHARE_OIDC_CLIENT_SECRET: "" })).to.match(
      /CLIENT_ID is not set.*CLIENT_SECRET is not set/,
    );
  });

  it("take plain http from this machine alone", () => {
    expect(read({ MEDIASHARE_OIDC_ISSUER: "http://127.0.0.1:9000" })?.issuer).to.equal("http://127.0.0.1:9000");
    for (const issuer of ["http://login.test", "http://127.0.0.1.evil.test", "login.test", "ftp://login.test"]) {
      expect(faultsOf({ MEDIASHARE_OIDC_ISSUER: issuer }), issuer).to.match(/is no https: URL/);
    }
  });

  it("read the claim of administrators, and domains with or without @", () => {
    expect(read({ MEDIASHARE_OIDC_ADMIN_CLAIM: "groups=a=b" })?.adminClaim).to.deep.equal({ name: "groups", value: "a=b" });
    expect(faultsOf({ MEDIASHARE_OIDC_ADMIN_CLAIM: "groups" })).to.match(/is not claim=value/);
    expect(read({ MEDIASHARE_OIDC_DOMAINS: "@People.test, else.test" })?.domains).to.deep.equal(["people.test", "else.test"]);
  });
});
