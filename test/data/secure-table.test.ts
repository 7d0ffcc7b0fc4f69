import { App, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { DataClass, DeclaredEdges, SecureFunction, TrustZone } from '../../src';
import { SecureTable, SecureTableProps } from '../../src/data/secure-table';
import { stackFindings } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const string = (name: string) => ({ name, type: dynamodb.AttributeType.STRING });
const byCustomer = { indexName: 'ByCustomer', partitionKey: string('customer') };
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });

const READ_ITEMS = ['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:Query'];
const READ = ['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:DescribeTable', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'];
const WRITE = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:DescribeTable', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];
const READ_STREAM = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'];

function withTable(props: Partial<SecureTableProps> = {}, stackProps: StackProps = {}) {
  const stack = new Stack(new App(), 'Stack', stackProps);
  const table = new SecureTable(stack, 'Table', { partitionKey: string('id'), ...props });
  const fn = () => new SecureFunction(stack, 'Fn', { code });
  return { stack, table, fn, template: () => Template.fromStack(stack) };
}

/** The function's own statements but for its logs, by their actions. */
function grantsOf(template: Template): { actions: string[]; resources: any[]; conditions: any }[] {
  const list = (value: any) => (Array.isArray(value) ? value : [value]);
  return Object.entries(template.findResources('AWS::IAM::ManagedPolicy'))
    .filter(([id]) => id.startsWith('FnOwn'))
    .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement)
    .filter((statement) => statement.Sid !== 'OwnLogs')
    .map((statement) => ({ actions: list(statement.Action), resources: list(statement.Resource), conditions: statement.Condition }));
}

const tableArn = { 'Fn::GetAtt': [expect.stringMatching(/^Table/), 'Arn'] };
const indexArn = (name: string) => ({ 'Fn::Join': ['', [tableArn, `/index/${name}`]] });
const keyThroughDynamoDb = {
  actions: ['kms:Decrypt'],
  resources: [{ 'Fn::GetAtt': [expect.stringMatching(/^TrustZoneConfidentialKey/), 'Arn'] }],
  conditions: { StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['dynamodb.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] } } },
};

describe('a secure table', () => {
  test('leaves nothing open in the five packs, with a function that reads and writes it', () => {
    const { open, acknowledged } = stackFindings((stack) => {
      const table = new SecureTable(stack, 'Table', { partitionKey: string('id'), globalSecondaryIndexes: [byCustomer] });
      table.grantReadWriteData(new SecureFunction(stack, 'Fn', { code }));
    });
    expect(open).toEqual([]);
    expect(acknowledged.map((a) => a.rule).sort()).toEqual([
      'AwsSolutions-IAM5[Resource::*]',
      'HIPAA.Security-VPCDefaultSecurityGroupClosed',
      'NIST.800.53.R5-VPCDefaultSecurityGroupClosed',
      'PCI.DSS.321-VPCDefaultSecurityGroupClosed',
      'Serverless-SQSRedrivePolicy',
    ]);
  });

  test('is one resource beside the key of its zone', () => {
    expect(Object.values(withTable().template().toJSON().Resources).map((resource: any) => resource.Type).sort())
      .toEqual(['AWS::DynamoDB::GlobalTable', 'AWS::KMS::Key']);
  });

  test.each([['without a region', {}], ['with a region', { env: { account: '111122223333', region: 'eu-west-1' } }]])(
    'is encrypted under the zone\'s key, in a stack %s', (_, stackProps) => {
      withTable({}, stackProps).template().hasResourceProperties('AWS::DynamoDB::GlobalTable', {
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        Replicas: [Match.objectLike({
          SSESpecification: { KMSMasterKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^TrustZoneConfidentialKey'), 'Arn'] } },
        })],
      });
    });

  test('uses the key of its data class', () => {
    const { table, template } = withTable({ dataClass: DataClass.RESTRICTED });
    expect(table.encryptionKey).toBe(table.zone.key(DataClass.RESTRICTED));
    template().hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      Replicas: [Match.objectLike({
        SSESpecification: { KMSMasterKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^TrustZoneRestrictedKey'), 'Arn'] } },
      })],
    });
  });

  test('can be restored for 35 days, is protected from deletion and stays when its stack goes', () => {
    withTable().template().hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        TableName: Match.absent(),
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: Match.absent(),
        Replicas: [Match.objectLike({
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
        })],
      },
    });
  });

  test('gives up its protection only by a prop that the metadata show', () => {
    const optOuts = (table: SecureTable) => table.node.metadata.filter((entry) => entry.type === 'cdk-zero-trust:opt-out').map((entry) => entry.data);
    const { table, template } = withTable({ allowDeletion: true, removalPolicy: RemovalPolicy.DESTROY });
    template().hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Delete', Properties: { Replicas: [Match.objectLike({ DeletionProtectionEnabled: false })] },
    });
    expect(optOuts(table)).toEqual([expect.stringContaining('allowDeletion')]);
    expect(optOuts(withTable().table)).toEqual([]);
  });

  test('takes keys, indexes, expiry, stream, billing and a name', () => {
    withTable({
      sortKey: string('at'),
      globalSecondaryIndexes: [byCustomer],
      localSecondaryIndexes: [{ indexName: 'ByState', sortKey: string('state') }],
      timeToLiveAttribute: 'expires',
      dynamoStream: dynamodb.StreamViewType.NEW_IMAGE,
      billing: dynamodb.Billing.onDemand({ maxReadRequestUnits: 100, maxWriteRequestUnits: 50 }),
      tableName: 'orders',
    }).template().hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      TableName: 'orders',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }, { AttributeName: 'at', KeyType: 'RANGE' }],
      GlobalSecondaryIndexes: [Match.objectLike({ IndexName: 'ByCustomer' })],
      LocalSecondaryIndexes: [Match.objectLike({ IndexName: 'ByState' })],
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: 50 },
      Replicas: [Match.objectLike({ ReadOnDemandThroughputSettings: { MaxReadRequestUnits: 100 } })],
    });
  });

  test('belongs to the zone that it is given', () => {
    const stack = new Stack(new App(), 'Stack');
    const zones = ['A', 'B'].map((id) => new TrustZone(stack, id));
    const table = new SecureTable(stack, 'Table', { partitionKey: string('id'), zone: zones[1] });
    expect(table.zone).toBe(zones[1]);
    expect(zones[1]._members).toContain(table);
    expect(table.encryptionKey!.node.scope).toBe(zones[1]);
  });

  test('has no replicas, which would need a key of their own region', () => {
    const { table } = withTable({}, { env: { region: 'eu-west-1' } });
    expect(() => table.addReplica({ region: 'eu-central-1' })).toThrow(failsWith('ReplicaNotCovered'));
    expect(() => table.replica('eu-central-1')).toThrow(failsWith('ReplicaNotCovered'));
    expect(() => table.grants.multiAccountReplicationTo('arn:aws:dynamodb:eu-central-1:111122223333:table/t')).toThrow(failsWith('ReplicaNotCovered'));
    expect(() => table.grants.multiAccountReplicationFrom('arn:aws:dynamodb:eu-central-1:111122223333:table/t')).toThrow(failsWith('ReplicaNotCovered'));
  });
});

