import { packChild, unpackChild } from "@mediashare/controller";
import { expect } from "chai";

const deployment = {
  metadata: {
    name: "photos-web",
    namespace: "gallery",
    uid: "1",
    resourceVersion: "7",
    generation: 3,
    labels: { "app.kubernetes.io/instance": "photos" },
    annotations: { "mediashare.dev/rendered": "abc" },
    managedFields: [{ manager: "somebody" }],
  },
  spec: { replicas: 2, template: { spec: { containers: [{ name: "web", image: "web:1" }] } } },
  status: { readyReplicas: 2 },
};

describe("a packed child", () => {
  it("shows what is looked at all the time", () => {
    const { metadata, spec, status } = packChild(deployment);
    expect(metadata).to.include({ name: "photos-web", namespace: "gallery", uid: "1", resourceVersion: "7", generation: 3 });
    expect(metadata.labels).to.deep.equal(deployment.metadata.labels);
    expect(spec).to.deep.equal({ replicas: 2 });
    expect(status).to.deep.equal({ readyReplicas: 2 });
  });

  it("has all of it but its status and its managers", () => {
    const { managedFields: _managedFields, ...metadata } = deployment.metadata;
    expect(unpackChild(packChild(deployment))).to.deep.equal({ metadata, spec: deployment.spec });
  });

  it("has no replicas where it has none", () => {
    expect(packChild({ metadata: { name: "photos-web" } })).to.have.keys("metadata", "packed");
  });
});
