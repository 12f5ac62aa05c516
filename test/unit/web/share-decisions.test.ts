import { decideRights, decideStanding, isProof, renderProof, renderShareDocument, unlockedMs } from "@mediashare/web";
import { expect } from "chai";

const now = new Date("2030-01-01T12:00:00Z");
const after = (ms: number) => new Date(now.getTime() + ms);

describe("whether a link stands", () => {
  it("ends at its time, and when it is revoked, which outranks it", () => {
    expect(decideStanding({ revoked_at: null, expires_at: null }, now)).to.equal("standing");
    expect(decideStanding({ revoked_at: null, expires_at: after(1) }, now)).to.equal("standing");
    expect(decideStanding({ revoked_at: null, expires_at: now }, now)).to.equal("expired");
    expect(decideStanding({ revoked_at: now, expires_at: now }, now)).to.equal("revoked");
  });
});

describe("the proof that a password was given", () => {
  const link = { id: "0193a000-0000-4000-8000-000000000000", password_hash: "$argon2id$one" };
  const proof = renderProof(link, now);

  it("counts for its link and password, for an hour", () => {
    expect(isProof(link, proof, now)).to.equal(true);
    expect(isProof(link, proof, after(unlockedMs - 1_000))).to.equal(true);
    expect(isProof(link, proof, after(unlockedMs))).to.equal(false);
    expect(isProof({ ...link, id: "0193a000-0000-4000-8000-000000000001" }, proof, now)).to.equal(false);
    expect(isProof({ ...link, password_hash: "$argon2id$two" }, proof, now)).to.equal(false);
  });

  it("cannot be stretched, mended or made up", () => {
    const [expiresAt, mac] = proof.split(".") as [string, string];
    for (const forged of ["", ".", expiresAt, `${Number(expiresAt) + 1}.${mac}`, `${expiresAt}.${mac}.`, `${expiresAt}.`, `1e12.${mac}`]) {
      expect(isProof(link, forged, now), forged).to.equal(false);
    }
  });
});

describe("rights in an album", () => {
  const all = { comments_on: true, likes_on: true };

  it("grow with the role", () => {
    const count = (role: Parameters<typeof decideRights>[0]) => Object.values(decideRights(role, all)).filter(Boolean).length;
    expect(["viewer", "contributor", "editor", "owner"].map((role) => count(role as never))).to.deep.equal([2, 3, 5, 6]);
  });

  it("have comments and likes only where the album has them, for the owner too", () => {
    expect(decideRights("owner", { comments_on: false, likes_on: false })).to.include({ comment: false, like: false, manage: true });
  });
});

describe("the document of a share link", () => {
  const site = '<html><head>\n<meta name="description" content="Yours" />\n<title>Mediashare</title></head><body></body></html>';

  it("has the card's words inert, in one title, and no word of the site's own", () => {
    const html = renderShareDocument(site, { title: "$& </title><b>\u202e", imageUrl: undefined, pageUrl: 'http://x/"' });
    expect(html).to.include("<title>$&amp; &lt;/title&gt;&lt;b&gt; · Mediashare</title>");
    expect(html).to.include('content="http://x/&quot;"').and.not.to.include("Yours").and.not.to.include("og:image");
    expect(html).to.include('<meta name="twitter:card" content="summary" />');
  });
});