describe('grants of a secure table', () => {
  type Grant = (table: SecureTable, fn: SecureFunction) => void;
  test.each<[string, string[], Grant]>([
    ['grantReadItems', READ_ITEMS, (table, fn) => table.grantReadItems(fn)],
    ['grantReadData', READ, (table, fn) => table.grantReadData(fn)],
    ['grantWriteData', WRITE, (table, fn) => table.grantWriteData(fn)],
    ['grantReadWriteData', [...new Set([...READ, ...WRITE])].sort(), (table, fn) => table.grantReadWriteData(fn)],
    ['grants.readData', READ, (table, fn) => table.grants.readData(fn)],
    ['grants.writeData', WRITE, (table, fn) => table.grants.writeData(fn)],
    ['grants.readWriteData', [...new Set([...READ, ...WRITE])].sort(), (table, fn) => table.grants.readWriteData(fn)],
    ['grant', ['dynamodb:PutItem'], (table, fn) => table.grant(fn, 'dynamodb:PutItem')],
    ['grants.actions', ['dynamodb:PutItem'], (table, fn) => table.grants.actions(fn, 'dynamodb:PutItem')],
  ])('%s names exact actions on the table alone, and the key through DynamoDB', (_name, actions, grant) => {
    const { table, fn, template } = withTable();
    grant(table, fn());
    expect(grantsOf(template())).toEqual([{ actions, resources: [tableArn], conditions: undefined }, keyThroughDynamoDb]);
  });

  test('reach an index for what can be done with one, by its name', () => {
    const { table, fn, template } = withTable({
      globalSecondaryIndexes: [byCustomer], sortKey: string('at'), localSecondaryIndexes: [{ indexName: 'ByState', sortKey: string('state') }],
    });
    table.grantReadWriteData(fn());
    expect(grantsOf(template()).slice(2)).toEqual([
      { actions: ['dynamodb:Query', 'dynamodb:Scan'], resources: [indexArn('ByCustomer'), indexArn('ByState')], conditions: undefined },
    ]);
  });

  test('to write reach no index', () => {
    const { table, fn, template } = withTable({ globalSecondaryIndexes: [byCustomer] });
    table.grantWriteData(fn());
    expect(JSON.stringify(grantsOf(template()))).not.toContain('/index/');
  });

  test('given before an index was added reach it too, in the endpoint\'s policy as well', () => {
    const { table, fn, template } = withTable();
    table.grantReadItems(fn());
    table.addGlobalSecondaryIndex(byCustomer);
    expect(grantsOf(template())).toContainEqual({ actions: ['dynamodb:Query'], resources: [indexArn('ByCustomer')], conditions: undefined });
    const endpoints = Object.values(template().findResources('AWS::EC2::VPCEndpoint'));
    expect(endpoints).toHaveLength(1);
    expect(endpoints[0].Properties.PolicyDocument.Statement).toEqual([
      expect.objectContaining({ Action: READ_ITEMS, Resource: [tableArn, indexArn('ByCustomer')] }),
    ]);
  });

  test('given before a local index was added reach it too', () => {
    const { table, fn, template } = withTable({ sortKey: string('at') });
    table.grantReadData(fn());
    table.addLocalSecondaryIndex({ indexName: 'ByState', sortKey: string('state') });
    expect(grantsOf(template())).toContainEqual({ actions: ['dynamodb:Query', 'dynamodb:Scan'], resources: [indexArn('ByState')], conditions: undefined });
  });

  test('about the table itself do not bring the key', () => {
    const { table, fn, template } = withTable();
    table.grant(fn(), 'dynamodb:DescribeTimeToLive');
    expect(grantsOf(template())).toEqual([{ actions: ['dynamodb:DescribeTimeToLive'], resources: [tableArn], conditions: undefined }]);
  });

  test('open the gateway endpoint for these actions and this table', () => {
    const { table, fn, template } = withTable();
    table.grantReadItems(fn());
    template().hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Gateway',
      PolicyDocument: Match.objectLike({
        Statement: [Match.objectLike({
          Action: READ_ITEMS,
          Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Table'), 'Arn'] },
          Condition: { StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } },
        })],
      }),
    });
  });

  test('declare one edge a caller and intent', () => {
    const { stack, table, fn } = withTable({ globalSecondaryIndexes: [byCustomer] });
    table.grantReadData(fn());
    expect(DeclaredEdges.of(stack)).toEqual([{ caller: 'Stack/Fn', target: 'Stack/Table', intent: 'read', actions: READ }]);
  });

  test('go to any role of the app', () => {
    const { stack, table, template } = withTable();
    table.grantReadItems(new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('states.amazonaws.com') }));
    template().hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({ Statement: [Match.objectLike({ Action: READ_ITEMS }), Match.objectLike({ Action: 'kms:Decrypt' })] }),
    });
  });

  test('refuse wildcards, full access and grants of nothing', () => {
    const { table, fn } = withTable({ dynamoStream: dynamodb.StreamViewType.KEYS_ONLY });
    const caller = fn();
    expect(() => table.grant(caller, 'dynamodb:Get*')).toThrow(failsWith('WildcardAction'));
    expect(() => table.grantStream(caller, 'dynamodb:*')).toThrow(failsWith('WildcardAction'));
    expect(() => table.grants.actions(caller, 'dynamodb:?etItem')).toThrow(failsWith('WildcardAction'));
    expect(() => table.grant(caller)).toThrow(failsWith('NoActions'));
    expect(() => table.grantFullAccess(caller)).toThrow(failsWith('FullAccess'));
    expect(() => table.grants.fullAccess(caller)).toThrow(failsWith('FullAccess'));
  });

  test('refuse a grantee that would get nothing, and do not tell of an edge to another account', () => {
    const { stack, table } = withTable({}, { env: { account: '111122223333', region: 'eu-west-1' } });
    expect(() => table.grantReadData(new iam.ServicePrincipal('glue.amazonaws.com'))).toThrow(failsWith('GrantWithoutEffect'));
    expect(() => table.grantReadData(iam.Role.fromRoleArn(stack, 'Abroad', 'arn:aws:iam::444455556666:role/reader')))
      .toThrow(failsWith('GrantWithoutEffect'));
    expect(DeclaredEdges.of(stack).filter((edge) => edge.caller.includes('Abroad'))).toEqual([]);
    expect(() => table.grantReadData(iam.Role.fromRoleArn(stack, 'Here', 'arn:aws:iam::111122223333:role/reader'))).not.toThrow();
  });

  test('on the key are for DynamoDB alone and for nothing that it does not do', () => {
    const { table, fn, template } = withTable();
    const caller = fn();
    expect(table.grantOnKey(caller, 'kms:Encrypt', 'kms:ReEncrypt*')).toEqual({});
    table.grantOnKey(caller, 'kms:Decrypt', 'kms:GenerateDataKey*');
    expect(grantsOf(template())).toEqual([keyThroughDynamoDb]);
  });

  test('never hold a wildcard', () => {
    const { table, fn, template } = withTable({ globalSecondaryIndexes: [byCustomer], dynamoStream: dynamodb.StreamViewType.KEYS_ONLY });
    const caller = fn();
    table.grantReadWriteData(caller);
    table.grantStreamRead(caller);
    table.grants.readWriteData(caller);
    expect(JSON.stringify(grantsOf(template()))).not.toContain('*');
  });
});

