import { Duration, RemovalPolicy, type StackProps } from "aws-cdk-lib";
import * as ec2 from "aws-cdk-lib/aws-ec2";
import * as logs from "aws-cdk-lib/aws-logs";
import * as rds from "aws-cdk-lib/aws-rds";
import * as secretsmanager from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import type { Config } from "../config/config-schema.ts";
import type { Names } from "../names.ts";
import { loginUser } from "../pipeline/database-roles.ts";
import { PartStack } from "./part-stack.ts";

export interface DatabaseStackProps extends StackProps {
  readonly names: Names;
  readonly database: Config["database"];
  readonly vpc: ec2.IVpc;
  readonly production: boolean;
  readonly logDays: number;
}

/** A password of these needs no escapes in a URL, nor in SQL. */
const passwordExcludes = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
export const databaseName = "mediashare";

/**
 * RDS for PostgreSQL, encrypted and reachable by TLS only. The fleets' password rotates between two users, so that the one that pods have
 * stays good until the rotation after the next: pods are started anew every week (`restart.ts`), long before that.
 * There is no RDS Proxy: it cannot pass LISTEN, advisory locks and startup options on without pinning each connection.
 */
export class DatabaseStack extends PartStack {
  readonly instance: rds.DatabaseInstance;
  readonly adminSecret: secretsmanager.ISecret;
  /** What the fleets log in with: username, password, host, port, dbname. */
  readonly secret: secretsmanager.ISecret;

  constructor(scope: Construct, id: string, { names, database, vpc, production, logDays, ...props }: DatabaseStackProps) {
    super(scope, id, props);
    const engine = rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_18 });
    const admin = new rds.DatabaseSecret(this, "admin", {
      username: "administrator",
      secretName: names.databaseAdminSecret,
      excludeCharacters: passwordExcludes,
    });
    const logGroup = new logs.LogGroup(this, "logs", {
      logGroupName: `/aws/rds/instance/${names.cluster}/postgresql`,
      retention: logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.instance = new rds.DatabaseInstance(this, "instance", {
      engine,
      instanceIdentifier: names.cluster,
      instanceType: new ec2.InstanceType(database.instanceClass.replace(/^db\./, "")),
      databaseName,
      credentials: rds.Credentials.fromSecret(admin),
      vpc,
      vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      multiAz: database.multiAz,
      storageType: rds.StorageType.GP3,
      allocatedStorage: database.storageGib,
      maxAllocatedStorage: database.maxStorageGib,
      storageEncrypted: true,
      caCertificate: rds.CaCertificate.RDS_CA_RSA2048_G1,
      parameterGroup: new rds.ParameterGroup(this, "parameters", {
        engine,
        parameters: { "rds.force_ssl": "1", log_min_duration_statement: "1000" },
      }),
      backupRetention: Duration.days(database.backupDays),
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: false,
      autoMinorVersionUpgrade: true,
      cloudwatchLogsExports: ["postgresql"],
      deletionProtection: production,
      removalPolicy: RemovalPolicy.SNAPSHOT,
    });
    this.instance.node.addDependency(logGroup);
    this.adminSecret = this.instance.secret as secretsmanager.ISecret;
    this.secret = this.#rotatedSecret(names, database, vpc, admin);
  }

  #rotatedSecret(
    names: Names,
    { rotationDays }: Config["database"],
    vpc: ec2.IVpc,
    masterSecret: secretsmanager.ISecret,
  ): secretsmanager.ISecret {
    const secret = new rds.DatabaseSecret(this, "fleets", {
      username: loginUser,
      dbname: databaseName,
      secretName: names.databaseSecret,
      excludeCharacters: passwordExcludes,
      masterSecret,
    }).attach(this.instance);
    const vpcSubnets = { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS };
    const securityGroup = new ec2.SecurityGroup(this, "rotation", { vpc, description: "Rotation of the database password" });
    this.instance.connections.allowDefaultPortFrom(securityGroup, "Rotation of the password");
    const schedule = (id: string, target: secretsmanager.ISecret, hostedRotation: secretsmanager.HostedRotation): void => {
      // Not at once: the users are made by a Job in the cluster, later.
      target.addRotationSchedule(id, { hostedRotation, automaticallyAfter: Duration.days(rotationDays), rotateImmediatelyOnUpdate: false });
    };
    const common = { vpc, vpcSubnets, securityGroups: [securityGroup], excludeCharacters: passwordExcludes };
    schedule(
      "rotation",
      secret,
      secretsmanager.HostedRotation.postgreSqlMultiUser({
        ...common,
        masterSecret: this.adminSecret,
        functionName: `${names.cluster}-rotate-fleets`,
      }),
    );
    // Nobody holds on to the administrator's: one user will do.
    schedule(
      "rotation",
      this.adminSecret,
      secretsmanager.HostedRotation.postgreSqlSingleUser({ ...common, functionName: `${names.cluster}-rotate-admin` }),
    );
    return secret;
  }
}
