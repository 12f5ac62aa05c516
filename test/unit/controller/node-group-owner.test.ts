import { type AutoScalingGroup, type Nodegroup, refuseNodeGroup } from "@mediashare/controller";
import { expect } from "chai";

const nodegroup: Nodegroup = {
  cluster: "eks",
  name: "media-spot",
  autoScalingGroup: "asg-1",
  capacityType: "Spot",
  instanceTypes: ["m5.large"],
  status: "ACTIVE",
};
const claim = { owner: "default/photos", capacityType: "Spot" } as const;

function refuse(tags: Readonly<Record<string, string>>, capacityType: "Spot" | "OnDemand" = "Spot") {
  const group: AutoScalingGroup = { name: "asg-1", desiredNodes: 1, minNodes: 0, maxNodes: 2, tags, instances: [] };
  return refuseNodeGroup(nodegroup, group, { ...claim, capacityType });
}

describe("whose a node group is", () => {
  const ours = { "mediashare.dev/pipeline": "default/photos" };

  it("ours by its tag", () => expect(refuse(ours)).to.equal(null));

  it("nobody's without the tag: the message gives the command", () => {
    const refusal = refuse({});
    expect(refusal?.reason).to.equal("NodeGroupNotTagged");
    expect(refusal?.message).to.include("Key=mediashare.dev/pipeline,Value=default/photos").and.include("ResourceId=asg-1");
  });

  it("another pipeline's", () => {
    const refusal = refuse({ "mediashare.dev/pipeline": "default/other" });
    expect(refusal?.reason).to.equal("NodeGroupOfAnotherPipeline");
    expect(refusal?.message).to.include("default/other").and.include("default/photos");
  });

  it("Cluster Autoscaler's, whatever the tag's value", () => {
    const refusal = refuse({ ...ours, "k8s.io/cluster-autoscaler/enabled": "" });
    expect(refusal?.reason).to.equal("ClusterAutoscalerDiscovery");
    expect(refusal?.message).to.include("delete-tags");
  });

  it("of another capacity type than the pipeline says", () => {
    expect(refuse(ours, "OnDemand")?.reason).to.equal("CapacityTypeDiffers");
  });
});
