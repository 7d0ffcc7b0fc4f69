import { App, Aws, CfnParameter, Duration, NestedStack, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { SecureFunction, TrustZone } from '../../src';
import { AuditTrail, AuditTrailProps } from '../../src/observe/audit-trail';
import { stackFindings } from '../support/packs';

const ARCHIVE = 'TrailArchive7E49EDCF';
const ACCESS_LOGS = 'TrailAccessLogsFEE33FE3';

function trail(props?: AuditTrailProps, before?: (stack: Stack) => void): Template {
  const stack = new Stack(new App(), 'Stack');
  before?.(stack);
  new AuditTrail(stack, 'Trail', props);
  return Template.fromStack(stack);
}

function properties(template: Template, logicalId: string): any {
  return template.toJSON().Resources[logicalId].Properties;
}

function statement(template: Template, bucket: string, sid: string): any {
  const policy = Object.values<any>(template.findResources('AWS::S3::BucketPolicy', { Properties: { Bucket: { Ref: bucket } } }))[0];
  return policy.Properties.PolicyDocument.Statement.find((candidate: any) => candidate.Sid === sid);
}

function denials(template: Template, bucket: string): any[] {
  const policy = Object.values<any>(template.findResources('AWS::S3::BucketPolicy', { Properties: { Bucket: { Ref: bucket } } }))[0];
  return policy.Properties.PolicyDocument.Statement.filter((candidate: any) => candidate.Effect === 'Deny');
}

function selectors(template: Template): any[] {
  return Object.values<any>(template.findResources('AWS::CloudTrail::Trail'))[0].Properties.AdvancedEventSelectors;
}

function table(scope: Construct, id: string, tableName?: string): dynamodb.TableV2 {
  return new dynamodb.TableV2(scope, id, { tableName, partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
}

describe('the trail', () => {
  test('records all regions, validated, encrypted, with both Insights', () => {
    trail().hasResourceProperties('AWS::CloudTrail::Trail', {
      IsLogging: true,
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      EnableLogFileValidation: true,
      KMSKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('InternalKey'), 'Arn'] },
      InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }, { InsightType: 'ApiErrorRateInsight' }],
      CloudWatchLogsLogGroupArn: { 'Fn::GetAtt': ['TrailLogs73276642', 'Arn'] },
      CloudWatchLogsRoleArn: { 'Fn::GetAtt': ['TrailLogRole71841C4C', 'Arn'] },
      S3BucketName: { Ref: ARCHIVE },
    });
  });

  test('waits for the policies that let it write', () => {
    const [resource] = Object.values<any>(trail().findResources('AWS::CloudTrail::Trail'));
    expect(resource.DependsOn).toEqual(['TrailArchivePolicyC0872C94', 'TrailLogRolePolicyF4087E30']);
  });

  test('writes logs by a customer-managed policy of two actions on one log group', () => {
    const template = trail();
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [{
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Effect: 'Allow', Resource: { 'Fn::GetAtt': ['TrailLogs73276642', 'Arn'] },
        }],
      },
    });
  });

  test('may use the key for its files only, and only as a trail of this account', () => {
    const [key] = Object.values<any>(trail().findResources('AWS::KMS::Key'));
    const statements = key.Properties.KeyPolicy.Statement.filter((s: any) => s.Principal.Service === 'cloudtrail.amazonaws.com');
    const trails = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':cloudtrail:*:', { Ref: 'AWS::AccountId' }, ':trail/*']] };
    expect(statements.map((s: any) => [s.Action, s.Condition])).toEqual([
      ['kms:GenerateDataKey', {
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        ArnLike: { 'aws:SourceArn': trails, 'kms:EncryptionContext:aws:cloudtrail:arn': trails },
      }],
      ['kms:DescribeKey', { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } }, ArnLike: { 'aws:SourceArn': trails } }],
    ]);
  });

  test('has a name of its own in each region, as a trail of all regions has its name in all of them', () => {
    const [resource] = Object.values<any>(trail().findResources('AWS::CloudTrail::Trail'));
    expect(resource.Properties.TrailName).toEqual({ 'Fn::Join': ['', ['Stack-Trail-FE9DBB82-', { Ref: 'AWS::Region' }]] });
  });

  test('names no partition', () => {
    expect(JSON.stringify(trail().toJSON())).not.toContain('arn:aws');
  });

  test('is 8 resources beside the key of the zone', () => {
    expect(Object.keys(trail().toJSON().Resources)).toHaveLength(8 + 1);
  });
});

