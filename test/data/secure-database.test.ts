import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import {
  DataClass, DeclaredEdges, Profile, SecureDatabase, SecureDatabaseProps, SecureFunction, TrustZone, ZeroTrustChecks, ZoneNetwork,
} from '../../src';
import { DeployedTemplates } from '../support/deployed-template';
import { IamJudge } from '../support/iam-judge';
import { findingsOf, fivePacks } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const ENV = { account: '111122223333', region: 'eu-west-1' };

function withDatabase(props?: SecureDatabaseProps, profile?: Profile) {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  if (profile) new TrustZone(stack, 'TrustZone', { profile });
  const database = new SecureDatabase(stack, 'Notes', props);
  const fn = new SecureFunction(stack, 'Fn', { code });
  return { stack, database, fn, template: () => Template.fromStack(stack) };
}

const of = (template: Template, type: string, prefix = '') => Object.entries(template.findResources(type)).filter(([id]) => id.startsWith(prefix))
  .map(([, resource]) => resource);
const cluster = (template: Template) => of(template, 'AWS::RDS::DBCluster')[0];
const keyOf = (prefix: string) => ({ 'Fn::GetAtt': [expect.stringMatching(`^TrustZone${prefix}Key`), 'Arn'] });

describe('a secure database', () => {
  test('leaves nothing open in the five packs and ours, with a function that connects', () => {
    const { open, acknowledged } = findingsOf((app) => {
      const stack = new Stack(app, 'Stack');
      const database = new SecureDatabase(stack, 'Notes');
      database.grantConnect(new SecureFunction(stack, 'Fn', { code }), 'notes_writer');
      database.grantAdministration(new SecureFunction(stack, 'Migrate', { code }));
    }, [...fivePacks(), new ZeroTrustChecks()]);
    expect(open).toEqual([]);
    expect([...new Set(acknowledged.filter(({ path }) => path.includes('Notes')).map(({ rule }) => rule))].sort()).toEqual([
      expect.stringMatching(/^AwsSolutions-IAM5\[Resource::.*RDSOSMetrics:log-stream:\*\]$/),
      'HIPAA.Security-RDSInBackupPlan',
      'NIST.800.53.R5-RDSInBackupPlan',
    ]);
  });

  test('is under the key of its class, with its insights, and protected from deletion', () => {
    const { template } = withDatabase({ dataClass: DataClass.RESTRICTED });
    expect(cluster(template())).toMatchObject({
      Properties: { StorageEncrypted: true, KmsKeyId: keyOf('Restricted'), DeletionProtection: true, CopyTagsToSnapshot: true },
      DeletionPolicy: 'Retain',
    });
    for (const { Properties } of of(template(), 'AWS::RDS::DBInstance')) {
      expect(Properties).toMatchObject({ PubliclyAccessible: false, PerformanceInsightsKMSKeyId: keyOf('Restricted'), MonitoringInterval: 60, DBInstanceClass: 'db.serverless' });
    }
  });

  test('has no password that anyone wrote, and users that IAM knows', () => {
    const { template } = withDatabase();
    const { Properties } = cluster(template());
    expect(Properties).toMatchObject({
      EnableIAMDatabaseAuthentication: true, ManageMasterUserPassword: true, MasterUsername: 'administrator', MasterUserSecret: { KmsKeyId: keyOf('Confidential') },
    });
    expect(Properties.MasterUserPassword).toBeUndefined();
    template().resourceCountIs('AWS::SecretsManager::Secret', 0);
  });

  test('takes TLS connections only, and logs them under the key of the zone', () => {
    const { template } = withDatabase();
    template().hasResourceProperties('AWS::RDS::DBClusterParameterGroup', {
      Family: 'aurora-postgresql17', Parameters: { 'rds.force_ssl': '1', 'log_connections': '1', 'log_disconnections': '1' },
    });
    const [logs] = of(template(), 'AWS::Logs::LogGroup', 'NotesOwn');
    expect(JSON.stringify(logs.Properties.LogGroupName)).toMatch(/\/aws\/rds\/cluster\/stack-notesown-.*\/postgresql/);
    expect(logs.Properties).toMatchObject({ KmsKeyId: keyOf('Confidential'), RetentionInDays: 365 });
    const made = cluster(template());
    expect(made.Properties.EnableCloudwatchLogsExports).toEqual(['postgresql']);
    expect(made.DependsOn).toContainEqual(expect.stringMatching(/^NotesOwnLogs/));
  });

  test('is in the isolated subnets of its zone, with a group that nothing may enter yet', () => {
    const { template } = withDatabase();
    const [group] = of(template(), 'AWS::EC2::SecurityGroup', 'NotesOwn');
    expect(group.Properties.SecurityGroupIngress).toBeUndefined();
    expect(group.Properties.SecurityGroupEgress).toEqual([expect.objectContaining({ CidrIp: '255.255.255.255/32' })]);
    template().resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
    expect(of(template(), 'AWS::RDS::DBSubnetGroup')[0].Properties.SubnetIds).toEqual([
      { Ref: expect.stringMatching(/^TrustZoneNetworkIsolated/i) }, { Ref: expect.stringMatching(/^TrustZoneNetworkIsolated/i) },
    ]);
  });

  test('scales within its capacity, with a reader that may take over', () => {
    const { template } = withDatabase();
    expect(cluster(template()).Properties.ServerlessV2ScalingConfiguration).toEqual({ MinCapacity: 0.5, MaxCapacity: 4 });
    template().resourceCountIs('AWS::RDS::DBInstance', 2);
    const other = withDatabase({ minCapacity: 1, maxCapacity: 8, readers: 0, port: 6000, databaseName: 'other', dataApi: false }).template();
    other.resourceCountIs('AWS::RDS::DBInstance', 1);
    expect(cluster(other).Properties).toMatchObject({ ServerlessV2ScalingConfiguration: { MinCapacity: 1, MaxCapacity: 8 }, Port: 6000, DatabaseName: 'other' });
    expect(cluster(other).Properties.EnableHttpEndpoint).not.toBe(true);
  });

  test.each<[string, Profile | undefined, SecureDatabaseProps | undefined, number]>([
    ['a week by itself', undefined, undefined, 7],
    ['as the profile says', Profile.HIPAA, undefined, 35],
    ['no longer than Aurora can', Profile.HIPAA.customize({ backupRetention: Duration.days(90) }), undefined, 35],
    ['as it is told', undefined, { backupRetention: Duration.days(14) }, 14],
  ])('keeps backups %s', (_, profile, props, days) => {
    expect(cluster(withDatabase(props, profile).template()).Properties.BackupRetentionPeriod).toBe(days);
  });

  test('goes with its stack in a sandbox, where nothing protects it', () => {
    const made = cluster(withDatabase({}, Profile.SANDBOX).template());
    expect(made).toMatchObject({ DeletionPolicy: 'Delete', Properties: { DeletionProtection: false } });
    expect(cluster(withDatabase({ removalPolicy: RemovalPolicy.DESTROY }).template()).Properties.DeletionProtection).toBe(false);
  });

  test('names no partition', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-gov-west-1' } });
    new SecureDatabase(stack, 'Notes').grantConnect(new SecureFunction(stack, 'Fn', { code }), 'notes');
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toMatch(/arn:aws[:-]/);
  });
});

