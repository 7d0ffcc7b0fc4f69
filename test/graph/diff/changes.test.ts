import { modelOf } from './support/apps';
import { GraphDiff, Version } from '../../../src/graph/diff/graph-diff';

type Resources = Record<string, any>;

/** `kind from > to: actions` of each difference between two templates. */
function changesOf(old: Resources, current: Resources): string[] {
  const version = (resources: Resources) => new Version(modelOf({ App: { Resources: resources } }));
  return new GraphDiff(version(old), version(current)).changes
    .map(({ kind, from, to, actions }) => `${kind} ${from}${to ? ` > ${to}` : ''}${actions?.length ? `: ${actions.join(', ')}` : ''}`).sort();
}

const TRUST = { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] };
const ORDERS = { Type: 'AWS::DynamoDB::Table', Properties: {} };
const role = (...statements: any[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: TRUST, Policies: [{ PolicyName: 'own', PolicyDocument: { Statement: statements } }] },
});
const fn = (roleId = 'Role') => ({ Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': [roleId, 'Arn'] }, Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: 'x' } } });
const allow = (action: string | string[], resource: unknown = { 'Fn::GetAtt': ['Orders', 'Arn'] }, more = {}) => ({ Effect: 'Allow', Action: action, Resource: resource, ...more });
const app = (...statements: any[]) => ({ Orders: ORDERS, Role: role(...statements), Fn: fn() });

describe('policies', () => {
  test('an action more is wider access, and one less is narrower', () => {
    const [less, more] = [app(allow('dynamodb:GetItem')), app(allow(['dynamodb:GetItem', 'dynamodb:PutItem']))];
    expect(changesOf(less, more)).toEqual([expect.stringMatching(/^widened .* > App\/Orders: dynamodb:putitem$/i)]);
    expect(changesOf(more, less)).toEqual([expect.stringMatching(/^narrowed .* > App\/Orders: dynamodb:putitem$/i)]);
  });

  test('what a wildcard allows already is no difference when it is written out', () => {
    expect(changesOf(app(allow('dynamodb:*')), app(allow(['dynamodb:*', 'dynamodb:GetItem'])))).toEqual([]);
  });

  test('a condition less is wider access', () => {
    const condition = { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } };
    const changes = changesOf(app(allow('dynamodb:GetItem', undefined, condition)), app(allow('dynamodb:GetItem')));
    expect(changes).toContainEqual(expect.stringMatching(/^(widened|more-certain|new-edge) .*dynamodb:getitem/i));
    expect(changesOf(app(allow('dynamodb:GetItem')), app(allow('dynamodb:GetItem', undefined, condition)))).not.toContainEqual(expect.stringMatching(/^(widened|more-certain|new-)/));
  });

  test('a denial that is gone is a risk, and one that another covers is none', () => {
    const denial = { Effect: 'Deny', Action: 'dynamodb:DeleteTable', Resource: '*' };
    expect(changesOf(app(allow('dynamodb:GetItem'), denial), app(allow('dynamodb:GetItem')))).toEqual([expect.stringMatching(/^removed-deny App\/Role > \*: dynamodb:deletetable$/)]);
    expect(changesOf(app(allow('dynamodb:GetItem'), denial), app(allow('dynamodb:GetItem'), { ...denial, Action: 'dynamodb:Delete*' }))).toEqual([expect.stringMatching(/^new-deny/)]);
  });

  test('a managed policy of AWS more is new access', () => {
    const current = app(allow('dynamodb:GetItem'));
    (current.Role.Properties as any).ManagedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess'];
    expect(changesOf(app(allow('dynamodb:GetItem')), current)).toContainEqual(expect.stringMatching(/^new-edge App\/Role > \*: \*$/));
  });

  test('a function that takes another role that is there already may do what that one may', () => {
    const both = { ...app(allow('dynamodb:GetItem')), Admin: role(allow('dynamodb:*')), Other: fn('Admin') };
    expect(changesOf(both, { ...both, Fn: fn('Admin') })).toContainEqual(expect.stringMatching(/^widened App\/Fn > App\/Orders: .*dynamodb:/i));
  });

  test('a default of a parameter that is an action is a part of the policy', () => {
    const version = (byDefault: string) => new Version(modelOf({
      App: { Parameters: { What: { Type: 'String', Default: byDefault } }, Resources: app(allow([{ Ref: 'What' } as any])) },
    }));
    expect(new GraphDiff(version('dynamodb:GetItem'), version('dynamodb:*')).changes.some(({ kind }) => ['widened', 'new-edge'].includes(kind))).toBe(true);
    expect(new GraphDiff(version('dynamodb:*'), version('dynamodb:*')).changes).toEqual([]);
  });
});

describe('who is let in', () => {
  const queue = (principal: unknown, more = {}) => ({
    Jobs: { Type: 'AWS::SQS::Queue', Properties: {} },
    Policy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { Queues: [{ Ref: 'Jobs' }], PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Principal: principal, Resource: { 'Fn::GetAtt': ['Jobs', 'Arn'] }, ...more }] } },
    },
  });

  test('everyone, and another account, are strangers', () => {
    const old = queue({ Service: 'sns.amazonaws.com' });
    expect(changesOf(old, queue('*'))).toContainEqual(expect.stringMatching(/^new-stranger .* > App\/Jobs: sqs:sendmessage/i));
    expect(changesOf(old, queue({ AWS: 'arn:aws:iam::999988887777:root' }))).toContainEqual(expect.stringMatching(/^new-stranger .*999988887777.* > App\/Jobs/));
    expect(changesOf(queue({ AWS: 'arn:aws:iam::999988887777:root' }), queue({ AWS: '999988887777' }))).toEqual([]);
  });
});

