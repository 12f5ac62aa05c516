import { createPublicKey } from "node:crypto";
import { getSignedUrl } from "@aws-sdk/cloudfront-signer";
import { type DeliveryKeyPair, generateDeliveryKeyPair, type SignatureVerdict, verifySignedUrl } from "@mediashare/core";
import { expect } from "chai";

const now = new Date("2026-03-01T12:00:00Z");
const later = new Date("2026-03-01T13:00:00Z");
const earlier = new Date("2026-03-01T11:00:00Z");
const url = "https://d1.cloudfront.net/media/m1/g1/main.m3u8";

describe("verifySignedUrl", () => {
  let keys: DeliveryKeyPair;
  let otherKeys: DeliveryKeyPair;
  before(async () => {
    [keys, otherKeys] = await Promise.all([generateDeliveryKeyPair(), generateDeliveryKeyPair()]);
  });

  const verify = (signed: string, at = now): SignatureVerdict =>
    verifySignedUrl(signed, { publicKeys: new Map([["K1", keys.publicKey]]), now: at });
  const reasonOf = (signed: string, at = now) => {
    const verdict = verify(signed, at);
    return verdict.ok ? "accepted" : verdict.reason;
  };
  const key = () => ({ keyPairId: "K1", privateKey: keys.privateKey });
  const canned = (target = url) => getSignedUrl({ url: target, ...key(), dateLessThan: later });
  const custom = (resource: string, target = url, condition: object = { DateLessThan: { "AWS:EpochTime": later.getTime() / 1000 } }) =>
    getSignedUrl({ url: target, ...key(), policy: JSON.stringify({ Statement: [{ Resource: resource, Condition: condition }] }) });

  describe("accepts what cloudfront-signer signs", () => {
    it("with a canned policy", () => {
      expect(verify(canned())).to.deep.equal({ ok: true, keyPairId: "K1", resource: url, expiresAt: later });
    });

    it("with a canned policy for a URL that has a query", () => {
      expect(reasonOf(canned(`${url}?width=640&format=webp`))).to.equal("accepted");
    });

    it("with a custom policy", () => {
      expect(verify(custom("https://d1.cloudfront.net/media/m1/*"))).to.include({
        ok: true,
        resource: "https://d1.cloudfront.net/media/m1/*",
      });
    });

    it("with a start that has come", () => {
      expect(reasonOf(getSignedUrl({ url, ...key(), dateLessThan: later, dateGreaterThan: earlier }))).to.equal("accepted");
    });

    it("with SHA-256", () => {
      expect(reasonOf(getSignedUrl({ url, ...key(), dateLessThan: later, algorithm: "SHA256" }))).to.equal("accepted");
    });

    it("with a parsed key as well as with PEM", () => {
      const publicKeys = new Map([["K1", createPublicKey(keys.publicKey)]]);
      expect(verifySignedUrl(canned(), { publicKeys, now }).ok).to.equal(true);
    });
  });

  describe("matches the resource", () => {
    for (const [resource, matches] of Object.entries({
      "https://d1.cloudfront.net/media/m1/g1/main.m3u8": true,
      "http*://d1.cloudfront.net/*": true,
      "*": true,
      "https://d1.cloudfront.net/media/m?/g?/main.*": true,
      "https://d1.cloudfront.net/media/m??/*": false,
      "https://d1.cloudfront.net/media/m2/*": false,
      "https://d1.cloudfront.net/media/m1": false,
      "https://d1xcloudfront.net/media/m1/*": false,
      "https://d1.cloudfront-net/*": false,
      "http://d1.cloudfront.net/*": false,
    })) {
      it(`${resource}: ${matches}`, () => {
        expect(reasonOf(custom(resource))).to.equal(matches ? "accepted" : "other_resource");
      });
    }

    it("with dots and plus signs taken literally", () => {
      expect(reasonOf(custom("https://d1.cloudfront.net/a+b.*", "https://d1.cloudfront.net/a+b.jpg").replace("a%2Bb", "a+b"))).to.equal(
        "accepted",
      );
      expect(reasonOf(custom("https://d1.cloudfront.net/a+b.*", "https://d1.cloudfront.net/aab.jpg"))).to.equal("other_resource");
    });

    it("with the query that is not CloudFront's own", () => {
      const signed = custom("https://d1.cloudfront.net/media/m1/*");
      expect(reasonOf(`${signed}&_HLS_msn=3`)).to.equal("accepted");
      expect(reasonOf(`${custom(url)}&width=1`)).to.equal("other_resource");
    });
  });

  describe("refuses", () => {
    const tampered: Record<string, [string, () => string]> = {
      "a URL without signature": ["unsigned", () => url],
      "a URL with a query but without signature": ["unsigned", () => `${url}?a=b`],
      "a canned signature on another path": ["bad_signature", () => canned().replace("/m1/", "/m2/")],
      "a canned signature with a later expiry": ["bad_signature", () => canned().replace(/Expires=\d+/, "Expires=9999999999")],
      "a canned signature with another query": ["bad_signature", () => `${canned()}&width=640`],
      "a canned signature with wildcards in the path": ["bad_signature", () => canned().replace("main", "*")],
      "a wildcard signature on another media": [
        "other_resource",
        () => custom("https://d1.cloudfront.net/media/m1/*").replace("/m1/g1", "/m2/g1"),
      ],
      "a policy that was exchanged": [
        "bad_signature",
        () => custom("*").replace(/Policy=[^&]+/, /Policy=[^&]+/.exec(custom("https://*"))?.[0] ?? ""),
      ],
      "an altered signature": [
        "bad_signature",
        () => canned().replace(/Signature=(.)/, (_, char) => `Signature=${char === "A" ? "B" : "A"}`),
      ],
      "a signature that another key made": [
        "bad_signature",
        () => getSignedUrl({ url, keyPairId: "K1", privateKey: otherKeys.privateKey, dateLessThan: later }),
      ],
      "a key that it does not know": ["unknown_key", () => canned().replace("K1", "K2")],
      "SHA-1 in the place of SHA-256": ["bad_signature", () => `${canned()}&Hash-Algorithm=SHA256`],
      "an unknown algorithm": ["malformed", () => `${canned()}&Hash-Algorithm=MD5`],
      "a missing signature": ["malformed", () => canned().replace(/&Signature=[^&]+/, "")],
      "a missing key": ["malformed", () => canned().replace(/&Key-Pair-Id=[^&]+/, "")],
      "a missing expiry": ["malformed", () => canned().replace(/Expires=\d+&/, "")],
      "a doubled parameter": ["malformed", () => `${canned()}&Expires=9999999999`],
      "canned and custom policy at once": ["malformed", () => `${custom("*")}&Expires=9999999999`],
      "plain base64": ["malformed", () => canned().replace(/Signature=.*?(?=&|$)/, "Signature=a+b/cd==")],
      "an IpAddress condition": ["malformed", () => getSignedUrl({ url, ...key(), dateLessThan: later, ipAddress: "10.0.0.0/8" })],
      "a policy without expiry": ["malformed", () => custom("*", url, {})],
      "a policy that is no JSON": ["malformed", () => getSignedUrl({ url, ...key(), policy: "no JSON" })],
    };
    for (const [name, [reason, build]] of Object.entries(tampered)) {
      it(name, () => {
        expect(reasonOf(build())).to.equal(reason);
      });
    }

    it("what has expired, to the second", () => {
      for (const signed of [canned(), custom("*")]) {
        expect(reasonOf(signed, new Date(later.getTime() - 1))).to.equal("accepted");
        expect(reasonOf(signed, later)).to.equal("expired");
      }
    });

    it("what has not begun", () => {
      expect(reasonOf(getSignedUrl({ url, ...key(), dateLessThan: later, dateGreaterThan: now }), earlier)).to.equal("not_yet_valid");
    });
  });
});