describe('the archive', () => {
  test('locks each version for a year by default', () => {
    expect(properties(trail(), ARCHIVE)).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Days: 365, Mode: 'GOVERNANCE' } } },
      VersioningConfiguration: { Status: 'Enabled' },
    });
  });

  test('denies everyone to lift a lock', () => {
    expect(statement(trail(), ARCHIVE, 'NobodyLiftsTheLock')).toMatchObject({
      Effect: 'Deny', Principal: { AWS: '*' }, Action: 's3:BypassGovernanceRetention',
    });
  });

  test('locks for longer, and beyond the root user, on request', () => {
    const template = trail({ lockMode: s3.ObjectLockMode.COMPLIANCE, lockRetention: Duration.days(730) });
    expect(properties(template, ARCHIVE).ObjectLockConfiguration.Rule.DefaultRetention).toEqual({ Days: 730, Mode: 'COMPLIANCE' });
  });

  test('is under the key of the zone, private, without access lists, and never expires', () => {
    expect(properties(trail(), ARCHIVE)).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{
          ServerSideEncryptionByDefault: { KMSMasterKeyID: { 'Fn::GetAtt': [expect.stringContaining('InternalKey'), 'Arn'] }, SSEAlgorithm: 'aws:kms' },
        }],
      },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      LifecycleConfiguration: { Rules: [{ Id: 'Archive', Transitions: [{ StorageClass: 'GLACIER_IR', TransitionInDays: 90 }] }] },
    });
    expect(properties(trail(), ARCHIVE).LifecycleConfiguration.Rules[0].ExpirationInDays).toBeUndefined();
  });

  test.each([ARCHIVE, ACCESS_LOGS])('%s denies requests without TLS, and TLS older than 1.2', (bucket) => {
    expect(denials(trail(), bucket).map((denial) => denial.Condition)).toEqual(expect.arrayContaining([
      { Bool: { 'aws:SecureTransport': 'false' } },
      { NumericLessThan: { 's3:TlsVersion': 1.2 } },
    ]));
  });

  test('takes files from exactly this trail', () => {
    const template = trail();
    const thisTrail = {
      'aws:SourceAccount': { Ref: 'AWS::AccountId' },
      'aws:SourceArn': {
        'Fn::Join': ['', [
          'arn:', { Ref: 'AWS::Partition' }, ':cloudtrail:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' },
          ':trail/Stack-Trail-FE9DBB82-', { Ref: 'AWS::Region' },
        ]],
      },
    };
    expect(statement(template, ARCHIVE, 'TrailReadsAcl')).toMatchObject({
      Action: 's3:GetBucketAcl', Principal: { Service: 'cloudtrail.amazonaws.com' }, Condition: { StringEquals: thisTrail },
    });
    expect(statement(template, ARCHIVE, 'TrailWrites')).toMatchObject({
      Action: 's3:PutObject',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [ARCHIVE, 'Arn'] }, '/AWSLogs/', { Ref: 'AWS::AccountId' }, '/*']] },
      Condition: { StringEquals: { ...thisTrail, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    });
  });

  test('a lock under a year throws before anything is made', () => {
    const stack = new Stack(new App(), 'Stack');
    expect(() => new AuditTrail(stack, 'Trail', { lockRetention: Duration.days(364) }))
      .toThrow(expect.objectContaining({ id: 'LockTooShort', path: 'Stack/Trail' }));
    expect(stack.node.children).toEqual([]);
  });
});

