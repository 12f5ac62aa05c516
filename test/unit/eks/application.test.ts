import { X509Certificate } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseMediaPipeline } from "@mediashare/api";
import { renderPipeline } from "@mediashare/cdk8s";
import { runSynth, toYaml } from "@mediashare/cdk8s/synth";
import type { Template } from "@mediashare/eks";
import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import {
  examples,
  filledIn,
  type Kubernetes,
  manifestsOf,
  readable,
  resourceOf,
  resourcesOf,
  synthesizeChanged,
  synthesized,
  templateOf,
} from "../../support/eks.ts";

async function printed(...args: string[]): Promise<Kubernetes[]> {
  const { out, error } = await runSynth(args);
  expect(error).to.equal("");
  return parseAllDocuments(out).map((document) => document.toJS() as Kubernetes);
}

for (const example of examples) {
  describe(`what ${example} runs in the cluster`, () => {
    const template = () => templateOf(example, "application");
    const pipeline = () => manifestsOf(template(), "pipeline")[0] as Kubernetes;

    it("the operator and the CRD are those that synth prints", async () => {
      const { config } = synthesized(example);
      const applied = manifestsOf(template(), "operator");
      const image = applied.find(({ kind }) => kind === "Deployment").spec.template.spec.containers[0].image;
      expect(image).to.match(new RegExp(`/operator:${config.image.tag.replaceAll(".", "\\.")}$`));
      const options = ["--namespace", "mediashare-system", "--image", image, "--watch-namespace", config.namespace];
      expect(applied).to.deep.equal(await printed("--operator", ...options));
      expect(manifestsOf(template(), "crd")).to.deep.equal(await printed("--crd"));
    });

    it("the MediaPipeline is a valid one, and synth prints the fleets of it", async () => {
      const { config } = synthesized(example);
      const manifest = filledIn(pipeline());
      const { metadata, spec } = parseMediaPipeline(manifest);
      expect(metadata).to.deep.include({ name: config.name, namespace: config.namespace });
      const folder = await mkdtemp(join(tmpdir(), "mediashare-eks-"));
      try {
        const file = join(folder, "pipeline.yaml");
        await writeFile(file, toYaml([manifest]));
        expect(await printed("--spec", file)).to.deep.equal(renderPipeline({ ...metadata, spec }));
      } finally {
        await rm(folder, { recursive: true });
      }
    });

    it("every fleet's pods and the operator's have an identity by the name of their service account", async () => {
      const { metadata, spec } = parseMediaPipeline(filledIn(pipeline()));
      const accounts = [...renderPipeline({ ...metadata, spec }), ...manifestsOf(template(), "operator")]
        .filter(({ kind }) => kind === "Deployment")
        .map(({ metadata: { namespace }, spec: { template: pod } }: Kubernetes) => `${namespace}/${pod.spec.serviceAccountName}`);
      const associations = resourcesOf(template(), "AWS::EKS::PodIdentityAssociation");
      expect(associations.map(({ Properties }) => `${Properties["Namespace"]}/${Properties["ServiceAccount"]}`)).to.have.members(accounts);
      for (const { Properties } of associations) {
        const role = Properties["ServiceAccount"].replace(/^.*-/, "");
        expect(readable(Properties["RoleArn"])).to.match(new RegExp(`^<identities:${role}role`));
      }
    });

    it("the Secrets that the MediaPipeline names are made of those in Secrets Manager", () => {
      const { auth, database, delivery } = pipeline().spec;
      const { config } = synthesized(example);
      const secrets = manifestsOf(template(), "secrets").map(({ spec }) => spec);
      const [ofDatabase, ofDelivery, ofAuth] = [database.secretRef, delivery.privateKeyRef, auth.secretRef].map(({ name }) =>
        secrets.find(({ target }) => target.name === name),
      );
      expect(Object.keys(ofDatabase.target.template.data)).to.deep.equal([database.secretRef.key, database.caRef.key]);
      expect(ofDatabase.dataFrom).to.deep.equal([{ extract: { key: `${config.name}/database` } }]);
      expect(ofAuth.data).to.deep.equal([{ secretKey: auth.secretRef.key, remoteRef: { key: `${config.name}/auth` } }]);
      expect(ofDelivery.data).to.deep.equal([
        { secretKey: delivery.privateKeyRef.key, remoteRef: { key: `${config.name}/delivery-key-2026-11` } },
      ]);
    });

    it("whoever signs in by the identity provider does so with the client's secret from Secrets Manager, which only External Secrets reads", () => {
      const { config } = synthesized(example);
      const { oidc, signUp } = pipeline().spec.auth;
      expect(signUp).to.equal(config.auth.signUp);
      const wanted = config.auth.oidc && { ...config.auth.oidc, clientSecretRef: { name: `${config.name}-oidc`, key: "clientSecret" } };
      expect(oidc).to.deep.equal(wanted);
      const secret = manifestsOf(template(), "secrets").find(({ metadata }) => metadata.name === `${config.name}-oidc`);
      expect(secret?.spec.data).to.deep.equal(
        config.auth.oidc && [{ secretKey: "clientSecret", remoteRef: { key: `${config.name}/oidc` } }],
      );
      const readers = [...synthesized(example).templates].flatMap(([part, { Resources }]) =>
        Object.entries(Resources)
          .filter(([, { Type, Properties }]) => Type === "AWS::IAM::Role" && JSON.stringify(Properties).includes(`${config.name}/oidc-`))
          .map(([id]) => `${part} ${id.replace(/[0-9A-F]{8}$/, "")}`),
      );
      expect(readers).to.deep.equal(config.auth.oidc ? ["addons externalsecretsrole"] : []);
    });

    it("the site writes to people by the mail server whose URL lies in Secrets Manager", () => {
      const { config } = synthesized(example);
      const wanted = config.mail && { ...config.mail, urlRef: { name: `${config.name}-mail`, key: "url" } };
      expect(pipeline().spec.mail).to.deep.equal(wanted);
      const secret = manifestsOf(template(), "secrets").find(({ metadata }) => metadata.name === `${config.name}-mail`);
      expect(secret?.spec.data).to.deep.equal(config.mail && [{ secretKey: "url", remoteRef: { key: `${config.name}/mail` } }]);
    });

    it("pods, and the Job that makes the database's users, take it only with a certificate of RDS in the region, for its host name", () => {
      const { database } = pipeline().spec;
      expect(database.caRef.name).to.equal(database.secretRef.name);
      const secret = manifestsOf(template(), "secrets").find(({ spec }) => spec.target.name === database.caRef.name);
      const { [database.secretRef.key]: url, [database.caRef.key]: pem } = secret.spec.target.template.data;
      expect(new URL(url.replace(/\{\{ \.port \}\}/, "5432").replace(/\{\{ \.(\w+) \}\}/g, "$1")).searchParams.get("sslmode")).to.equal(
        "verify-full",
      );
      const authorities = (pem as string).split(/(?<=-----END CERTIFICATE-----\n)/).map((each) => new X509Certificate(each));
      const subjects = authorities.map(({ subject }) => /CN=.*/.exec(subject)?.[0]);
      expect(subjects).to.have.members(["ECC384", "RSA2048", "RSA4096"].map((key) => `CN=Amazon RDS eu-west-1 Root CA ${key} G1`));
      for (const each of authorities) {
        expect(each.ca && each.checkIssued(each) && each.verify(each.publicKey), each.subject).to.equal(true);
        expect(each.validToDate.getFullYear()).to.be.greaterThan(2060);
      }
      const [settings, job] = manifestsOf(template(), "databaseroles").filter(({ kind }) => /ConfigMap|Job/.test(kind));
      const [container] = job.spec.template.spec.containers;
      expect(container.env).to.deep.include.members([
        { name: "PGSSLMODE", value: "verify-full" },
        { name: "PGSSLROOTCERT", value: "/setup/ca.crt" },
      ]);
      expect(container.volumeMounts).to.deep.equal([{ name: "setup", mountPath: "/setup", readOnly: true }]);
      expect(job.spec.template.spec.volumes).to.deep.equal([{ name: "setup", configMap: { name: settings.metadata.name } }]);
      expect(settings.data["ca.crt"]).to.equal(pem);
    });

    it("pods reach the database, and nobody else is let in here", () => {
      const { Properties } = resourceOf(template(), "AWS::EC2::SecurityGroupIngress");
      expect(Properties).to.deep.include({ IpProtocol: "tcp", FromPort: 5432, ToPort: 5432 });
      expect(readable(Properties["SourceSecurityGroupId"])).to.match(/^<cluster:cluster.*ClusterSecurityGroupId/);
    });

    it("the pipeline comes after, and goes before, what it needs", () => {
      const { DependsOn } = resourceOf(template(), "Custom::AWSCDK-EKS-KubernetesResource", "pipeline");
      for (const id of ["operator", "secrets", "databaseroles", "restart"]) {
        expect(
          [DependsOn].flat().some((each) => each?.startsWith(id)),
          id,
        ).to.equal(true);
      }
    });

    it("further settings of a fleet reach its processes, and no other's", () => {
      const settings = { MEDIASHARE_MAX_UPLOAD_SIZE: "5GiB" };
      const changed = synthesizeChanged(example, { "upload.env": settings }).templates.get("application") as Template;
      const [{ spec }] = manifestsOf(changed, "pipeline");
      expect(spec.upload.env).to.deep.equal([{ name: "MEDIASHARE_MAX_UPLOAD_SIZE", value: "5GiB" }]);
      expect([spec.web.env, spec.worker.env]).to.deep.equal([undefined, undefined]);
    });

    it("the outputs tell the next commands", () => {
      const { name, namespace, auth, image, mail, site } = synthesized(example).config;
      const told = Object.entries(template().Outputs ?? {}).filter(([id]) => id.startsWith("Step"));
      const create = (secret: string, value: string) =>
        `aws secretsmanager create-secret --region eu-west-1 --name ${name}/${secret} --secret-string ${value}`;
      const repository = pipeline().spec.image.repository;
      expect(told.map(([id, { Value }]) => [id, readable(Value)])).to.deep.equal([
        ["Step1SigningKey", create("delivery-key-2026-11", "file://delivery.pem")],
        ["Step1AuthSecret", create("auth", '"$(openssl rand -base64 48)"')],
        ...(auth.oidc ? [["Step1OidcSecret", create("oidc", "file://oidc-secret")]] : []),
        ...(mail ? [["Step1MailSecret", create("mail", "file://mail-url")]] : []),
        ...(image.repository === undefined
          ? [
              [
                "Step2Login",
                `aws ecr get-login-password --region eu-west-1 | docker login --username AWS --password-stdin ${repository.split("/")[0]}`,
              ],
            ]
          : []),
        [
          "Step2Images",
          `for image in upload worker web operator; do docker buildx build --target $image --platform linux/amd64,linux/arm64 --tag ${repository}/$image:${image.tag} --push .; done`,
        ],
        ["Step3Kubectl", `aws eks update-kubeconfig --region eu-west-1 --name ${name}`],
        ["Step4Watch", `kubectl --namespace ${namespace} get mediapipeline ${name} --watch`],
        ["Step5Site", `https://${site.webHost}/`],
      ]);
      for (const [id, { Description }] of told) expect(Description, id).to.match(/^[A-Z].{10,}/);
    });
  });
}