describe('a grant to connect', () => {
  function granted() {
    const made = withDatabase();
    made.database.grantConnect(made.fn, 'notes_writer');
    return { ...made, text: made.template() };
  }

  test('opens exactly the port between the two groups', () => {
    const { text } = granted();
    const database = { 'Fn::GetAtt': [expect.stringMatching(/^NotesOwnSecurityGroup/), 'GroupId'] };
    const function_ = { 'Fn::GetAtt': [expect.stringMatching(/^FnOwnSecurityGroup/), 'GroupId'] };
    expect(of(text, 'AWS::EC2::SecurityGroupIngress').map(({ Properties }) => Properties)).toEqual([{
      GroupId: database, SourceSecurityGroupId: function_, IpProtocol: 'tcp', FromPort: 15432, ToPort: 15432, Description: expect.any(String),
    }]);
    expect(of(text, 'AWS::EC2::SecurityGroup', 'FnOwn')[0].Properties.SecurityGroupEgress).toEqual([{
      DestinationSecurityGroupId: database, IpProtocol: 'tcp', FromPort: 15432, ToPort: 15432, Description: expect.any(String),
    }]);
    text.resourceCountIs('AWS::EC2::VPCEndpoint', 0);
  });

  test('is for one user of one cluster, as an IAM simulator judges', async () => {
    const { database, text, stack } = granted();
    const deployed = new DeployedTemplates([text.toJSON()]);
    const judge = new IamJudge(deployed);
    const id = (type: string, name: RegExp) => Object.keys(deployed.resources(type)).find((logicalId) => name.test(logicalId))!;
    const [statement] = of(text, 'AWS::IAM::ManagedPolicy', 'FnOwn').flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Action }) => Action === 'rds-db:connect');
    expect(statement.Resource).toEqual({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':rds-db:eu-west-1:111122223333:dbuser:', stack.resolve(database.clusterResourceIdentifier), '/notes_writer']],
    });
    const allows = (action: string, resource: string) => judge.allows(id('AWS::Lambda::Function', /^Fn/), { action, resource });
    const user = (name: string, of_ = deployed.resources('AWS::IAM::ManagedPolicy')[id('AWS::IAM::ManagedPolicy', /^FnOwn/)].PolicyDocument.Statement
      .find(({ Action }: any) => Action === 'rds-db:connect').Resource.split(/[:/]/).at(-2)) => `arn:aws:rds-db:eu-west-1:111122223333:dbuser:${of_}/${name}`;
    expect(await allows('rds-db:connect', user('notes_writer'))).toBe(true);
    for (const resource of [user('administrator'), user('notes_writer2'), user('notes_writer', 'cluster-OTHER')]) {
      expect(await allows('rds-db:connect', resource)).toBe(false);
    }
    expect(DeclaredEdges.of(stack)).toContainEqual(expect.objectContaining({ caller: 'Stack/Fn', target: 'Stack/Notes', actions: ['rds-db:connect'] }));
  });

  test('for a second user opens no second way, and for another function its own', () => {
    const { stack, database, fn, template } = withDatabase();
    database.grantConnect(fn, 'reader');
    database.grantConnect(fn, 'writer');
    template().resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    const other = withDatabase();
    other.database.grantConnect(other.fn, 'reader');
    other.database.grantConnect(new SecureFunction(other.stack, 'Second', { code }), 'reader');
    other.template().resourceCountIs('AWS::EC2::SecurityGroupIngress', 2);
    expect(stack.node.tryFindChild('Second')).toBeUndefined();
  });

  test('masks the logs of a function that now handles what is restricted', () => {
    const { database, fn, template } = withDatabase({ dataClass: DataClass.RESTRICTED });
    database.grantConnect(fn, 'writer');
    const [logs] = of(template(), 'AWS::Logs::LogGroup', 'FnOwn');
    expect(logs.Properties.DataProtectionPolicy).toBeDefined();
    expect(of(withDatabase({ dataClass: DataClass.RESTRICTED }).template(), 'AWS::Logs::LogGroup', 'FnOwn')[0].Properties.DataProtectionPolicy).toBeUndefined();
  });

  test('works for a function of another stack in the same zone, without a cycle', () => {
    const app = new App();
    const first = new Stack(app, 'First', { env: ENV });
    new TrustZone(first, 'Zone').serve(app);
    const database = new SecureDatabase(first, 'Notes');
    const second = new Stack(app, 'Second', { env: ENV });
    const fn = new SecureFunction(second, 'Fn', { code, environment: { HOST: database.clusterEndpoint.hostname } });
    database.grantConnect(fn, 'reader');
    expect(() => app.synth()).not.toThrow();
    Template.fromStack(second).resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    Template.fromStack(first).resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  });

  test('to a role is what IAM says, and opens no way', () => {
    const { stack, database, template } = withDatabase();
    database.grantConnect(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }), 'reader');
    template().resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  });

  test.each(['administrator', 'rdsadmin', '*', 'notes*', 'Notes', '', 'a b', 'a/b'])('is refused for the user %p', (user) => {
    const { database, fn } = withDatabase();
    expect(() => database.grantConnect(fn, user)).toThrow(failsWith('BadDatabaseUser'));
  });

  test('is refused to a function of another zone, and to who has no policies', () => {
    const { stack, database } = withDatabase();
    const zone = new TrustZone(stack, 'Elsewhere', { network: ZoneNetwork.none('no network') });
    expect(() => database.grantConnect(new SecureFunction(zone, 'Fn', { code }), 'reader')).toThrow(failsWith('OtherNetwork'));
    expect(() => database.grantConnect(new iam.ServicePrincipal('ec2.amazonaws.com'), 'reader')).toThrow(failsWith('GrantWithoutEffect'));
    expect(stack.node.findAll().some(({ node }) => node.id.startsWith('Database'))).toBe(false);
  });
});