describe('the access logs', () => {
  test('of the archive go to a bucket that does not log to itself', () => {
    const template = trail();
    expect(properties(template, ARCHIVE).LoggingConfiguration).toEqual({
      DestinationBucketName: { Ref: ACCESS_LOGS }, LogFilePrefix: 'Stack/Trail/Archive/',
    });
    expect(properties(template, ACCESS_LOGS).LoggingConfiguration).toBeUndefined();
  });

  test('lie in a bucket that S3 log delivery can write to: no key of ours, no lock, no access list', () => {
    const bucket = properties(trail(), ACCESS_LOGS);
    expect(bucket).toMatchObject({
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
      VersioningConfiguration: { Status: 'Enabled' },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
    });
    expect(bucket.NotificationConfiguration).toEqual({ EventBridgeConfiguration: { EventBridgeEnabled: true } });
    expect(bucket.ObjectLockEnabled).toBeUndefined();
    expect(bucket.AccessControl).toBeUndefined();
  });

  test('come from S3 for the archive of this account, and from nobody else', () => {
    const template = trail();
    expect(statement(template, ACCESS_LOGS, 'AccessLogs')).toMatchObject({
      Action: 's3:PutObject',
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [ACCESS_LOGS, 'Arn'] }, '/Stack/Trail/Archive/*']] },
      Condition: {
        ArnLike: { 'aws:SourceArn': { 'Fn::GetAtt': [ARCHIVE, 'Arn'] } },
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      },
    });
    const [policy] = Object.values<any>(template.findResources('AWS::S3::BucketPolicy', { Properties: { Bucket: { Ref: ACCESS_LOGS } } }));
    expect(policy.Properties.PolicyDocument.Statement.filter((s: any) => s.Effect === 'Allow')).toHaveLength(1);
  });

  test('expire with the logs of the zone', () => {
    expect(properties(trail(), ACCESS_LOGS).LifecycleConfiguration.Rules[0].ExpirationInDays).toBe(365);
  });

  test('are delivered the same way with the recommended feature flags', () => {
    const flags = { '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true, '@aws-cdk/aws-s3:createDefaultLoggingPolicy': true };
    const buckets = [{}, flags].map((context) => {
      const stack = new Stack(new App({ context }), 'Stack');
      new AuditTrail(stack, 'Trail');
      return Template.fromStack(stack).findResources('AWS::S3::*');
    });
    expect(buckets[0]).toEqual(buckets[1]);
  });
});

