import { App, Stack, StackProps } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { DeclaredEdges, EventSource, JwtAuthorizer, RouteAuthorizer, SecureApi, SecureBucket, SecureFunction, SecureQueue, SecureTable, SecureUserPool, TokenKeys, TrustZone, TrustZoneProps, ZeroTrustChecks, ZoneNetwork } from '../../src';
import { TenantBoundary, TenantBoundaryProps } from '../../src/compute/tenant-boundary';
import { ACCOUNT, DeployedTemplates, REGION } from '../support/deployed-template';
import { IamJudge } from '../support/iam-judge';
import { findingsOf, fivePacks } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const PARTITION_KEY = { name: 'tenant', type: AttributeType.STRING };

function tenantFunction(stack: Stack, id = 'Fn'): SecureFunction {
  return new SecureFunction(stack, id, { code, tenancyConfig: lambda.TenancyConfig.PER_TENANT });
}

function withBoundary(props: Partial<TenantBoundaryProps> = {}, stackProps?: StackProps, zone?: TrustZoneProps) {
  const stack = new Stack(new App(), 'Stack', stackProps);
  if (zone) new TrustZone(stack, 'Zone', zone);
  const handler = tenantFunction(stack);
  const tenants = new TenantBoundary(stack, 'Tenants', { handler, ...props });
  const table = new SecureTable(stack, 'Orders', { partitionKey: PARTITION_KEY });
  const bucket = new SecureBucket(stack, 'Papers', { withoutReplica: 'A test.' });
  return { stack, handler, tenants, table, bucket, template: () => Template.fromStack(stack) };
}

const counts = (template: Template) => {
  const found: Record<string, number> = {};
  for (const { Type } of Object.values<any>(template.toJSON().Resources)) found[Type] = (found[Type] ?? 0) + 1;
  return found;
};

