import { createPublicKey, verify } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeliverySigner, deliveryKeys, generateDeliveryKeyPair, verifySignedUrl } from "@mediashare/core";
import { synthesize, type Template } from "@mediashare/eks";
import { expect } from "chai";
import { parse, stringify } from "yaml";
import { exampleFile, resourceOf, resourcesOf } from "../../support/eks.ts";

const mediaId = "0198c0de-0000-7000-8000-000000000001";
const otherId = "0198c0de-0000-7000-8000-000000000002";
const now = new Date("2026-11-25T12:00:00Z");
const host = "https://d111111abcdef8.cloudfront.net";

describe("the key group of the distribution", function () {
  this.timeout(60_000);
  let folder: string;
  let delivery: Template;
  let url: string;
  const keyOf = (id: string): string => {
    const config = delivery.Resources[id]?.Properties?.PublicKeyConfig as { readonly EncodedKey: string };
    return config.EncodedKey;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "mediashare-keys-"));
    const [fresh, old] = [await generateDeliveryKeyPair(), await generateDeliveryKeyPair()];
    const config = parse(await readFile(exampleFile("small"), "utf8"));
    config.delivery.publicKeys = [
      { name: "fresh", pem: fresh.publicKey },
      { name: "old", pem: old.publicKey },
    ];
    await writeFile(join(folder, "config.yaml"), stringify(config));
    delivery = synthesize(join(folder, "config.yaml")).templates.get("delivery") as Template;
    const { privateKey } = fresh;
    const signer = new DeliverySigner({ deliveryUrl: host, keyPairId: "K2JCJMDEHXQW5F", privateKey, ttlMs: 6 * 3_600_000 });
    url = signer.signMedia(mediaId, now).urlFor(`${deliveryKeys.mediaPrefix(mediaId)}g1/v720/00001.m4s`);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it("holds every public key of the configuration, and only what it holds is trusted", () => {
    const group = resourceOf(delivery, "AWS::CloudFront::KeyGroup");
    const keys = resourcesOf(delivery, "AWS::CloudFront::PublicKey").map(({ id }) => ({ Ref: id }));
    expect(keys).to.have.length(2);
    expect(group.Properties["KeyGroupConfig"].Items).to.deep.equal(keys);
    const { DefaultCacheBehavior, CacheBehaviors } = resourceOf(delivery, "AWS::CloudFront::Distribution").Properties["DistributionConfig"];
    expect(DefaultCacheBehavior.TrustedKeyGroups).to.deep.equal([{ Ref: group.id }]);
    expect(CacheBehaviors, "behaviours that would serve without a signature").to.equal(undefined);
  });

  it("has them as CloudFront takes them: PEM of ECDSA with P-256, and a line feed at the end", () => {
    for (const { id } of resourcesOf(delivery, "AWS::CloudFront::PublicKey")) {
      expect(keyOf(id)).to.match(/^-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=]{1,64}\n)+-----END PUBLIC KEY-----\n$/);
      const key = createPublicKey(keyOf(id));
      expect([key.asymmetricKeyType, key.asymmetricKeyDetails?.namedCurve]).to.deep.equal(["ec", "prime256v1"]);
    }
  });

  it("verifies what our signer signs, by CloudFront's own rules", () => {
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-creating-signed-url-custom-policy.html
    const { searchParams } = new URL(url);
    const decode = (name: string): Buffer => {
      const text = (searchParams.get(name) as string).replaceAll("-", "+").replaceAll("_", "=").replaceAll("~", "/");
      return Buffer.from(text, "base64");
    };
    const verdicts = resourcesOf(delivery, "AWS::CloudFront::PublicKey").map(({ id }) =>
      verify("RSA-SHA1", decode("Policy"), keyOf(id), decode("Signature")),
    );
    expect(verdicts).to.deep.equal([true, false]);
    const policy = JSON.parse(String(decode("Policy")));
    expect(policy.Statement).to.have.length(1);
    expect(policy.Statement[0].Resource).to.equal(`${host}/${deliveryKeys.mediaPrefix(mediaId)}*`);
    expect(policy.Statement[0].Condition).to.have.all.keys("DateLessThan");
  });

  it("lets one signature open everything of its media, and nothing of another", () => {
    const { id } = resourceOf(delivery, "AWS::CloudFront::PublicKey", "fresh");
    const publicKeys = new Map([["K2JCJMDEHXQW5F", keyOf(id)]]);
    const judge = (each: string, at = now) => verifySignedUrl(each, { publicKeys, now: at });
    expect(judge(url)).to.include({ ok: true });
    expect(judge(url.replace("v720/00001.m4s", "main.m3u8"))).to.include({ ok: true });
    expect(judge(url.replace(deliveryKeys.mediaPrefix(mediaId), deliveryKeys.mediaPrefix(otherId)))).to.deep.equal({
      ok: false,
      reason: "other_resource",
    });
    expect(judge(url, new Date("2026-11-26T12:00:00Z"))).to.deep.equal({ ok: false, reason: "expired" });
  });
});
