import { ownQueueServer } from "@mediashare/controller";
import { expect } from "chai";
import { FakeKube } from "../../support/fake-kube.ts";

const path = "/api/v1/namespaces/media/secrets/keys";
const endpoint = "http://photos-sqs.media.svc:4566";

describe("a pipeline's own queue server", () => {
  const open = (spec: object, kube = new FakeKube()) =>
    ownQueueServer(
      { metadata: { namespace: "media", name: "photos" }, spec: { region: "eu-west-1", queue: { url: "" }, ...spec } },
      kube,
      () => 0,
    );

  it("is none where the queue is on AWS, whatever keys the pods have", () => {
    expect(open({ credentialsSecretRef: { name: "keys" } })).to.equal(undefined);
  });

  it("is asked with the operator's identity where the pipeline has no keys", () => {
    expect(open({ queue: { url: "", endpoint } })).to.deep.equal({ endpoint });
  });

  it("is asked with the keys of the pipeline's Secret, which are read again after a while", async () => {
    const kube = new FakeKube();
    const encode = (text: string): string => Buffer.from(text).toString("base64");
    kube.put(path, { data: { AWS_ACCESS_KEY_ID: encode("id"), AWS_SECRET_ACCESS_KEY: encode("secret") } });
    const server = open({ queue: { url: "", endpoint }, credentialsSecretRef: { name: "keys" } }, kube);
    expect(server).to.deep.include({ endpoint });
    expect(server?.credentials?.id).to.equal("media/keys");
    expect(await server?.credentials?.provide()).to.deep.equal({
      ...{ accessKeyId: "id", secretAccessKey: "secret" },
      expiration: new Date(600_000),
    });
  });

  it("says which Secret cannot be read", async () => {
    const server = open({ queue: { url: "", endpoint }, credentialsSecretRef: { name: "keys" } });
    const error = await server?.credentials?.provide().catch((caught: unknown) => caught);
    expect(String(error)).to.include(path);
  });
});