describe('a tenant boundary', () => {
  test('leaves nothing open in the five packs and ours, with a table, a bucket and an API', () => {
    const { open, acknowledged } = findingsOf((app) => {
      const stack = new Stack(app, 'Stack');
      const handler = tenantFunction(stack);
      const tenants = new TenantBoundary(stack, 'Tenants', { handler });
      tenants.grantReadWriteItems(new SecureTable(stack, 'Orders', { partitionKey: PARTITION_KEY }));
      const bucket = new SecureBucket(stack, 'Papers', { withoutReplica: 'A test.' });
      tenants.grantReadObjects(bucket, 'papers/');
      tenants.grantPutObjects(bucket, 'papers/');
      const api = new SecureApi(stack, 'Api', { keepExecuteApiEndpoint: true, authorizer: RouteAuthorizer.cognito(new SecureUserPool(stack, 'Users')) });
      api.addRoute('GET /orders', handler, { scopes: ['orders/read'], tenantClaim: 'tenant' });
    }, [...fivePacks(), new ZeroTrustChecks()]);
    expect(open).toEqual([]);
    expect(acknowledged.filter(({ path }) => path.includes('Tenants')).map(({ rule, path }) => `${rule} ${path}`)).toEqual([
      expect.stringMatching(/^AwsSolutions-IAM5\[Resource::<Papers\w+\.Arn>\/papers\/<aws:PrincipalTag\/tenant>\/\*\] Stack\/Tenants\/Papers\/Policy\/Resource$/),
    ]);
  });

  test('is a role and a policy for each store, and the way to STS', () => {
    const { tenants, table, bucket, template, stack } = withBoundary();
    const before = counts(Template.fromStack(stack));
    const made = withBoundary();
    made.tenants.grantReadItems(made.table);
    made.tenants.grantWriteItems(made.table);
    made.tenants.grantReadObjects(made.bucket);
    const after = counts(made.template());
    expect(after['AWS::IAM::Role'] - before['AWS::IAM::Role']).toBe(2);
    expect(after['AWS::IAM::ManagedPolicy'] - before['AWS::IAM::ManagedPolicy']).toBe(2);
    expect(Object.keys(after).reduce((sum, type) => sum + after[type] - (before[type] ?? 0), 0)).toBe(8); // endpoints of STS with its group, DynamoDB, S3
    expect([tenants, table, bucket, template]).toBeDefined();
  });

  test('holds items under the tenant of the session, and refuses calls that name no keys', () => {
    const { tenants, table, template } = withBoundary();
    tenants.grantReadWriteItems(table);
    template().hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([{
          Effect: 'Allow',
          Action: [
            'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:ConditionCheckItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem',
            'dynamodb:Query', 'dynamodb:UpdateItem',
          ],
          Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Orders'), 'Arn'] },
          Condition: {
            'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['${aws:PrincipalTag/tenant}', '${aws:PrincipalTag/tenant}#*'] },
            'Null': { 'dynamodb:LeadingKeys': 'false' },
          },
        }]),
      }),
    });
  });

  test('is assumed by its function alone, with the tag and no other one', () => {
    const { tenants, table, template } = withBoundary();
    tenants.grantReadItems(table);
    template().hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: Match.objectLike({
        Statement: [{
          Effect: 'Allow',
          Action: ['sts:AssumeRole', 'sts:TagSession'],
          Principal: { AWS: { 'Fn::GetAtt': [Match.stringLikeRegexp('^FnOwnRole'), 'Arn'] } },
          Condition: {
            'StringLike': { 'aws:RequestTag/tenant': '?*' },
            'StringNotLike': { 'aws:RequestTag/tenant': ['*/*', '*#*'] },
            'ForAllValues:StringEquals': { 'aws:TagKeys': ['tenant'] },
          },
        }],
      }),
    });
  });

  test('takes another tag and separator', () => {
    const { tenants, table, template } = withBoundary({ tagKey: 'org-id', separator: '|' });
    tenants.grantReadItems(table);
    const text = JSON.stringify(template().toJSON());
    expect(text).toContain('${aws:PrincipalTag/org-id}|*');
    expect(text).toContain('aws:RequestTag/org-id');
    expect(text).not.toContain('PrincipalTag/tenant');
  });

  test('gives each store its role, also when two have the same name', () => {
    const { stack, tenants, table } = withBoundary();
    const nested = new Stack(stack, 'Nested');
    const other = new SecureTable(nested, 'Orders', { partitionKey: PARTITION_KEY, zone: TrustZone.of(stack) });
    tenants.grantReadItems(table);
    tenants.grantReadItems(other);
    expect(tenants.roleFor(table)).not.toBe(tenants.roleFor(other));
    expect(() => tenants.roleFor(stack)).toThrow(failsWith('NoTenantRole'));
  });

  test('declares the edges of function and role', () => {
    const { stack, tenants, table } = withBoundary();
    tenants.grantReadItems(table);
    expect(DeclaredEdges.of(stack)).toEqual([
      { caller: 'Stack/Fn', target: 'Stack/Tenants/Orders', intent: 'use', actions: ['sts:AssumeRole', 'sts:TagSession'] },
      {
        caller: 'Stack/Tenants/Orders',
        target: 'Stack/Orders',
        intent: 'read',
        actions: ['dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem', 'dynamodb:GetItem', 'dynamodb:Query'],
      },
    ]);
  });

  test('works in a zone without a network, and makes no endpoint there', () => {
    const stack = new Stack(new App(), 'Stack');
    new TrustZone(stack, 'Zone', { network: ZoneNetwork.none('A test.') });
    const tenants = new TenantBoundary(stack, 'Tenants', { handler: tenantFunction(stack) });
    tenants.grantReadItems(new SecureTable(stack, 'Orders', { partitionKey: PARTITION_KEY }));
    Template.fromStack(stack).resourceCountIs('AWS::EC2::VPCEndpoint', 0);
  });

  test.each(['us-gov-west-1', 'cn-north-1'])('names no partition, also in %s', (region) => {
    const { tenants, table, bucket, template } = withBoundary({}, { env: { account: ACCOUNT, region } }, { prefixLists: { dynamodb: 'pl-1', s3: 'pl-2' } });
    tenants.grantReadItems(table);
    tenants.grantReadObjects(bucket);
    expect(JSON.stringify(template().toJSON())).not.toMatch(/arn:aws:|amazonaws\.com(?!")(?!\.cn)/);
  });

  test('refuses what would mix tenants', () => {
    const { stack, tenants, bucket } = withBoundary();
    const shared = new SecureFunction(stack, 'Shared', { code });
    const make = (props: Partial<TenantBoundaryProps>) => () => new TenantBoundary(stack, 'Other', { handler: tenants.handler, ...props });
    expect(make({ handler: shared })).toThrow(failsWith('SharedEnvironments'));
    for (const tagKey of ['', 'a/b', 'a b', '*']) expect(make({ tagKey })).toThrow(failsWith('BadTagKey'));
    for (const separator of ['', '*', '?', '/', 'a', '-', '##', '$']) expect(make({ separator })).toThrow(failsWith('BadSeparator'));
    for (const prefix of ['papers', '/papers/', 'pa*/', '${x}/']) expect(() => tenants.grantReadObjects(bucket, prefix)).toThrow(failsWith('BadPrefix'));
    expect(stack.node.tryFindChild('Other')).toBeUndefined();
    expect(make({})).not.toThrow();
  });
});