describe('the stream of a secure table', () => {
  const streamed = { dynamoStream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES };
  const streamArn = { 'Fn::GetAtt': [expect.stringMatching(/^Table/), 'StreamArn'] };

  test('is read by exact actions, on the stream and not on the table', () => {
    const { table, fn, template } = withTable(streamed);
    table.grantStreamRead(fn());
    expect(grantsOf(template())).toEqual([{ actions: READ_STREAM, resources: [streamArn], conditions: undefined }, keyThroughDynamoDb]);
  });

  test('is listed and described without the key', () => {
    const { table, fn, template } = withTable(streamed);
    const caller = fn();
    table.grantTableListStreams(caller);
    table.grantStream(caller, 'dynamodb:DescribeStream');
    expect(grantsOf(template())).toEqual([
      { actions: ['dynamodb:ListStreams'], resources: [streamArn], conditions: undefined },
      { actions: ['dynamodb:DescribeStream'], resources: [streamArn], conditions: undefined },
    ]);
  });

  test('cannot be granted when there is none', () => {
    const { table, fn } = withTable();
    const caller = fn();
    expect(() => table.grantStreamRead(caller)).toThrow(failsWith('NoStream'));
    expect(() => table.grantTableListStreams(caller)).toThrow(failsWith('NoStream'));
    expect(() => table.grantStream(caller, 'dynamodb:GetRecords')).toThrow(failsWith('NoStream'));
  });

  test('feeds a function by ordinary CDK code, with nothing open in the five packs and no way opened in the network', () => {
    const build = (stack: Stack) => {
      const table = new SecureTable(stack, 'Table', { partitionKey: string('id'), ...streamed });
      const fn = new SecureFunction(stack, 'Fn', { code });
      const onFailure = new SqsDlq(fn.zone.deadLetterQueue);
      fn.addEventSource(new DynamoEventSource(table, { startingPosition: lambda.StartingPosition.LATEST, onFailure }));
    };
    expect(stackFindings(build).open).toEqual([]);
    const stack = new Stack(new App(), 'Stack');
    build(stack);
    Template.fromStack(stack).resourceCountIs('AWS::EC2::VPCEndpoint', 0);
  });
});

