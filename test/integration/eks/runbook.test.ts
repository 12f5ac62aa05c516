import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { parseMediaPipeline } from "@mediashare/api";
import { renderPipeline } from "@mediashare/cdk8s";
import { restoreProgram } from "@mediashare/contract";
import { type Config, type Names, namesOf } from "@mediashare/eks";
import { expect } from "chai";
import { deployToMoto } from "../../support/cloudformation/deploy-to-moto.ts";
import { filledIn, type Kubernetes, manifestsOf, synthesized, templateOf } from "../../support/eks.ts";
import { type Moto, motoCredentials, startMoto } from "../../support/moto.ts";
import { pythonPackage } from "../../support/python-package.ts";
import { type Chapter, readChapters } from "../../support/runbook.ts";

/** Of these the command line only checks the arguments: moto 5.2 does not have them. */
const onlyChecked = ["sqs start-message-move-task", "arc-zonal-shift start-zonal-shift"];

const runbook = await readFile(new URL("../../../eks/RUNBOOK.md", import.meta.url), "utf8");
const chapters = readChapters(runbook);

/**
 * What the scripts find instead of the real programs. `aws` is AWS's own, pointed at moto; in a pod, `node` says what it was given.
 * Others only say that they were called.
 */
const programs: Readonly<Record<string, string>> = {
  aws: `echo "aws $1 $2" >> "$LOG"
for each in ${onlyChecked.map((command) => `"${command}"`).join(" ")}; do
  [ "$1 $2" != "$each" ] || exec "$AWS" "$@" --generate-cli-skeleton output
done
exec "$AWS" --endpoint-url "$ENDPOINT" "$@"`,
  kubectl: `echo "kubectl $*" >> "$LOG"
[ "$3" = exec ] || exit 0
while [ "$1" != -- ]; do shift; done; shift
MEDIASHARE_DATABASE_URL="postgres://fleets:secret@old.example:5432/mediashare?sslmode=verify-full" exec "$@"`,
  node: 'echo "node $MEDIASHARE_DATABASE_URL $*" >> "$LOG"',
  npm: 'echo "npm $*" >> "$LOG"',
  sleep: ":",
};