describe('the independent judge of IAM', () => {
  const made = withBoundary();
  made.tenants.grantReadWriteItems(made.table);
  made.tenants.grantReadObjects(made.bucket, 'papers/');
  const outsider = new SecureFunction(made.stack, 'Outsider', { code });
  const deployed = new DeployedTemplates([made.template().toJSON()]);
  const judge = new IamJudge(deployed);
  const id = (prefix: string, type: string) => Object.keys(deployed.resources(type)).find((one) => new RegExp(`^${prefix}[0-9A-F]{8}$`).test(one))!;
  const tableArn = deployed.arnOf(id('Orders', 'AWS::DynamoDB::GlobalTable'));
  const bucketArn = deployed.arnOf(id('Papers', 'AWS::S3::Bucket'));
  const itemsRole = id('TenantsOrders', 'AWS::IAM::Role');
  const objectsRole = id('TenantsPapers', 'AWS::IAM::Role');
  const fn = id('Fn', 'AWS::Lambda::Function');
  const items = (tenant: string, action: string, keys?: string[]) => judge.roleAllows(itemsRole, fn, {
    action: `dynamodb:${action}`, resource: tableArn, throughEndpoint: true, context: { 'aws:PrincipalTag/tenant': tenant, ...(keys && { 'dynamodb:LeadingKeys': keys }) },
  });
  const objects = (tenant: string, action: string, key: string) => judge.roleAllows(objectsRole, fn, {
    action: `s3:${action}`, resource: `${bucketArn}/${key}`, throughEndpoint: true, context: { 'aws:PrincipalTag/tenant': tenant },
  });
  const assumes = (caller: string, role: string, tags: Record<string, string>) => judge.allows(caller, {
    action: 'sts:AssumeRole',
    resource: deployed.arnOf(role),
    throughEndpoint: true,
    context: {
      ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
      ...(Object.keys(tags).length > 0 && { 'aws:TagKeys': Object.keys(tags) }),
    },
  });

  test.each(['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'])('lets a tenant do %s on its own items', async (action) => {
    expect(await items('a', action, ['a'])).toBe(true);
    expect(await items('a', action, ['a#order#1'])).toBe(true);
  });

  test.each(['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'DeleteItem'])('lets no tenant do %s on those of another', async (action) => {
    for (const keys of [['b'], ['b#order#1'], ['ab'], ['a', 'b'], ['']]) expect([keys, await items('a', action, keys)]).toEqual([keys, false]);
  });

  test('lets nobody call without keys, scan, use PartiQL, or come without a tenant', async () => {
    expect(await items('a', 'Query')).toBe(false);
    for (const action of ['Scan', 'PartiQLSelect', 'DeleteTable', 'DescribeTable']) expect([action, await items('a', action, ['a'])]).toEqual([action, false]);
    expect(await judge.roleAllows(itemsRole, fn, { action: 'dynamodb:GetItem', resource: tableArn, throughEndpoint: true, context: { 'dynamodb:LeadingKeys': ['a'] } })).toBe(false);
  });

  test('lets a tenant read its own objects and no others', async () => {
    expect(await objects('a', 'GetObject', 'papers/a/1.pdf')).toBe(true);
    for (const key of ['papers/b/1.pdf', 'papers/ab/1.pdf', 'papers/a', 'a/1.pdf']) expect([key, await objects('a', 'GetObject', key)]).toEqual([key, false]);
    expect(await objects('a', 'PutObject', 'papers/a/1.pdf')).toBe(false);
    expect(await objects('a', 'DeleteObject', 'papers/a/1.pdf')).toBe(false);
  });

  test('lets the role of one store reach no other store', async () => {
    const own = { 'aws:PrincipalTag/tenant': 'a', 'dynamodb:LeadingKeys': ['a'] };
    expect(await judge.roleAllows(objectsRole, fn, { action: 'dynamodb:GetItem', resource: tableArn, throughEndpoint: true, context: own })).toBe(false);
    expect(await judge.roleAllows(itemsRole, fn, { action: 's3:GetObject', resource: `${bucketArn}/papers/a/1.pdf`, throughEndpoint: true, context: own })).toBe(false);
  });

  test('lets the function itself reach no items', async () => {
    expect(await judge.allows(fn, { action: 'dynamodb:GetItem', resource: tableArn, throughEndpoint: true, context: { 'dynamodb:LeadingKeys': ['a'] } })).toBe(false);
    expect(await judge.allows(fn, { action: 's3:GetObject', resource: `${bucketArn}/papers/a/1.pdf`, throughEndpoint: true })).toBe(false);
  });

  test('lets the function assume the roles for one tenant, and nobody else', async () => {
    for (const role of [itemsRole, objectsRole]) {
      expect(await assumes(fn, role, { tenant: 'a' })).toBe(true);
      expect(await assumes(id('Outsider', 'AWS::Lambda::Function'), role, { tenant: 'a' })).toBe(false);
    }
    expect(outsider).toBeDefined();
  });

  test.each<[string, Record<string, string>]>([
    ['no tag', {}], ['another tag', { team: 'a' }], ['a further tag', { tenant: 'a', team: 'b' }], ['an empty name', { tenant: '' }],
    ['a slash', { tenant: 'a/b' }], ['the separator', { tenant: 'a#b' }],
  ])('lets the function assume no role with %s', async (_, tags) => {
    expect(await assumes(fn, itemsRole, tags)).toBe(false);
  });

  test('knows the region that it judges in', () => {
    expect(tableArn).toContain(REGION);
  });
});

