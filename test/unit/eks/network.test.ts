import { expect } from "chai";
import { examples, readable, resourceOf, resourcesOf, synthesized, templateOf } from "../../support/eks.ts";

for (const example of examples) {
  describe(`the network of ${example}`, () => {
    const template = () => templateOf(example, "network");
    const config = () => synthesized(example).config.network;
    const zones = () => config().zones ?? [];
    const subnets = (kind: string) => resourcesOf(template(), "AWS::EC2::Subnet").filter(({ id }) => id.startsWith(`vpc${kind}Subnet`));
    /** What leads to 0.0.0.0/0 from subnets of a kind. */
    const waysOut = (kind: string) =>
      resourcesOf(template(), "AWS::EC2::Route")
        .filter(({ id, Properties }) => id.startsWith(`vpc${kind}Subnet`) && Properties["DestinationCidrBlock"] === "0.0.0.0/0")
        .map(({ Properties }) => ("GatewayId" in Properties ? "Internet" : "NAT"));

    it("has its addresses, and three kinds of subnets in each zone, none of which gives machines public addresses", () => {
      expect(resourceOf(template(), "AWS::EC2::VPC").Properties).to.deep.include({
        CidrBlock: config().cidr,
        EnableDnsHostnames: true,
        EnableDnsSupport: true,
      });
      for (const kind of ["private", "public", "database"]) {
        expect(
          subnets(kind).map(({ Properties }) => Properties["AvailabilityZone"]),
          kind,
        ).to.deep.equal(zones());
        for (const { id, Properties } of subnets(kind)) expect(Properties["MapPublicIpOnLaunch"], id).to.equal(false);
      }
      expect(resourcesOf(template(), "AWS::EC2::Subnet")).to.have.length(3 * zones().length);
    });

    it("lets nodes out by NAT only, and the database nowhere", () => {
      expect(new Set(waysOut("private"))).to.deep.equal(new Set(["NAT"]));
      expect(waysOut("private")).to.have.length(zones().length);
      expect(new Set(waysOut("public"))).to.deep.equal(new Set(["Internet"]));
      expect(waysOut("database")).to.deep.equal([]);
      expect(resourcesOf(template(), "AWS::EC2::NatGateway")).to.have.length(config().natGateways);
    });

    it("is found by the load balancer controller: public subnets for those of the Internet", () => {
      const tagsOf = (kind: string) => subnets(kind).map(({ Properties }) => Properties["Tags"]);
      for (const tags of tagsOf("public")) expect(tags).to.deep.include({ Key: "kubernetes.io/role/elb", Value: "1" });
      for (const tags of tagsOf("private")) expect(tags).to.deep.include({ Key: "kubernetes.io/role/internal-elb", Value: "1" });
      for (const tags of tagsOf("database")) expect(JSON.stringify(tags)).to.not.include("kubernetes.io/role");
    });

    it("reaches S3 without NAT, and by private endpoints what the configuration wants so", () => {
      const endpoints = resourcesOf(template(), "AWS::EC2::VPCEndpoint").map(({ Properties }) => Properties);
      const ofType = (type: string) =>
        endpoints
          .filter(({ VpcEndpointType }) => VpcEndpointType === type)
          .map(({ ServiceName }) =>
            [readable(ServiceName)]
              .flat()
              .join("")
              .replace(/^.*(eu-west-1|<AWS::Region>)\./, ""),
          );
      expect(ofType("Gateway")).to.deep.equal(["s3"]);
      const interfaces = [
        "sqs",
        "ecr.api",
        "ecr.dkr",
        "logs",
        "monitoring",
        "secretsmanager",
        "sts",
        "eks",
        "eks-auth",
        "ec2",
        "autoscaling",
      ];
      expect(ofType("Interface")).to.have.members(config().interfaceEndpoints ? interfaces : []);
      for (const { VpcEndpointType, PrivateDnsEnabled } of endpoints)
        if (VpcEndpointType === "Interface") expect(PrivateDnsEnabled).to.equal(true);
    });

    it("lets in to the endpoints who is in the VPC, by HTTPS", () => {
      const groups = resourcesOf(template(), "AWS::EC2::SecurityGroup");
      expect(groups).to.have.length(config().interfaceEndpoints ? 1 : 0);
      for (const { Properties } of groups) {
        const [rule, ...more] = Properties["SecurityGroupIngress"];
        expect(more).to.deep.equal([]);
        expect(rule).to.deep.include({ FromPort: 443, ToPort: 443, IpProtocol: "tcp" });
        expect(readable(rule.CidrIp)).to.equal(`<${resourceOf(template(), "AWS::EC2::VPC").id}.CidrBlock>`);
      }
    });

    it("writes down what is refused, and takes all rules from the default security group", () => {
      expect(resourceOf(template(), "AWS::EC2::FlowLog").Properties).to.deep.include({ TrafficType: "REJECT", ResourceType: "VPC" });
      const { logDays } = synthesized(example).config.cluster;
      expect(resourceOf(template(), "AWS::Logs::LogGroup").Properties["RetentionInDays"]).to.equal(logDays);
      expect(resourcesOf(template(), "Custom::VpcRestrictDefaultSG")).to.have.length(1);
    });
  });
}