describe("the runbook's commands", function () {
  this.timeout(600_000);
  let config: Config;
  let names: Names;
  let folder: string;
  let moto: Moto;
  let program: string;
  const ran = new Set<string>();

  before(async function () {
    const environment = await pythonPackage("awscli", "1.46.3");
    const started = await startMoto();
    if (environment === null || "skipped" in started) {
      console.log("      no AWS command line, or no moto: Python 3 with venv is not on PATH");
      return this.skip();
    }
    moto = started;
    program = join(environment, "bin", "aws");
    config = synthesized("small").config;
    names = namesOf(config);
    folder = await mkdtemp(join(tmpdir(), "mediashare-runbook-"));
    await mkdir(join(folder, "bin"));
    for (const [name, script] of Object.entries(programs)) {
      await writeFile(join(folder, "bin", name), `#!/bin/sh\n${script}\n`);
      await chmod(join(folder, "bin", name), 0o755);
    }
    await writeFile(join(folder, "oidc-secret"), "of the provider");
    await writeFile(join(folder, "mail-url"), "smtp://user:password@mail.example:587");
    await prepare();
  });
  after(async () => {
    await moto?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it("install: put the signing key and the auth secret where the pods' secrets come from", async () => {
    await run(chapter("Install"));
    expect(await ask(`secretsmanager get-secret-value --secret-id ${names.deliveryKeySecret("key-2026-11")}`, "SecretString")).to.match(
      /^-----BEGIN (RSA )?PRIVATE KEY-----/,
    );
    const secret = await ask(`secretsmanager get-secret-value --secret-id ${names.authSecret}`, "SecretString");
    expect(secret.length).to.be.at.least(32);
  });

  it("rotate the database's password", async () => {
    const versions = () => ask(`secretsmanager list-secret-version-ids --secret-id ${names.databaseSecret}`, "length(Versions)");
    expect(await versions()).to.equal("1");
    await run(chapter("Rotate keys"));
    expect(await versions()).to.equal("2");
  });

  it("restore: put a new instance, in the same place as the old one, in its place, after it was reconciled", async () => {
    const log = await run(chapter("Restore the database"));
    const instance = (name: string, query: string) =>
      ask(`rds describe-db-instances --db-instance-identifier ${name}`, `DBInstances[0].${query}`);
    const facts = "[MultiAZ,DeletionProtection,DBSubnetGroup.DBSubnetGroupName,VpcSecurityGroups[0].VpcSecurityGroupId]";
    const [multiAz, isProtected, ...place] = (await instance(names.cluster, facts)).split(/\s+/);
    expect([multiAz, isProtected]).to.deep.equal(["True", "True"]);
    const [, , ...old] = (await instance(`${names.cluster}-damaged`, facts)).split(/\s+/);
    expect(place).to.deep.equal(old);
    const reconciled = log.filter((line) => line.startsWith("node "));
    const host = `${names.cluster}-restored.aaaaaaaaaa.${config.region}.rds.amazonaws.com`;
    const restore = `node postgres://fleets:secret@${host}:5432/mediashare?sslmode=verify-full --conditions=production services/upload/dist/restore/main.js`;
    expect(reconciled).to.deep.equal([restore, `${restore} --apply`]);
    const [swapped, restarted] = [log.lastIndexOf("aws rds modify-db-instance"), log.findIndex((line) => line.includes("rollout restart"))];
    expect(log.indexOf(reconciled.at(-1) as string)).to.be.lessThan(swapped);
    expect(restarted).to.be.greaterThan(swapped);
  });

  it("take a zone away: by the cluster's own ARN; and have lost renditions made again", async () => {
    const log = await run(chapter("Lose an availability zone"));
    const remade = log.filter((line) => line.startsWith("node ")).map((line) => line.replace(/^node \S+ /, ""));
    const remake = `--conditions=production ${restoreProgram} --renditions`;
    expect(remade).to.deep.equal([remake, `${remake} --apply`]);
  });

  it("drain: show what lies in the dead-letter queue of events", async () => {
    const queue = `--queue-url ${moto.endpoint}/${config.account}/${names.storageEventsDead}`;
    await ask(`sqs send-message --message-body odd ${queue}`, "MessageId");
    const { out } = await execute(chapter("Drain the dead-letter queue").script);
    expect(out).to.include('"Body": "odd"');
  });

  it("tear down: let the operator go before the stacks", async () => {
    const log = await run(chapter("Tear down"));
    expect(log.map((line) => line.split(" ", 4).join(" "))).to.deep.equal(["kubectl -n media delete", "npm run destroy -w"]);
  });

  it("name what there is in the cluster", () => {
    const filled = fill(runbook);
    const commands = [...filled.matchAll(/\bkubectl -n (\S+) ([^`\n#)]+)/g)].map(([, namespace, rest = ""]) => ({ namespace, rest }));
    expect(commands.length).to.be.at.least(8);
    const application = templateOf("small", "application");
    const [pipeline] = manifestsOf(application, "pipeline");
    const { metadata: named, spec } = parseMediaPipeline(filledIn(pipeline));
    const there = [pipeline, ...renderPipeline({ ...named, spec }), ...manifestsOf(application, "restart")].map(
      ({ kind, metadata }: Kubernetes) => `${kind.toLowerCase()}/${metadata.name}`,
    );
    for (const { namespace, rest } of commands) {
      expect(namespace, rest).to.equal(config.namespace);
      const words = rest.replace("rollout restart", "restart").split(" ");
      const [verb, target = "", ...names] = words;
      expect(["get", "describe", "delete", "restart", "exec"], rest).to.include(verb);
      const targets = target.includes("/")
        ? [target.replace("deploy/", "deployment/")]
        : names.filter((name) => name.startsWith(config.name)).map((name) => `${target}/${name}`);
      if (target === "ingress") expect(there.some((each) => each.startsWith("ingress/"))).to.equal(true);
      else expect(targets, rest).to.not.have.length(0);
      for (const each of targets) expect(there, rest).to.include(each);
    }
    expect(there, "the CronJob of the chapter on keys").to.include("cronjob/restart-fleets");
  });

  it("are scripts and options of npm and CDK that there are", async () => {
    const { scripts } = JSON.parse(await readFile(new URL("../../../eks/package.json", import.meta.url), "utf8"));
    const named = [...runbook.matchAll(/\bnpm run (?:-s )?(\S+) -w eks -- (?:(\w+) )?/g)];
    expect(named.length).to.be.at.least(6);
    for (const [, script = ""] of named) expect(Object.keys(scripts)).to.include(script);
    const cdk = createRequire(new URL("../../../eks/package.json", import.meta.url)).resolve("aws-cdk/bin/cdk");
    const ask = async (...args: string[]) =>
      (await promisify(execFile)(process.execPath, [cdk, ...args], { env: { PATH: process.env["PATH"], HOME: folder } })).stdout;
    const help = await ask("deploy", "--help");
    const options = [...runbook.matchAll(/-w eks -- [^`\n]*?(--[a-z-]+)(?=[`\n])/g)]
      .map(([, option]) => option as string)
      .filter((option) => option !== "--config");
    expect(options).to.deep.equal(["--import-existing-resources"]);
    for (const option of options) expect(help).to.include(`${option} `);
    // Without credentials it tells what it would make.
    const [bootstrap = ""] = chapter("Install").inline("npx");
    const args = fill(bootstrap).split(" ");
    expect(args.slice(0, 3)).to.deep.equal(["npx", "cdk", "bootstrap"]);
    expect(await ask(...args.slice(2), "--show-template")).to.include("StagingBucket");
  });

  it("speak of settings that there are", async () => {
    const reference = await readFile(new URL("../../../eks/CONFIGURATION.md", import.meta.url), "utf8");
    const settings = new Set([...reference.matchAll(/^\| (?:\*\*)?`([^`]+)`/gm)].map(([, name]) => name as string));
    const groups = [...settings].filter((name) => !name.includes("."));
    const spoken = [...runbook.matchAll(/`([a-z]+(?:\.[a-zA-Z[\]]+)+)(?:: [^`]*)?`/g)].map(([, name]) => name as string);
    const ours = spoken.filter((name) => groups.includes(name.split(".")[0] as string));
    expect(ours.length).to.be.at.least(10);
    for (const name of ours) expect([...settings]).to.include(name);
  });

  it("were all run or checked, also those within sentences", async () => {
    for (const each of chapters) for (const command of each.inline("aws")) await execute(command);
    const written = [...runbook.matchAll(/\baws ([a-z0-9-]+ [a-z-]+)/g)].map(([, command]) => command as string);
    expect(written).to.have.length.greaterThan(10);
    expect([...ran]).to.include.members(written);
    expect(onlyChecked.filter((command) => !written.includes(command))).to.deep.equal([]);
  });

  function chapter(title: string): Chapter {
    const found = chapters.find((each) => each.title.startsWith(title));
    if (!found) throw new Error(`The runbook has no chapter ${title}.`);
    return found;
  }

  /** @returns what was called */
  async function run({ script }: Chapter): Promise<readonly string[]> {
    return (await execute(script)).log;
  }

  /** With the placeholders that the runbook names filled in. */
  function fill(text: string): string {
    return text
      .replaceAll(/\bNAME\b/g, config.name)
      .replaceAll(/\bREGION\b/g, config.region)
      .replaceAll(/\bACCOUNT\b/g, config.account)
      .replaceAll(/\bZONE_ID\b/g, "euw1-az1")
      .replaceAll(/\bFILE\b/g, "small.yaml");
  }

  async function execute(script: string): Promise<{ readonly out: string; readonly log: readonly string[] }> {
    const log = join(folder, "log");
    await writeFile(log, "");
    const env = {
      ...motoCredentials,
      PATH: `${join(folder, "bin")}:${process.env["PATH"]}`,
      HOME: folder,
      AWS: program,
      ENDPOINT: moto.endpoint,
      LOG: log,
      AWS_DEFAULT_REGION: config.region,
    };
    const child = spawn("bash", ["-euo", "pipefail", "-c", fill(script)], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    const [out, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
    expect(status, errors).to.equal(0);
    const lines = (await readFile(log, "utf8")).split("\n").filter((line) => line !== "");
    for (const line of lines) if (line.startsWith("aws ")) ran.add(line.slice("aws ".length));
    return { out, log: lines };
  }

  async function ask(command: string, query: string): Promise<string> {
    return (await execute(`aws ${command} --output text --query '${query}'`)).out.trim();
  }

  /** What stands before anything goes wrong: the queues of the template, and a database and a cluster by the names that templates give them. */
  async function prepare(): Promise<void> {
    const client = new CloudFormationClient({
      region: config.region,
      endpoint: moto.endpoint,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
    const place = { partition: "aws", region: config.region, account: config.account };
    await deployToMoto(client, { stack: names.stack("queues"), template: templateOf("small", "queues"), place });
    client.destroy();
    await execute(`
      subnets=$(aws ec2 describe-subnets --query 'Subnets[0:2].SubnetId' --output text)
      aws rds create-db-subnet-group --db-subnet-group-name private --db-subnet-group-description none --subnet-ids $subnets
      group=$(aws ec2 create-security-group --group-name database --description none --query GroupId --output text)
      aws rds create-db-parameter-group --db-parameter-group-name tls --db-parameter-group-family postgres18 --description none
      aws rds create-db-instance --db-instance-identifier ${names.cluster} --db-instance-class ${config.database.instanceClass} --engine postgres \\
        --allocated-storage 20 --master-username administrator --master-user-password secret-of-the-test --db-subnet-group-name private \\
        --vpc-security-group-ids "$group" --db-parameter-group-name tls
      aws secretsmanager create-secret --name ${names.databaseSecret} --secret-string '{}'
      aws eks create-cluster --name ${names.cluster} --role-arn arn:aws:iam::${config.account}:role/cluster --resources-vpc-config subnetIds=a,b`);
    ran.clear();
  }
});
