import { generateKeyPairSync } from "node:crypto";
import { getSignedUrl } from "@aws-sdk/cloudfront-signer";
import {
  DeliverySigner,
  type DeliverySignerOptions,
  deliveryKeys,
  encodePath,
  generateDeliveryKeyPair,
  planExpiry,
  verifySignedUrl,
} from "@mediashare/core";
import { expect } from "chai";

const mediaId = "0198c0de-0000-7000-8000-000000000001";
const otherId = "0198c0de-0000-7000-8000-000000000002";
const hourMs = 3_600_000;
const now = new Date("2026-03-01T12:10:00Z");

describe("DeliverySigner", () => {
  let options: DeliverySignerOptions;
  let publicKeys: Map<string, string>;
  before(async () => {
    const { privateKey, publicKey } = await generateDeliveryKeyPair();
    options = { deliveryUrl: "http://localhost:8082/", keyPairId: "K1", privateKey, ttlMs: 6 * hourMs };
    publicKeys = new Map([["K1", publicKey]]);
  });

  it("signs URLs of all objects of the media, and of no other", () => {
    const { urlFor, folderOf, query, expiresAt } = new DeliverySigner(options).signMedia(mediaId, now);
    const url = urlFor(`${deliveryKeys.mediaPrefix(mediaId)}g1/v 720.m4s`);
    expect(url).to.equal(`http://localhost:8082/${deliveryKeys.mediaPrefix(mediaId)}g1/v%20720.m4s?${query}`);
    expect(`${folderOf(1)}${encodePath("v 720.m4s")}?${query}`).to.equal(url);
    expect(verifySignedUrl(url, { publicKeys, now })).to.deep.equal({
      ok: true,
      keyPairId: "K1",
      resource: `http://localhost:8082/${deliveryKeys.mediaPrefix(mediaId)}*`,
      expiresAt,
    });
    expect(() => urlFor(`${deliveryKeys.mediaPrefix(otherId)}g1/a`)).to.throw(RangeError);
    const elsewhere = `http://localhost:8082/${deliveryKeys.mediaPrefix(otherId)}g1/a?${query}`;
    expect(verifySignedUrl(elsewhere, { publicKeys, now })).to.deep.equal({ ok: false, reason: "other_resource" });
  });

  it("gives URLs that stay the same within a window and differ after it", () => {
    const signer = new DeliverySigner(options);
    const first = signer.signMedia(mediaId, new Date("2026-03-01T12:00:00Z"));
    expect(signer.signMedia(mediaId, new Date("2026-03-01T17:59:59Z"))).to.equal(first);
    const next = signer.signMedia(mediaId, new Date("2026-03-01T18:00:00Z"));
    expect(next.query).not.to.equal(first.query);
    expect(next.expiresAt.getTime() - first.expiresAt.getTime()).to.equal(6 * hourMs);
  });

  it("signs with RSA too, on every server alike", () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    const sign = () => new DeliverySigner({ ...options, privateKey }).signMedia(mediaId, now);
    const url = sign().urlFor(`${deliveryKeys.mediaPrefix(mediaId)}g1/a`);
    expect(verifySignedUrl(url, { publicKeys: new Map([["K1", publicKey]]), now }).ok).to.equal(true);
    expect(sign().query).to.equal(sign().query);
  });

  it("signs as Amazon's own signer does", () => {
    const { query } = new DeliverySigner(options).signMedia(mediaId, now);
    const policy = Buffer.from(
      new URLSearchParams(query).get("Policy")?.replaceAll("_", "=").replaceAll("~", "/") ?? "",
      "base64",
    ).toString();
    const theirs = getSignedUrl({ url: "http://localhost:8082/", keyPairId: "K1", privateKey: options.privateKey, policy });
    const withoutSignature = (text: string) => text.replace(/Signature=[^&]+/, "");
    expect(withoutSignature(query)).to.equal(withoutSignature(theirs.slice(theirs.indexOf("?") + 1)));
  });

  it("remembers as many media as it may", () => {
    const signer = new DeliverySigner({ ...options, cacheSize: 2 });
    const first = signer.signMedia("1", now);
    const second = signer.signMedia("2", now);
    expect(signer.signMedia("1", now)).to.equal(first);
    signer.signMedia("3", now);
    expect(signer.signMedia("1", now)).to.equal(first);
    expect(signer.signMedia("2", now)).not.to.equal(second);
  });

  it("refuses keys and times that cannot work", () => {
    expect(() => new DeliverySigner({ ...options, privateKey: "no key" })).to.throw();
    const { privateKey } = generateKeyPairSync("ed25519", {
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    expect(() => new DeliverySigner({ ...options, privateKey })).to.throw(TypeError);
    expect(() => new DeliverySigner({ ...options, ttlMs: 0 })).to.throw(RangeError);
  });
});

describe("planExpiry", () => {
  for (const ttlMs of [1000, 1500, 61_000, 6 * hourMs]) {
    it(`lies between one and two times ${ttlMs} ms ahead, at a whole second`, () => {
      const ttlSeconds = Math.ceil(ttlMs / 1000);
      for (let atMs = now.getTime(); atMs < now.getTime() + 3 * ttlMs; atMs += ttlMs / 7) {
        const aheadMs = planExpiry(new Date(atMs), ttlMs).getTime() - atMs;
        expect(aheadMs)
          .to.be.greaterThan(ttlMs - 1)
          .and.at.most(2 * ttlSeconds * 1000);
      }
      expect(planExpiry(now, ttlMs).getTime() % 1000).to.equal(0);
    });
  }
});