describe('routes', () => {
  const api = (...routes: [string, any][]) => ({
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'a', ProtocolType: 'HTTP' } },
    Jwt: { Type: 'AWS::ApiGatewayV2::Authorizer', Properties: { ApiId: { Ref: 'Api' }, AuthorizerType: 'JWT', Name: 'jwt', IdentitySource: ['$request.header.Authorization'] } },
    ...Object.fromEntries(routes.map(([key, more], i) => [`Route${i}`, { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: key, ...more } }])),
  });
  const jwt = (...scopes: string[]) => ({ AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Jwt' }, ...scopes.length > 0 && { AuthorizationScopes: scopes } });
  const ofRoutes = (old: Resources, current: Resources) => changesOf(old, current).filter((change) => /route|authentication/.test(change));

  test('one more is a public route', () => {
    expect(ofRoutes(api(['GET /a', jwt('r')]), api(['GET /a', jwt('r')], ['POST /a', {}]))).toEqual(['new-public-route App/Api POST /a']);
    expect(ofRoutes(api(['GET /a', jwt('r')], ['POST /a', {}]), api(['GET /a', jwt('r')]))).toEqual(['gone-route App/Api POST /a']);
  });

  test.each([
    ['no authorizer', jwt('r'), {}],
    ['no scopes', jwt('r'), jwt()],
    ['a scope more, of which one is enough', jwt('r'), jwt('r', 'w')],
  ])('%s is weaker authentication', (_, strong, weak) => {
    expect(ofRoutes(api(['GET /a', strong]), api(['GET /a', weak]))).toEqual(['weaker-authentication App/Api GET /a']);
    expect(ofRoutes(api(['GET /a', weak]), api(['GET /a', strong]))).not.toContainEqual(expect.stringMatching(/^weaker/));
  });
});

test('a store whose key tells a lower class, or none, is a risk', () => {
  const store = (dataClass?: string) => ({
    Key: { Type: 'AWS::KMS::Key', Properties: { Tags: dataClass ? [{ Key: 'zero-trust:data-class', Value: dataClass }] : [] } },
    Jobs: { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
  });
  expect(changesOf(store('RESTRICTED'), store('INTERNAL'))).toEqual(['lower-class App/Jobs']);
  expect(changesOf(store('RESTRICTED'), store())).toEqual(['lower-class App/Jobs']);
  expect(changesOf(store(), store('RESTRICTED'))).toEqual(['higher-class App/Jobs']);
});

test('of two tables, the one that a logical id names is meant, though both look the same', () => {
  const resources = (table: string) => ({ ...app(allow('dynamodb:GetItem', { 'Fn::GetAtt': [table, 'Arn'] })), Customers: ORDERS });
  expect(changesOf(resources('Orders'), resources('Customers'))).toEqual([
    expect.stringMatching(/^gone-edge .* > App\/Orders/), expect.stringMatching(/^new-edge .* > App\/Customers/),
  ]);
});
