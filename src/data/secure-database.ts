import { ArnFormat, CfnResource, Duration, Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { checkDatabase, checkUser, retentionOf } from './database-checks';
import { monitoringRole } from './database-monitoring';
import { SecureDatabaseProps } from './secure-database-props';
import { checkProps } from '../core/checked-props';
import { complete } from '../core/complete-props';
import { pathOf } from '../core/construct-path';
import { tellDataHandled } from '../core/data-handling';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { ofProtected } from '../core/removal';
import { strictGrant } from '../core/strict-grant';
import { acknowledgeStructural, inPacks, StructuralCause } from '../core/structural-acknowledgement';
import { deploymentId } from '../core/vended-logs';
import type { DataKey } from '../zone/keys/data-key';
import { SecureLogGroup } from '../zone/logs/secure-log-group';
import { TrustZone } from '../zone/trust-zone';

const ADMINISTRATOR = 'administrator';
const DEFAULT_PORT = 15432;
/** What Aurora takes, less what tells deployments apart. */
const MAX_IDENTIFIER = 50;
/** Source: Amazon Aurora user guide, "Using the Data API". */
const DATA_API = ['rds-data:BatchExecuteStatement', 'rds-data:BeginTransaction', 'rds-data:CommitTransaction', 'rds-data:ExecuteStatement', 'rds-data:RollbackTransaction'];

/**
 * An Aurora PostgreSQL database (Serverless v2) in the isolated subnets of its zone, without a password that anyone knows: functions sign in by
 * IAM, each as a user of its own.
 *
 * `grantConnect(fn, 'notes_writer')` closes each layer: the function's group and the database's group are opened to each other on exactly the
 * database's port, its name is answered by the zone's DNS firewall, and the function's policy gets `rds-db:connect` for this user of this cluster.
 * The user must be there, with `GRANT rds_iam`: see the page of the construct.
 *
 * In the template: the cluster under the zone's key, a writer and a reader, a parameter group that forces TLS, a subnet group, a security group
 * that lets nothing in, a log group, and a role for monitoring. The administrator's secret is RDS's own, under the zone's key, and changes every
 * seven days.
 *
 * Throws `OldEngine`, `BadDatabaseName`, `BadPort`, `BadCapacity`, `BadBackupRetention`, and `NoNetwork` in a zone without a network; on grants
 * `BadDatabaseUser`, `OtherNetwork`, `NoDataApi`, `GrantWithoutEffect`.
 *
 * Fixed cost: 0.12 USD for each ACU and hour, so 87.60 USD a month for two instances at the least capacity of 0.5; storage and requests. Source of
 * the figure: Amazon Aurora pricing, us-east-1, November 2026. Source: FSBP RDS.2, RDS.7, RDS.12, RDS.15, RDS.16, RDS.27, RDS.34; NIST 800-53 AC-3,
 * CP-9, IA-2, IA-5(1), SC-7, SC-8, SC-28.
 *
 * @example
 * declare const addNote: SecureFunction;
 *
 * const database = new SecureDatabase(this, 'Notes', { databaseName: 'notes' });
 * database.grantConnect(addNote, 'notes_writer');
 * addNote.addEnvironment('DATABASE_HOST', database.clusterEndpoint.hostname);
 */
export class SecureDatabase extends rds.DatabaseCluster {
  /** The zone of the database. */
  public readonly zone: TrustZone;
  /** The key of the database's data class in its zone. */
  public readonly encryptionKey: DataKey;
  /** The port. */
  public readonly port: number;
  /** The log of connections and errors. */
  public readonly logGroup: SecureLogGroup;

  private readonly group: ec2.SecurityGroup;
  private readonly hasDataApi: boolean;

  constructor(scope: Construct, id: string, props: SecureDatabaseProps = {}) {
    checkProps(new.target === SecureDatabase, 'SecureDatabaseProps', pathOf(scope, id), props);
    checkDatabase(pathOf(scope, id), props);
    const zone = props.zone ?? TrustZone.of(scope);
    const { vpc, subnets } = zone;
    const key = zone.key(props.dataClass);
    const removalPolicy = ofProtected(props.removalPolicy ?? zone.profile.removalPolicy);
    const port = props.port ?? DEFAULT_PORT;
    // what the L2 wants before it exists itself stands beside it
    const own = new Construct(scope, `${id}Own`);
    const group = new ec2.SecurityGroup(own, 'SecurityGroup', { vpc, allowAllOutbound: false, description: `Database ${pathOf(scope, id)}: those who were granted` });
    const identifier = `${Names.uniqueResourceName(own, { maxLength: MAX_IDENTIFIER, separator: '-' }).toLowerCase()}-${deploymentId()}`;
    // RDS makes this group by itself, without key and retention, unless it is there first
    const logGroup = new SecureLogGroup(own, 'Logs', {
      zone, dataClass: props.dataClass, removalPolicy, logGroupName: `/aws/rds/cluster/${identifier}/postgresql`,
    });
    const version = props.engineVersion ?? rds.AuroraPostgresEngineVersion.VER_17_7;
    const engine = rds.DatabaseClusterEngine.auroraPostgres({ version });
    const instance = {
      autoMinorVersionUpgrade: true, publiclyAccessible: false, enablePerformanceInsights: true, performanceInsightEncryptionKey: key,
    };
    super(scope, id, complete({
      engine,
      clusterIdentifier: identifier,
      defaultDatabaseName: props.databaseName ?? 'app',
      port,
      vpc,
      vpcSubnets: { subnets },
      securityGroups: [group],
      writer: rds.ClusterInstance.serverlessV2('Writer', instance),
      readers: Array.from({ length: props.readers ?? 1 }, (_, i) => rds.ClusterInstance.serverlessV2(`Reader${i + 1}`, { ...instance, scaleWithWriter: i === 0 })),
      serverlessV2MinCapacity: props.minCapacity ?? 0.5,
      serverlessV2MaxCapacity: props.maxCapacity ?? 4,
      credentials: rds.Credentials.fromUsername(ADMINISTRATOR, { encryptionKey: key }),
      manageMasterUserPassword: true,
      iamAuthentication: true,
      enableDataApi: props.dataApi ?? true,
      storageEncryptionKey: key,
      parameterGroup: new rds.ParameterGroup(own, 'Parameters', {
        engine,
        description: 'TLS for every connection, which is logged',
        parameters: { 'rds.force_ssl': '1', 'log_connections': '1', 'log_disconnections': '1' },
      }),
      cloudwatchLogsExports: ['postgresql'],
      monitoringInterval: Duration.minutes(1),
      monitoringRole: monitoringRole(own, zone.permissionsBoundary),
      backup: { retention: retentionOf(zone, props.backupRetention) },
      copyTagsToSnapshot: true,
      deletionProtection: removalPolicy !== RemovalPolicy.DESTROY,
      removalPolicy,
    }));
    this.zone = zone;
    this.encryptionKey = key;
    this.port = port;
    this.logGroup = logGroup;
    this.group = group;
    this.hasDataApi = props.dataApi ?? true;
    this.node.addDependency(logGroup);
    zone.allowNames(this.clusterEndpoint.hostname, this.clusterReadEndpoint.hostname);
    this.acknowledgeInstances();
    const cluster = this.node.defaultChild as rds.CfnDBCluster;
    zone._onProfile(() => { cluster.backupRetentionPeriod = retentionOf(zone, props.backupRetention).toDays(); });
    zone._join(this);
  }

  /**
   * Lets a principal sign in as one user of the database: `rds-db:connect`. For a function, it also opens the way to the database, on its port.
   *
   * Throws `BadDatabaseUser` for the administrator, or what is no exact name; `OtherNetwork` for a function of another zone or without a network;
   * `GrantWithoutEffect` for a principal without policies.
   *
   * @param grantee the function or role
   * @param dbUser a user that has the role `rds_iam`
   */
  public override grantConnect(grantee: iam.IGrantable, dbUser: string): iam.Grant {
    checkUser(this.node.path, dbUser, ADMINISTRATOR);
    this.checkNetwork(grantee);
    const grant = strictGrant({
      grantee,
      target: this,
      intent: Intent.READ_WRITE,
      actions: ['rds-db:connect'],
      resourceArns: [Stack.of(this).formatArn({ service: 'rds-db', resource: 'dbuser', resourceName: `${this.clusterResourceIdentifier}/${dbUser}`, arnFormat: ArnFormat.COLON_RESOURCE_NAME })],
    });
    tellDataHandled(grantee, this.encryptionKey);
    if (isInNetwork(grantee)) this.openWay(grantee);
    return grant;
  }

  /**
   * Lets a principal run SQL as the administrator, by the Data API: to make users and to migrate schemas. It reads the administrator's secret,
   * and so can do everything in this database.
   *
   * Throws `NoDataApi` without one, `GrantWithoutEffect` for a principal without policies.
   */
  public grantAdministration(grantee: iam.IGrantable): iam.Grant {
    if (!this.hasDataApi) throw new ZeroTrustError(this, 'NoDataApi', 'the database has no Data API.', 'leave dataApi out.');
    tellDataHandled(grantee, this.encryptionKey);
    return strictGrant({ grantee, target: this, intent: Intent.READ_WRITE, actions: DATA_API, resourceArns: [this.clusterArn] })
      .combine(strictGrant({
        grantee,
        target: this,
        intent: Intent.READ,
        actions: ['secretsmanager:GetSecretValue'],
        resourceArns: [this.administratorSecretArn],
        key: this.encryptionKey,
        keyActions: ['kms:Decrypt'],
        viaService: 'secretsmanager',
      }));
  }

  /**
   * The same as `grantAdministration`: the Data API signs in by a secret, and this cluster has the administrator's alone.
   */
  public override grantDataApiAccess(grantee: iam.IGrantable): iam.Grant {
    return this.grantAdministration(grantee);
  }

  /** The ARN of the secret of the administrator, which RDS makes and changes. */
  public get administratorSecretArn(): string {
    return (this.node.defaultChild as rds.CfnDBCluster).attrMasterUserSecretSecretArn;
  }

  /** On the caller's side, so that the database's stack does not come to depend on it. */
  private openWay(caller: Networked): void {
    const { securityGroup } = caller;
    const id = `Database${this.node.addr.slice(-8)}`;
    if (caller.node.tryFindChild(id)) return;
    const description = 'PostgreSQL of those who were granted';
    new ec2.CfnSecurityGroupIngress(caller, id, {
      groupId: this.group.securityGroupId,
      sourceSecurityGroupId: securityGroup.securityGroupId,
      ipProtocol: 'tcp',
      fromPort: this.port,
      toPort: this.port,
      description,
    });
    securityGroup.addEgressRule(ec2.Peer.securityGroupId(this.group.securityGroupId), ec2.Port.tcp(this.port), description);
  }

  private checkNetwork(grantee: iam.IGrantable): void {
    const { zone } = grantee as { zone?: TrustZone };
    if (zone === undefined || (zone === this.zone && isInNetwork(grantee))) return;
    throw new ZeroTrustError(this, 'OtherNetwork', `${(grantee as unknown as Construct).node.path} is not in the network of ${this.zone.node.path}.`,
      'put both into one zone, or call a function of that zone by a ServiceLink.');
  }

  private acknowledgeInstances(): void {
    for (const child of this.node.findAll()) {
      if (!CfnResource.isCfnResource(child) || child.cfnResourceType !== rds.CfnDBInstance.CFN_RESOURCE_TYPE_NAME) continue;
      acknowledgeStructural(child, {
        cause: StructuralCause.CLUSTER_BACKUP,
        findings: inPacks(['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'], 'RDSInBackupPlan'),
        provedBy: 'ZT-RDS-005',
        reason: 'AWS Backup takes Aurora clusters and no instances of them; the cluster itself keeps backups.',
      });
    }
  }
}

/** A function in a network. */
interface Networked extends Construct {
  readonly securityGroup: ec2.SecurityGroup;
}

function isInNetwork(grantee: unknown): grantee is Networked {
  return Construct.isConstruct(grantee) && (grantee as { securityGroup?: unknown } & Construct).securityGroup !== undefined;
}