describe('data events', () => {
  const member = (stack: Stack, make: (zone: TrustZone) => Construct) => {
    const zone = TrustZone.of(stack);
    zone._join(make(zone));
  };
  const dataSelector = (type: string, operator: string, arns: unknown[]) => ({
    FieldSelectors: [
      { Field: 'eventCategory', Equals: ['Data'] },
      { Field: 'resources.type', Equals: [type] },
      { Field: 'resources.ARN', [operator]: arns },
    ],
  });

  test('are not recorded where there is no store, management events are', () => {
    expect(selectors(trail())).toEqual([{ Name: 'Management events', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }]);
  });

  test('of tables and buckets are recorded, whether made before the trail or after', () => {
    const stack = new Stack(new App(), 'Stack');
    member(stack, () => table(stack, 'Before'));
    new AuditTrail(stack, 'Trail');
    member(stack, () => table(stack, 'After'));
    member(stack, () => new s3.Bucket(stack, 'Bucket'));
    const [, tables, buckets, ...rest] = selectors(Template.fromStack(stack));
    expect(tables).toMatchObject(dataSelector('AWS::DynamoDB::Table', 'Equals', [
      { 'Fn::GetAtt': [expect.stringContaining('Before'), 'Arn'] }, { 'Fn::GetAtt': [expect.stringContaining('After'), 'Arn'] },
    ]));
    expect(buckets).toMatchObject(dataSelector('AWS::S3::Object', 'StartsWith', [
      { 'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringContaining('Bucket'), 'Arn'] }, '/']] },
    ]));
    expect(rest).toEqual([]);
  });

  test('of a table outside the zone are not recorded', () => {
    expect(selectors(trail({}, (stack) => table(stack, 'Table')))).toHaveLength(1);
  });

  test.each([
    ['are not recorded', 0, []],
    ['are recorded once that zone is added', 1, ['AWS::DynamoDB::Table']],
    ['are recorded once, however often that zone is added', 2, ['AWS::DynamoDB::Table']],
  ])('of the stores of another zone %s', (_name, times, types) => {
    const app = new App();
    const home = new Stack(app, 'Home');
    const zone = TrustZone.of(new Stack(app, 'Other'));
    const auditTrail = new AuditTrail(home, 'Trail');
    for (let i = 0; i < times; i++) auditTrail.addZone(zone);
    zone._join(table(Stack.of(zone), 'Table'));
    expect(selectors(Template.fromStack(home)).slice(1).map(({ Name }: any) => Name.split(' ')[0])).toEqual(types);
    expect(home.dependencies).toEqual([]);
  });

  test('of invocations are recorded on request only', () => {
    const withFunction = (stack: Stack) => new SecureFunction(stack, 'Fn', { code: lambda.Code.fromInline('exports.handler = async () => {}') });
    expect(selectors(trail({}, withFunction))).toHaveLength(1);
    expect(selectors(trail({ logInvocations: true }, withFunction))[1])
      .toMatchObject(dataSelector('AWS::Lambda::Function', 'Equals', [{ 'Fn::GetAtt': [expect.stringContaining('Fn'), 'Arn'] }]));
  });

  describe('of stores in another stack', () => {
    function elsewhere(make: (stack: Stack) => Construct, props?: StackProps, nested = false): any[] {
      const app = new App();
      const home = new Stack(app, 'Home');
      const zone = TrustZone.of(home);
      new AuditTrail(home, 'Trail');
      const other = new Stack(app, 'Other', props);
      zone.serve(other);
      zone._join(make(nested ? new NestedStack(other, 'Nested') : other));
      zone.key().grantDecrypt(new lambda.Function(other, 'User', {
        code: lambda.Code.fromInline('x'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X,
      }));
      app.synth();
      expect(home.dependencies).toEqual([]);
      return selectors(Template.fromStack(home)).slice(1);
    }
    const arnWith = (text: string) => expect.objectContaining({ 'Fn::Join': ['', expect.arrayContaining([expect.stringContaining(text)])] });

    test('are found by the beginning of their names, so that the stacks make no cycle', () => {
      expect(elsewhere((stack) => table(stack, 'Table'), { stackName: 'a-stack-with-a-very-long-name' })).toMatchObject([
        dataSelector('AWS::DynamoDB::Table', 'StartsWith', [arnWith(':table/a-stack-with-a-very-')]),
      ]);
    });

    test('in lower case where they are buckets', () => {
      expect(elsewhere((stack) => new s3.Bucket(stack, 'Bucket'))).toMatchObject([
        dataSelector('AWS::S3::Object', 'StartsWith', [arnWith(':s3:::other')]),
      ]);
    });

    test('by the name of the outer stack where they are nested', () => {
      expect(elsewhere((stack) => table(stack, 'Table'), {}, true)).toMatchObject([
        dataSelector('AWS::DynamoDB::Table', 'StartsWith', [arnWith(':table/Other')]),
      ]);
    });

    test('exactly where the name is known', () => {
      expect(elsewhere((stack) => table(stack, 'Table', 'orders'))).toMatchObject([
        dataSelector('AWS::DynamoDB::Table', 'Equals', [arnWith(':table/orders')]),
      ]);
      expect(elsewhere((stack) => new s3.Bucket(stack, 'Bucket', { bucketName: 'orders' }))).toMatchObject([
        dataSelector('AWS::S3::Object', 'StartsWith', [arnWith(':s3:::orders/')]),
      ]);
    });

    test('with all of their kind where the name is a token', () => {
      const [selector] = elsewhere((stack) => table(stack, 'Table', new CfnParameter(stack, 'Name').valueAsString));
      const [arn] = selector.FieldSelectors[2].StartsWith;
      expect(arn['Fn::Join'][1].at(-1)).toMatch(/:table\/$/);
    });
  });
});

describe('buckets of your own', () => {
  const mine = (stack: Stack, props?: s3.BucketProps) => new s3.Bucket(stack, 'Mine', props);

  test('get the statements for TLS and for this trail, each once', () => {
    const stack = new Stack(new App(), 'Stack');
    new AuditTrail(stack, 'Trail', { bucket: mine(stack, { enforceSSL: true }) });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::S3::Bucket', 1);
    const [policy] = Object.values<any>(template.findResources('AWS::S3::BucketPolicy'));
    expect(policy.Properties.PolicyDocument.Statement.map((s: any) => s.Sid ?? s.Effect)).toEqual(['Deny', 'TrailReadsAcl', 'TrailWrites']);
  });

  test('that are imported throw before anything is made, as nothing would make TLS sure', () => {
    const stack = new Stack(new App(), 'Stack');
    const bucket = s3.Bucket.fromBucketName(stack, 'Imported', 'central-audit');
    expect(() => new AuditTrail(stack, 'Trail', { bucket })).toThrow(expect.objectContaining({ id: 'CannotEnforceTls' }));
    expect(() => new AuditTrail(stack, 'Trail', { accessLogBucket: bucket })).toThrow(expect.objectContaining({ id: 'CannotEnforceTls' }));
    expect(stack.node.children.map((child) => child.node.id)).toEqual(['Imported']);
  });

  test('that are imported are taken when their policies are said to be in place, and that is recorded', () => {
    const stack = new Stack(new App(), 'Stack');
    const bucket = s3.Bucket.fromBucketName(stack, 'Imported', 'central-audit');
    const made = new AuditTrail(stack, 'Trail', { bucket, bucketPoliciesInPlace: true });
    expect(made.node.metadata).toContainEqual(expect.objectContaining({ type: 'cdk-zero-trust:opt-out', data: 'bucketPoliciesInPlace' }));
    Template.fromStack(stack).hasResourceProperties('AWS::CloudTrail::Trail', { S3BucketName: 'central-audit' });
  });

  test('may take the access logs of the archive', () => {
    const stack = new Stack(new App(), 'Stack');
    new AuditTrail(stack, 'Trail', { accessLogBucket: mine(stack) });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::S3::Bucket', 2);
    expect(properties(template, ARCHIVE).LoggingConfiguration.DestinationBucketName).toEqual({ Ref: 'MineC1B42D3A' });
    expect(statement(template, 'MineC1B42D3A', 'AccessLogs').Principal).toEqual({ Service: 'logging.s3.amazonaws.com' });
  });

  test('keep the access logs that they have', () => {
    const stack = new Stack(new App(), 'Stack');
    const bucket = mine(stack);
    expect(() => new AuditTrail(stack, 'Trail', { bucket, accessLogBucket: bucket }))
      .toThrow(expect.objectContaining({ id: 'AccessLogsElsewhere' }));
  });
});

describe('what stays', () => {
  const policies = (template: Template) => ['AWS::S3::Bucket', 'AWS::Logs::LogGroup', 'AWS::KMS::Key']
    .flatMap((type) => Object.values<any>(template.findResources(type)).map((resource) => resource.DeletionPolicy));

  test('when the stack goes: buckets, logs and key', () => {
    // the trail writes into its bucket at once, so that a rollback could not delete it
    expect(policies(trail())).toEqual(['Retain', 'Retain', 'Retain', 'RetainExceptOnCreate']);
  });

  test('unless a property says otherwise; the key is the zone\'s', () => {
    expect(policies(trail({ removalPolicy: RemovalPolicy.DESTROY }))).toEqual(['Delete', 'Delete', 'Delete', 'RetainExceptOnCreate']);
  });
});

test('a trail leaves nothing open in the five packs; what is acknowledged is the end of a chain of buckets', () => {
  const { open, acknowledged } = stackFindings((stack) => new AuditTrail(stack, 'Trail'));
  expect(open).toEqual([]);
  expect(acknowledged.map(({ rule, path }) => `${rule} ${path}`).sort()).toEqual(['HIPAA.Security', 'NIST.800.53.R5', 'PCI.DSS.321'].flatMap((pack) => [
    `${pack}-S3BucketReplicationEnabled Stack/Trail/AccessLogs/Resource`,
    `${pack}-S3BucketReplicationEnabled Stack/Trail/Archive/Resource`,
    `${pack}-S3DefaultEncryptionKMS Stack/Trail/AccessLogs/Resource`,
  ]));
});

test('a trail knows its zone, its ARN and where its record lies', () => {
  const stack = new Stack(new App(), 'Stack');
  const made = new AuditTrail(stack, 'Trail');
  expect(made.zone).toBe(TrustZone.of(stack));
  expect(stack.resolve(made.trailArn)).toEqual({ 'Fn::GetAtt': ['Trail022F0CF2', 'Arn'] });
  expect(made.trailName).toContain(Aws.REGION);
  expect(made.accessLogBucket).toBeDefined();
});