describe('a grant of administration', () => {
  test('is the Data API on this cluster and its secret, the key through Secrets Manager', () => {
    const { stack, database, fn, template } = withDatabase();
    database.grantAdministration(fn);
    const statements = of(template(), 'AWS::IAM::ManagedPolicy', 'FnOwn').flatMap(({ Properties }) => Properties.PolicyDocument.Statement).filter(({ Sid }) => !Sid);
    expect(statements.map(({ Action }) => Action)).toEqual([
      ['rds-data:BatchExecuteStatement', 'rds-data:BeginTransaction', 'rds-data:CommitTransaction', 'rds-data:ExecuteStatement', 'rds-data:RollbackTransaction'],
      'secretsmanager:GetSecretValue', 'kms:Decrypt',
    ]);
    expect(statements[1].Resource).toEqual(stack.resolve(database.administratorSecretArn));
    expect(statements[2].Condition.StringEquals['kms:ViaService']).toEqual({ 'Fn::Join': ['', ['secretsmanager.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] });
    template().hasResourceProperties('AWS::EC2::VPCEndpoint', { ServiceName: Match.stringLikeRegexp('rds-data') });
    template().resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  });

  test('is refused without a Data API', () => {
    const { database, fn } = withDatabase({ dataApi: false });
    expect(() => database.grantAdministration(fn)).toThrow(failsWith('NoDataApi'));
    expect(() => database.grantDataApiAccess(fn)).toThrow(failsWith('NoDataApi'));
  });
});

describe('a secure database refuses', () => {
  test.each<[string, string, SecureDatabaseProps]>([
    ['an old engine', 'OldEngine', { engineVersion: rds.AuroraPostgresEngineVersion.VER_14_3 }],
    ['a name with other characters', 'BadDatabaseName', { databaseName: 'my-notes' }],
    ['a port below those of Aurora', 'BadPort', { port: 443 }],
    ['capacity in other steps', 'BadCapacity', { minCapacity: 0.7 }],
    ['less capacity at most than at least', 'BadCapacity', { minCapacity: 4, maxCapacity: 2 }],
    ['more capacity than there is', 'BadCapacity', { maxCapacity: 257 }],
    ['more readers than Aurora has', 'BadCapacity', { readers: 16 }],
    ['backups for less than a week', 'BadBackupRetention', { backupRetention: Duration.days(6) }],
    ['backups for longer than Aurora keeps them', 'BadBackupRetention', { backupRetention: Duration.days(36) }],
  ])('%s', (_, id, props) => {
    expect(() => withDatabase(props)).toThrow(failsWith(id));
  });

  test('to be in a zone without a network', () => {
    const zone = new TrustZone(new Stack(new App(), 'Stack'), 'Zone', { network: ZoneNetwork.none('none') });
    expect(() => new SecureDatabase(zone, 'Notes')).toThrow(failsWith('NoNetwork'));
  });
});