describe('a function that keeps tenants apart', () => {
  test('says so in the template, and another one does not', () => {
    const { template } = withBoundary();
    template().hasResourceProperties('AWS::Lambda::Function', { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } });
    const stack = new Stack(new App(), 'Stack');
    new SecureFunction(stack, 'Fn', { code });
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { TenancyConfig: Match.absent() });
  });

  test('has no event source, URL, provisioned concurrency or service that tells no tenant', () => {
    const { stack, handler } = withBoundary();
    const queue = new SecureQueue(stack, 'Queue');
    expect(() => handler.addEventSource(new SqsEventSource(queue))).toThrow(failsWith('TenantlessSource'));
    expect(() => handler.addEventSourceMapping('Queue', { eventSourceArn: queue.queueArn })).toThrow(failsWith('TenantlessSource'));
    expect(() => new events.Rule(stack, 'Rule', { eventPattern: { source: ['x'] }, targets: [new targets.LambdaFunction(handler)] })).toThrow(failsWith('TenantlessSource'));
    expect(() => handler.consumes(EventSource.queue(queue))).toThrow(failsWith('TenantlessSource'));
    expect(() => handler.addFunctionUrl()).toThrow(failsWith('TenantlessUrl'));
    expect(() => handler.addAlias('live', { provisionedConcurrentExecutions: 1 })).toThrow(failsWith('EnvironmentsBeforeTenants'));
    expect(() => handler.addAlias('next')).not.toThrow();
    expect(() => new SecureFunction(stack, 'Shared', { code }).addAlias('live', { provisionedConcurrentExecutions: 1 })).not.toThrow();
  });
});

