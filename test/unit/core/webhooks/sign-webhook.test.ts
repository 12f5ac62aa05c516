import { randomBytes, randomUUID } from "node:crypto";
import { makeWebhookSecret, signWebhook } from "@mediashare/core";
import { expect } from "chai";
import { Webhook } from "standardwebhooks";

describe("the signature of a webhook", () => {
  const body = JSON.stringify({ type: "media.ready", timestamp: "2026-01-01T00:00:00.000Z", data: { fileName: "Été.jpg" } });
  const message = { id: randomUUID(), sentAt: new Date(), body };
  const secret = makeWebhookSecret(randomBytes);

  it("is what the reference implementation accepts", () => {
    expect(new Webhook(secret).verify(body, { ...signWebhook(message, [secret]) })).to.deep.equal(JSON.parse(body));
  });

  it("is that of the specification's own example", () => {
    // https://github.com/standard-webhooks/standard-webhooks, libraries/javascript: the vector that all libraries share.
    const sentAt = new Date(1_614_265_330_000);
    const example = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", sentAt, body: '{"test": 2432232314}' };
    expect(signWebhook(example, ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])["webhook-signature"]).to.equal(
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    );
  });

  it("holds for the new secret and the one before, while both sign", () => {
    const before = makeWebhookSecret(randomBytes);
    const headers = { ...signWebhook(message, [secret, before]) };
    for (const each of [secret, before]) new Webhook(each).verify(body, headers);
    expect(() => new Webhook(makeWebhookSecret(randomBytes)).verify(body, headers)).to.throw();
  });

  it("does not hold for another body, id or time", () => {
    const headers = { ...signWebhook(message, [secret]) };
    const webhook = new Webhook(secret);
    expect(() => webhook.verify(`${body} `, headers)).to.throw();
    expect(() => webhook.verify(body, { ...headers, "webhook-id": randomUUID() })).to.throw();
    const timestamp = String(Number(headers["webhook-timestamp"]) + 1);
    expect(() => webhook.verify(body, { ...headers, "webhook-timestamp": timestamp })).to.throw();
  });

  it("is made with 32 random bytes", () => {
    expect(makeWebhookSecret(() => Buffer.alloc(32, 1))).to.equal(`whsec_${Buffer.alloc(32, 1).toString("base64")}`);
    expect(makeWebhookSecret(randomBytes)).not.to.equal(secret);
  });
});