describe('a secure table in another stack', () => {
  function twoStacks(context: Record<string, unknown>) {
    const app = new App({ context });
    const data = new Stack(app, 'Data');
    const compute = new Stack(app, 'Compute');
    const table = new SecureTable(data, 'Table', { partitionKey: string('id'), globalSecondaryIndexes: [byCustomer] });
    table.grantReadWriteData(new SecureFunction(compute, 'Fn', { code }));
    app.synth();
    return { compute: Template.fromStack(compute), data: Template.fromStack(data) };
  }

  test('is granted without a cycle, and references to it are as the app chose', () => {
    const { compute, data } = twoStacks({});
    expect(Object.keys(data.toJSON().Outputs)).toHaveLength(2);
    expect(JSON.stringify(grantsOf(compute))).toContain('Fn::ImportValue');
  });

  test('lends its key by a strong reference, also where the app chose weak ones', () => {
    const { compute } = twoStacks({ '@aws-cdk/core:defaultCrossStackReferences': 'weak' });
    const [onTable, onKey] = grantsOf(compute).map((grant) => JSON.stringify(grant.resources));
    expect(onTable).toContain('Fn::GetStackOutput');
    expect(onKey).toContain('Fn::ImportValue');
    expect(onKey).toContain('ConfidentialKey');
  });

  test('may use the key of a zone of yet another stack', () => {
    const app = new App();
    const zone = new TrustZone(new Stack(app, 'Security'), 'Zone');
    const data = new Stack(app, 'Data');
    zone.serve(data);
    const table = new SecureTable(data, 'Table', { partitionKey: string('id') });
    table.grantReadData(new SecureFunction(data, 'Fn', { code }));
    app.synth();
    Template.fromStack(data).hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      Replicas: [Match.objectLike({ SSESpecification: { KMSMasterKeyId: { 'Fn::ImportValue': Match.stringLikeRegexp('ConfidentialKey') } } })],
    });
  });
});
