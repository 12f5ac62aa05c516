import { workerToleration } from "@mediashare/cdk8s";
import { PIPELINE_TAG, refuseNodeGroup } from "@mediashare/controller";
import { expect } from "chai";
import {
  examples,
  type Kubernetes,
  manifestsOf,
  type NamedResource,
  readable,
  resourceOf,
  resourcesOf,
  synthesized,
  templateOf,
} from "../../support/eks.ts";

/** What an AwsCustomResource asks of AWS. */
function callsOf(resources: readonly NamedResource[]): { action: string; parameters: Kubernetes }[] {
  return resources.map(
    ({ Properties }) => JSON.parse(String(readable(Properties["Update"]))) as { action: string; parameters: Kubernetes },
  );
}

for (const example of examples) {
  describe(`the cluster of ${example}`, () => {
    const template = () => templateOf(example, "cluster");
    const config = () => synthesized(example).config;
    const groups = () => resourcesOf(template(), "AWS::EKS::Nodegroup");
    const workerGroups = () => groups().filter(({ Properties }) => !["system", "fleets"].includes(Properties["NodegroupName"]));

    it("is reached only from the networks that are named, keeps its Secrets encrypted, and logs everything", () => {
      const { Properties } = resourceOf(template(), "AWS::EKS::Cluster");
      const { publicAccess } = config().cluster;
      expect(Properties["ResourcesVpcConfig"]).to.deep.include({
        EndpointPrivateAccess: true,
        EndpointPublicAccess: publicAccess.length > 0,
      });
      if (publicAccess.length > 0) expect(Properties["ResourcesVpcConfig"].PublicAccessCidrs).to.deep.equal(publicAccess);
      const [encryption] = readable(Properties["EncryptionConfig"]) as Kubernetes[];
      expect(encryption).to.deep.equal({
        Provider: { KeyArn: `<${resourceOf(template(), "AWS::KMS::Key").id}.Arn>` },
        Resources: ["secrets"],
      });
      const logged = Properties["Logging"].ClusterLogging.EnabledTypes.map(({ Type }: { Type: string }) => Type);
      expect(logged).to.have.members(["api", "audit", "authenticator", "controllerManager", "scheduler"]);
      expect(Properties["AccessConfig"]).to.deep.equal({ AuthenticationMode: "API", BootstrapClusterCreatorAdminPermissions: false });
      expect(Properties).to.deep.include({
        DeletionProtection: config().production,
        UpgradePolicy: { SupportType: "STANDARD" },
        ZonalShiftConfig: { Enabled: true },
      });
      const key = resourceOf(template(), "AWS::KMS::Key");
      expect(key.Properties["EnableKeyRotation"]).to.equal(true);
      expect(key.DeletionPolicy).to.equal(config().production ? "Retain" : "Delete");
    });

    it("is of the newest version that there is a kubectl of, which speaks to it", () => {
      const { Version } = resourceOf(template(), "AWS::EKS::Cluster").Properties;
      const layer = resourceOf(template(), "AWS::Lambda::LayerVersion", "kubectl").Properties;
      expect(Version).to.match(/^1\.\d+$/);
      expect(layer["Description"]).to.include(`kubectl ${Version}.`);
    });

    it("is administered by those who are named, and by what CDK deploys with", () => {
      const entries = resourcesOf(template(), "AWS::EKS::AccessEntry").map(({ Properties }) => readable(Properties["PrincipalArn"]));
      expect(entries.filter((arn) => !String(arn).startsWith("<"))).to.deep.equal(config().cluster.admins);
      expect(entries.filter((arn) => String(arn).startsWith("<clusterKubectlProviderHandler"))).to.have.length(1);
      expect(entries).to.have.length(config().cluster.admins.length + 1);
    });

    it("gives no pod its node's credentials, and every node an encrypted disk", () => {
      const templates = resourcesOf(template(), "AWS::EC2::LaunchTemplate");
      expect(templates).to.have.length(groups().length);
      for (const { id, Properties } of templates) {
        const { MetadataOptions, BlockDeviceMappings } = Properties["LaunchTemplateData"];
        expect(MetadataOptions, id).to.deep.equal({ HttpEndpoint: "enabled", HttpPutResponseHopLimit: 1, HttpTokens: "required" });
        expect(BlockDeviceMappings[0].Ebs, id).to.deep.include({ Encrypted: true, VolumeType: "gp3", DeleteOnTermination: true });
      }
      const { ManagedPolicyArns, Policies } = resourceOf(template(), "AWS::IAM::Role", "nodes").Properties;
      expect((readable(ManagedPolicyArns) as string[]).map((arn) => arn.replace(/^.*\//, ""))).to.deep.equal([
        "AmazonEKSWorkerNodePolicy",
        "AmazonEC2ContainerRegistryPullOnly",
      ]);
      expect(Policies).to.equal(undefined);
      for (const { id, Properties } of groups()) {
        expect(Properties["RemoteAccess"], `${id}: a way in by SSH`).to.equal(undefined);
        const launched = readable(Properties["LaunchTemplate"]) as { Id: string; Version: string };
        expect(
          templates.map((each) => `<${each.id}>`),
          id,
        ).to.include(launched.Id);
        expect(launched.Version, id).to.match(/LatestVersionNumber>$/);
      }
    });

    it("has the node groups of the configuration, each of one architecture", () => {
      const { workers } = config();
      const named = (name: string) => groups().find(({ Properties }) => Properties["NodegroupName"] === name)?.Properties ?? {};
      for (const [capacity, list] of [
        ["ON_DEMAND", workers.onDemand],
        ["SPOT", workers.spot],
      ] as const) {
        for (const { name, instanceTypes, min, max } of list) {
          expect(named(name)).to.deep.include({ CapacityType: capacity, InstanceTypes: instanceTypes });
          expect(named(name)["ScalingConfig"]).to.deep.equal({ MinSize: min, MaxSize: max, DesiredSize: min });
          expect(named(name)["AmiType"]).to.equal(
            /^\w+g\./.test(instanceTypes[0] ?? "") ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD",
          );
        }
      }
      for (const name of ["system", "fleets"]) expect(named(name)).to.deep.include({ CapacityType: "ON_DEMAND" });
      expect(groups()).to.have.length(2 + workers.onDemand.length + workers.spot.length);
    });

    it("keeps everything but workers away from the workers' nodes, by the taint that workers tolerate", () => {
      for (const { Properties } of workerGroups()) {
        expect(Properties["Taints"]).to.deep.equal([{ Key: workerToleration.key, Value: "true", Effect: "NO_SCHEDULE" }]);
      }
      expect(workerToleration).to.deep.include({ operator: "Exists", effect: "NoSchedule" });
      expect(groups().filter(({ Properties }) => Properties["Taints"])).to.have.length(workerGroups().length);
      const labels = groups().map(({ Properties }) => Properties["Labels"]);
      const [pipeline] = manifestsOf(templateOf(example, "application"), "pipeline");
      for (const fleet of ["upload", "web"]) expect(labels).to.deep.include(pipeline.spec[fleet].nodeSelector);
    });

    it("tags the workers' Auto Scaling groups so that the operator takes them, and no others", () => {
      const owner = `${config().namespace}/${config().name}`;
      const calls = callsOf(resourcesOf(template(), "Custom::MediashareNodeGroup"));
      const names = workerGroups().map(({ Properties }) => Properties["NodegroupName"]);
      const found = calls.filter(({ action }) => action === "describeNodegroup");
      expect(found.map(({ parameters }) => parameters)).to.deep.equal(
        names.map((nodegroupName) => ({ clusterName: config().name, nodegroupName })),
      );
      const tagged = calls.filter(({ action }) => action === "createOrUpdateTags").flatMap(({ parameters }) => parameters.Tags);
      const untagged = calls.filter(({ action }) => action === "deleteTags").flatMap(({ parameters }) => parameters.Tags);
      expect(tagged).to.have.length(names.length);
      for (const [index, tag] of tagged.entries()) {
        expect(tag).to.deep.include({ Key: PIPELINE_TAG, Value: owner, PropagateAtLaunch: false, ResourceType: "auto-scaling-group" });
        // Each is the group that its own description named.
        expect(tag.ResourceId).to.match(
          new RegExp(`^<${names[index].replaceAll("-", "")}ownershipfind\\w+\\.nodegroup\\.resources\\.autoScalingGroups\\.0\\.name>$`),
        );
      }
      // What EKS sets on every group, less what is taken away, and with what is added: the operator's own judgement.
      const ofEks = {
        "k8s.io/cluster-autoscaler/enabled": "true",
        [`k8s.io/cluster-autoscaler/${config().name}`]: "owned",
        "eks:nodegroup-name": "x",
      };
      for (const { ResourceId, Key, Value } of tagged) {
        const removed = untagged.filter((tag) => tag.ResourceId === ResourceId).map((tag) => tag.Key);
        const tags = Object.fromEntries(Object.entries({ ...ofEks, [Key]: Value }).filter(([key]) => !removed.includes(key)));
        const group = { name: "asg", desiredNodes: 0, minNodes: 0, maxNodes: 1, tags, instances: [] };
        const nodegroup = {
          cluster: "c",
          name: "n",
          autoScalingGroup: "asg",
          capacityType: "Spot",
          instanceTypes: [],
          status: "ACTIVE",
        } as const;
        expect(refuseNodeGroup(nodegroup, group, { owner, capacityType: "Spot" })).to.equal(null);
        expect(Object.keys(tags).filter((key) => key.startsWith("k8s.io/cluster-autoscaler"))).to.deep.equal([]);
      }
    });

    it("has its network, its proxy and the agent for pods' identities before any node", () => {
      for (const { id, DependsOn } of groups()) {
        const after = [DependsOn].flat().join();
        for (const addon of ["vpccni", "kubeproxy", "ekspodidentityagent"]) expect(after, id).to.include(addon);
      }
      const cni = resourcesOf(template(), "AWS::EKS::Addon").find(({ Properties }) => Properties["AddonName"] === "vpc-cni");
      // Without it the fleets' NetworkPolicies would be words only.
      expect(JSON.parse(cni?.Properties["ConfigurationValues"])).to.deep.equal({ enableNetworkPolicy: "true" });
    });

    it("names the node groups of the MediaPipeline as they are made", () => {
      const [pipeline] = manifestsOf(templateOf(example, "application"), "pipeline");
      const claimed = pipeline.spec.worker.nodeGroups.map(({ name, cluster, capacityType, min, max }: Kubernetes) => [
        name,
        cluster,
        capacityType,
        min,
        max,
      ]);
      const made = workerGroups().map(({ Properties }) => [
        Properties["NodegroupName"],
        config().name,
        Properties["CapacityType"] === "SPOT" ? "Spot" : "OnDemand",
        Properties["ScalingConfig"].MinSize,
        Properties["ScalingConfig"].MaxSize,
      ]);
      expect(claimed).to.have.deep.members(made);
    });
  });

  describe(`the add-ons of ${example}`, () => {
    const template = () => templateOf(example, "addons");

    it("are the cluster's own parts, each from a version or from EKS's choice for the cluster", () => {
      const addons = resourcesOf(template(), "AWS::EKS::Addon").map(({ Properties }) => Properties["AddonName"]);
      expect(addons).to.have.members(["metrics-server", "aws-ebs-csi-driver", "amazon-cloudwatch-observability", "external-dns"]);
      const charts = resourcesOf(template(), "Custom::AWSCDK-EKS-HelmChart").map(({ Properties }) => [
        Properties["Chart"],
        Properties["Version"],
      ]);
      expect(charts.map(([chart]) => chart)).to.have.members(["aws-load-balancer-controller", "cluster-autoscaler", "external-secrets"]);
      for (const [chart, version] of charts) expect(version, chart).to.match(/^\d+\.\d+\.\d+$/);
    });

    it("let External Secrets read this deployment's secrets only", () => {
      const { config } = synthesized(example);
      const { Properties } = resourceOf(template(), "AWS::IAM::Role", "externalsecretsrole");
      const [statement, ...more] = Properties["Policies"][0].PolicyDocument.Statement;
      expect(more).to.deep.equal([]);
      const secret = (name: string) => `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${config.name}/${name}-??????`;
      const read = [
        "database-admin",
        "database",
        "auth",
        "delivery-key-2026-11",
        ...(config.auth.oidc ? ["oidc"] : []),
        ...(config.mail ? ["mail"] : []),
      ];
      expect(statement.Resource).to.deep.equal(read.map(secret));
      expect(statement.Action).to.deep.equal(["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]);
    });

    it("let Cluster Autoscaler scale the steady groups only", () => {
      const { Properties } = resourceOf(template(), "AWS::IAM::Role", "clusterautoscalerrole");
      const scale = Properties["Policies"][0].PolicyDocument.Statement.find(({ Sid }: { Sid: string }) => Sid === "Scale");
      expect(scale.Resource.map((arn: string) => arn.replace(/^.*\//, ""))).to.deep.equal(["eks-system-*", "eks-fleets-*"]);
    });
  });
}