describe('a route to a function that keeps tenants apart', () => {
  function withApi(authorizer?: (stack: Stack) => RouteAuthorizer) {
    const stack = new Stack(new App(), 'Stack');
    const api = new SecureApi(stack, 'Api', { keepExecuteApiEndpoint: true, authorizer: authorizer?.(stack) });
    return { stack, api, handler: tenantFunction(stack) };
  }
  const cognito = (stack: Stack) => RouteAuthorizer.cognito(new SecureUserPool(stack, 'Users'));
  const header = (template: Template) => Object.values<any>(template.findResources('AWS::ApiGateway::Method')).map(({ Properties }) => Properties.Integration.RequestParameters);

  test('tells Lambda the tenant of the verified token', () => {
    const { stack, api, handler } = withApi(cognito);
    api.addRoute('GET /orders', handler, { scopes: ['orders/read'], tenantClaim: 'tenant' });
    expect(header(Template.fromStack(stack))).toEqual([{ 'integration.request.header.X-Amz-Tenant-Id': 'context.authorizer.claims.tenant' }]);
  });

  test('tells the tenant of the context that an authorizer function answers with', () => {
    const { stack, api, handler } = withApi((here) => RouteAuthorizer.request(new SecureFunction(here, 'Auth', { code }), { identitySources: ['method.request.header.X'] }));
    api.addRoute('GET /orders', handler, { tenantClaim: 'tenant' });
    expect(header(Template.fromStack(stack))).toEqual([{ 'integration.request.header.X-Amz-Tenant-Id': 'context.authorizer.tenant' }]);
  });

  test('says nothing of tenants for any other function', () => {
    const { stack, api } = withApi();
    api.addRoute('GET /orders', new SecureFunction(stack, 'Shared', { code }));
    expect(header(Template.fromStack(stack))).toEqual([undefined]);
  });

  test('is refused where nobody verified the tenant', () => {
    const { stack, api, handler } = withApi();
    const shared = new SecureFunction(stack, 'Shared', { code });
    const pool = { authorizer: cognito(stack), scopes: ['orders/read'] };
    expect(() => api.addRoute('GET /a', handler, pool)).toThrow(failsWith('MissingTenant'));
    expect(() => api.addRoute('GET /a', handler, { tenantClaim: 'tenant' })).toThrow(failsWith('UnverifiedTenant'));
    expect(() => api.addRoute('GET /a', handler, { ...pool, tenantClaim: 'custom:tenant' })).toThrow(failsWith('BadClaim'));
    expect(() => api.addRoute('GET /a', shared, { tenantClaim: 'tenant' })).toThrow(failsWith('UnusedTenant'));
    const jwt = RouteAuthorizer.jwt(new JwtAuthorizer(stack, 'Tokens', {
      issuer: 'https://id.example.com', audiences: ['orders'], keys: TokenKeys.fetchedOutsideNetwork('a test'),
    }));
    expect(() => api.addRoute('GET /a', handler, { authorizer: jwt, tenantClaim: 'tenant' })).toThrow(failsWith('UnverifiedTenant'));
    expect(() => api.addRoute('GET /b', handler, { authorizer: jwt, tenantClaim: 'sub' })).not.toThrow();
    expect(() => api.addRoute('GET /a', handler, { ...pool, tenantClaim: 'tenant' })).not.toThrow();
  });
});
