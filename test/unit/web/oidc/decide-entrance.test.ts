import { type Circumstances, decideEntrance } from "@mediashare/web";
import { expect } from "chai";

const active = { id: "a", state: "active" } as const;
const disabled = { id: "d", state: "disabled" } as const;
const decide = ({ email, ...over }: Partial<Circumstances> & { email?: string | undefined } = {}) =>
  decideEntrance({
    claims: { verifiedEmail: email },
    domains: [],
    connected: undefined,
    sameEmail: undefined,
    isFirst: false,
    isInvited: false,
    signUp: "invitation",
    ...over,
  });
const email = "ada@people.test";
const refused = (why: string) => ({ kind: "refuse", why });

describe("who comes in by an identity provider", () => {
  it("is who is connected, with or without an address", () => {
    expect(decide({ connected: active })).to.deep.equal({ kind: "enter", accountId: "a" });
    expect(decide({ connected: active, email, sameEmail: { ...active, id: "b" } })).to.deep.equal({ kind: "enter", accountId: "a" });
  });

  it("is who has the verified address of an account, before an invitation or open sign-up counts", () => {
    expect(decide({ email, sameEmail: active, isInvited: true, signUp: "open" })).to.deep.equal({ kind: "takeOver", accountId: "a" });
  });

  it("is nobody whose account is disabled, whatever else would let them in", () => {
    expect(decide({ connected: disabled, email, isInvited: true, signUp: "open" })).to.deep.equal(refused("account_disabled"));
    expect(decide({ email, sameEmail: disabled, isInvited: true, signUp: "open" })).to.deep.equal(refused("account_disabled"));
  });

  it("is nobody new without a verified address", () => {
    for (const over of [{ isFirst: true }, { isInvited: true }, { signUp: "open" as const }]) {
      expect(decide(over)).to.deep.equal(refused("email_unverified"));
    }
  });

  it("is somebody new who is the first, was invited, or needs no invitation", () => {
    expect(decide({ email, isFirst: true, signUp: "closed" })).to.deep.equal({ kind: "create", by: "setup" });
    expect(decide({ email, isInvited: true, signUp: "closed" })).to.deep.equal({ kind: "create", by: "invitation" });
    expect(decide({ email, signUp: "open" })).to.deep.equal({ kind: "create", by: "signUp" });
    for (const signUp of ["closed", "invitation"] as const) expect(decide({ email, signUp })).to.deep.equal(refused("not_invited"));
  });

  it("has an address of the domains, where there are any", () => {
    const domains = ["else.test", "people.test"];
    expect(decide({ email, domains, connected: active }).kind).to.equal("enter");
    for (const other of [undefined, "ada@sub.people.test", "ada@people.test.evil.test"]) {
      expect(decide({ email: other, domains, connected: active }), String(other)).to.deep.equal(refused("foreign_domain"));
    }
  });
});
