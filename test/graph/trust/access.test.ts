import { accessOf, allow, att, deny, document, graphOf, join, ref, resource, Resources, role, told, trust, withFunction } from './templates';

const orders = { Orders: resource('AWS::DynamoDB::Table') };
const PUT = ['Fn -> Orders: dynamodb:PutItem'];
const put = (more: object = {}) => allow('dynamodb:PutItem', att('Orders'), more);

describe('policies of the identity', () => {
  test('allow what they name', () => {
    expect(accessOf(withFunction([put()], orders))).toEqual(PUT);
    expect(accessOf(withFunction([], orders))).toEqual([]);
  });

  test('are read wherever they are attached', () => {
    const managed = { Policy: resource('AWS::IAM::ManagedPolicy', { Roles: [ref('Role')], PolicyDocument: document(put()) }) };
    const inline = { Policy: resource('AWS::IAM::Policy', { PolicyName: 'p', Roles: [ref('Role')], PolicyDocument: document(put()) }) };
    const others = { Policy: resource('AWS::IAM::ManagedPolicy', { Roles: [ref('Another')], PolicyDocument: document(put()) }), Another: role() };
    expect(accessOf(withFunction([], { ...orders, ...managed }))).toEqual(PUT);
    expect(accessOf(withFunction([], { ...orders, ...inline }))).toEqual(PUT);
    expect(accessOf(withFunction([], { ...orders, ...others }))).toEqual([]);
  });

  test.each([
    ['a wildcard of actions, by those that mean something for a table', put({ Action: 'dynamodb:P*' }), ['Fn -> Orders: dynamodb:PartiQLDelete dynamodb:PartiQLInsert dynamodb:PartiQLSelect dynamodb:PartiQLUpdate dynamodb:PutItem']],
    ['NotAction', put({ Action: undefined, NotAction: ['iam:*', 'dynamodb:[a-z]*', 'dynamodb:B*', 'dynamodb:C*', 'dynamodb:D*', 'dynamodb:E*', 'dynamodb:G*', 'dynamodb:P*', 'dynamodb:Q*', 'dynamodb:S*'] }), ['Fn -> Orders: dynamodb:UpdateItem']],
    ['an ARN that is written out', put({ Resource: 'arn:aws:dynamodb:*:*:table/*' }), [...PUT, 'Fn -> arn:aws:dynamodb:*:*:table/*: dynamodb:PutItem ?'].sort()],
    ['NotResource', put({ Resource: undefined, NotResource: 'arn:aws:dynamodb:*:*:table/other' }), PUT],
    ['another ARN', put({ Resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/other' }), ['Fn -> arn:aws:dynamodb:eu-west-1:111122223333:table/other: dynamodb:PutItem ?']],
    ['an index of it, which no item is put into', put({ Resource: join(att('Orders'), '/index/*') }), []],
  ])('take %s', (_what, statement, expected) => {
    expect(accessOf(withFunction([statement], orders)).filter((edge) => !edge.includes('every'))).toEqual(expected);
  });

  test('name a resource by the name that it is given', () => {
    const named = { Orders: resource('AWS::DynamoDB::Table', { TableName: 'orders' }) };
    expect(accessOf(withFunction([put({ Resource: 'arn:aws:dynamodb:*:*:table/orders' })], named))).toEqual(PUT);
    expect(accessOf(withFunction([put({ Resource: 'arn:aws:dynamodb:*:*:table/order' })], named))).toEqual([expect.stringContaining('table/order: ')]);
  });

  test('may name one by the name that CloudFormation makes up', () => {
    expect(accessOf(withFunction([put({ Resource: 'arn:aws:dynamodb:*:*:table/Stack-Or*' })], orders))).toEqual(['Fn -> Orders: dynamodb:PutItem ?']);
    expect(accessOf(withFunction([put({ Resource: 'arn:aws:dynamodb:*:*:table/prod-*' })], orders)).filter((edge) => edge.includes('Orders'))).toEqual([]);
  });

  test('are one with a parameter that nobody knows: possible, and not left out', () => {
    const parameters = { Parameters: { Table: { Type: 'String' } } };
    expect(accessOf(withFunction([put({ Resource: join('arn:aws:dynamodb:*:*:table/', ref('Table')) })], orders), undefined, parameters)).toEqual(['Fn -> Orders: dynamodb:PutItem ?']);
  });

  test('of AWS are known by what they allow, and else told as they are', () => {
    const attached = (arn: string) => ({ ...withFunction([], orders), Role: resource('AWS::IAM::Role', { AssumeRolePolicyDocument: trust({ Service: 'lambda.amazonaws.com' }), ManagedPolicyArns: [arn] }) });
    expect(accessOf(attached('arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess'))).toEqual([
      'Fn -> Orders: dynamodb:BatchGetItem dynamodb:DescribeTable dynamodb:GetItem dynamodb:PartiQLSelect dynamodb:Query dynamodb:Scan',
      // and all other tables of the account
      'Fn -> every dynamodb resource of the account: dynamodb:BatchGetItem dynamodb:DescribeTable dynamodb:GetItem dynamodb:PartiQLSelect dynamodb:Query dynamodb:Scan ?',
    ]);
    expect(accessOf(attached('arn:aws:iam::aws:policy/SomethingElse'))).toEqual(['Fn -> "arn:aws:iam::aws:policy/SomethingElse": use ?']);
  });
});

describe('a Deny', () => {
  test.each<[string, object, string[]]>([
    ['of the action', deny('dynamodb:Put*', '*'), []],
    ['of another action', deny('dynamodb:DeleteItem', '*'), PUT],
    ['of another table', deny('dynamodb:*', 'arn:aws:dynamodb:*:*:table/other'), PUT],
    ['whose condition never holds', deny('*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }), PUT],
    ['whose condition is open', deny('*', '*', { Condition: { StringEquals: { 'aws:ResourceTag/secret': 'yes' } } }), ['Fn -> Orders: dynamodb:PutItem ?']],
  ])('%s', (_what, statement, expected) => {
    expect(accessOf(withFunction([put(), statement], orders))).toEqual(expected);
  });
});

describe('conditions', () => {
  const fn = join('arn:aws:lambda:', ref('AWS::Region'), ':', ref('AWS::AccountId'), ':function:', ref('Fn'));
  test.each<[string, object, 'certain' | 'possible' | 'no']>([
    ['TLS', { Bool: { 'aws:SecureTransport': 'true' } }, 'certain'],
    ['the role', { ArnEquals: { 'aws:PrincipalArn': att('Role') } }, 'certain'],
    ['another role', { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/other' } }, 'no'],
    ['all but the role', { ArnNotLike: { 'aws:PrincipalArn': att('Role') } }, 'no'],
    ['the account', { StringEquals: { 'aws:ResourceAccount': ref('AWS::AccountId') } }, 'certain'],
    ['code of the function', { ArnLike: { 'lambda:SourceFunctionArn': fn } }, 'certain'],
    ['code of another function', { ArnLike: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-west-1:111122223333:function:other' } }, 'no'],
    ['no code of a function', { Null: { 'lambda:SourceFunctionArn': 'true' } }, 'no'],
    ['a network, for what is in none', { StringEquals: { 'aws:SourceVpc': 'vpc-1' } }, 'no'],
    ['a network if there is one', { StringEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' } }, 'certain'],
    ['a service that calls', { StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') } }, 'no'],
    ['leading keys', { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['${aws:PrincipalTag/tenant}'] } }, 'possible'],
    ['an address', { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, 'possible'],
    ['a tag of the session', { StringEquals: { 'aws:PrincipalTag/team': 'orders' } }, 'possible'],
    ['MFA, for code', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, 'no'],
    ['a key through a service, for a direct call', { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } }, 'no'],
    ['a key that is not known here', { StringEquals: { 'some:thing': 'x' } }, 'possible'],
    ['what the caller chooses', { StringEquals: { 'dynamodb:Select': 'COUNT' } }, 'certain'],
  ])('%s', (_what, Condition, expected) => {
    const edges = accessOf(withFunction([put({ Condition })], orders));
    expect(edges).toEqual({ certain: PUT, possible: [`${PUT[0]} ?`], no: [] }[expected]);
  });

  test('of an organisation are decided where it is said which ones are trusted', () => {
    const statements = [put({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } })];
    expect(accessOf(withFunction(statements, orders))).toEqual([`${PUT[0]} ?`]);
    expect(accessOf(withFunction(statements, orders), undefined, {}, ['o-a1b2c3d4e5'])).toEqual(PUT);
    expect(accessOf(withFunction(statements, orders), undefined, {}, ['o-zzzzzzzzzz'])).toEqual([]);
  });

  test('leave their key in the reason', () => {
    const { edges } = graphOf(withFunction([put({ Condition: { StringEquals: { 'some:thing': 'x' } } })], orders));
    expect(edges.flatMap(({ because }) => because.map(({ open }) => open)).filter(Boolean)).toEqual(['StringEquals on some:thing is not decided']);
  });
});

test.each<[string, object, string[]]>([
  ['allows it', allow('dynamodb:*', '*'), PUT],
  ['allows something else', allow('s3:*', '*'), []],
  ['allows it under an open condition', allow('*', '*', { Condition: { StringEquals: { 'some:thing': 'x' } } }), [`${PUT[0]} ?`]],
])('a permissions boundary that %s', (_what, statement, expected) => {
  const resources: Resources = withFunction([put()], { ...orders, Boundary: resource('AWS::IAM::ManagedPolicy', { PolicyDocument: document(statement) }) });
  resources.Role.Properties.PermissionsBoundary = ref('Boundary');
  expect(accessOf(resources)).toEqual(expected);
});

test('a permissions boundary that is not in the templates leaves it open', () => {
  const resources: Resources = withFunction([put()], orders);
  resources.Role.Properties.PermissionsBoundary = 'arn:aws:iam::111122223333:policy/boundary';
  expect(accessOf(resources)).toEqual([`${PUT[0]} ?`]);
});

describe('policies of resources', () => {
  const queue = (...statements: object[]) => ({ Queue: resource('AWS::SQS::Queue'), QueuePolicy: resource('AWS::SQS::QueuePolicy', { Queues: [ref('Queue')], PolicyDocument: document(...statements) }) });
  const SEND = ['Fn -> Queue: sqs:SendMessage'];
  test.each<[string, unknown[], object, string[]]>([
    ['let in whom they name', [], allow('sqs:SendMessage', att('Queue'), { Principal: { AWS: att('Role') } }), SEND],
    ['leave the word to the account', [], allow('sqs:SendMessage', att('Queue'), { Principal: { AWS: join('arn:aws:iam::', ref('AWS::AccountId'), ':root') } }), []],
    ['deny', [allow('sqs:SendMessage', att('Queue'))], deny('sqs:*', att('Queue'), { Principal: '*' }), []],
    ['deny all but whom they name', [allow('sqs:SendMessage', att('Queue'))], deny('sqs:*', att('Queue'), { Principal: '*', Condition: { ArnNotEquals: { 'aws:PrincipalArn': att('Role') } } }), SEND],
    ['deny all but another one', [allow('sqs:SendMessage', att('Queue'))], deny('sqs:*', att('Queue'), { NotPrincipal: { AWS: 'arn:aws:iam::111122223333:role/other' } }), []],
  ])('%s', (_what, statements, statement, expected) => {
    expect(accessOf(withFunction(statements, queue(statement)))).toEqual(expected);
  });

  test.each<[string, object, string[]]>([
    ['everyone', { Principal: '*' }, ['internet -> Queue: sqs:SendMessage']],
    ['everyone of an organisation', { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }, ['this account -> Queue: sqs:SendMessage ?']],
    ['another account', { Principal: { AWS: '444455556666' } }, ['444455556666 -> Queue: sqs:SendMessage ?']],
    ['a service', { Principal: { Service: 'sns.amazonaws.com' } }, ['sns.amazonaws.com -> Queue: sqs:SendMessage']],
    ['a service for a resource', { Principal: { Service: 'sns.amazonaws.com' }, Condition: { ArnEquals: { 'aws:SourceArn': ref('Topic') } } }, ['Topic -> Queue: sqs:SendMessage']],
  ])('tell of %s', (_what, more, expected) => {
    expect(told(graphOf({ Topic: resource('AWS::SNS::Topic'), ...queue(allow('sqs:SendMessage', att('Queue'), more)) }).edges, 'access')).toEqual(expected);
  });
});

describe('the key of a store', () => {
  const keyed = (Principal: unknown) => ({
    Key: resource('AWS::KMS::Key', { KeyPolicy: document(allow('kms:*', '*', { Principal })) }), Orders: resource('AWS::DynamoDB::Table', { SSESpecification: { KMSMasterKeyId: att('Key') } }),
  });
  const root = { AWS: join('arn:aws:iam::', ref('AWS::AccountId'), ':root') };
  const via = (service: string) => allow('kms:Decrypt', att('Key'), { Condition: { StringEquals: { 'kms:ViaService': join(`${service}.`, ref('AWS::Region'), '.amazonaws.com') } } });
  const toOrders = (resources: Resources) => accessOf(resources).filter((edge) => edge.includes('Orders'));
  test.each<[string, unknown, object[], string[]]>([
    ['through its service', root, [via('dynamodb')], PUT],
    ['through another service', root, [via('s3')], []],
    ['by the account, and by no policy of the role', root, [], []],
    ['by its own policy', { AWS: att('Role') }, [], PUT],
    ['by a policy of the role, and not by its own', { AWS: 'arn:aws:iam::111122223333:role/other' }, [via('dynamodb')], []],
  ])('is needed %s', (_what, principal, statements, expected) => {
    expect(toOrders(withFunction([put(), ...statements], keyed(principal)))).toEqual(expected);
  });

  test('that is not in the templates leaves it open', () => {
    const foreign = { Orders: resource('AWS::DynamoDB::Table', { SSESpecification: { KMSMasterKeyId: 'arn:aws:kms:eu-west-1:111122223333:key/1' } }) };
    expect(toOrders(withFunction([put()], foreign))).toEqual([`${PUT[0]} ?`]);
  });
});

describe('control policies of the organisation', () => {
  const scp = (...statements: object[]) => ({ accountPolicies: [{ kind: 'SCP' as const, name: 'deny', document: document(...statements) }] });
  test.each<[string, object, string[]]>([
    ['deny', scp(deny('dynamodb:*', '*')), []],
    ['deny something else', scp(deny('iam:*', '*')), PUT],
    ['allow something else only', scp(allow('s3:*', '*')), []],
    ['deny under an open condition', scp(deny('*', '*', { Condition: { StringNotEquals: { 'aws:PrincipalTag/x': 'y' } } })), [`${PUT[0]} ?`]],
    ['of resources deny', { accountPolicies: [{ kind: 'RCP' as const, name: 'rcp', document: document(deny('dynamodb:PutItem', '*', { Principal: '*' })) }] }, []],
  ])('%s', (_what, options, expected) => {
    expect(accessOf(withFunction([put()], orders), options)).toEqual(expected);
  });
});

describe('conditions of templates', () => {
  const conditions = { Parameters: { Stage: { Type: 'String' } }, Conditions: { Prod: { 'Fn::Equals': [ref('Stage'), 'prod'] } } };
  test('make an edge possible that is there in one branch only', () => {
    const either = put({ Action: { 'Fn::If': ['Prod', 'dynamodb:PutItem', 'dynamodb:GetItem'] } });
    expect(accessOf(withFunction([either], orders), undefined, conditions)).toEqual(['Fn -> Orders: dynamodb:GetItem dynamodb:PutItem ?']);
  });

  test('leave it certain where both branches have it', () => {
    const either = put({ Condition: { 'Fn::If': ['Prod', { Bool: { 'aws:SecureTransport': 'true' } }, ref('AWS::NoValue')] } });
    expect(accessOf(withFunction([either], orders), undefined, conditions)).toEqual(PUT);
  });
});

test('a role of its own is a node, and one that a function runs as is the function', () => {
  const person = { Reader: resource('AWS::IAM::Role', { AssumeRolePolicyDocument: trust({ AWS: '444455556666' }), Policies: [{ PolicyDocument: document(put()) }] }) };
  const { edges } = graphOf({ ...orders, ...person });
  expect(told(edges, 'access')).toEqual(['Reader -> Orders: dynamodb:PutItem']);
  expect(told(edges, 'control')).toEqual(['444455556666 -> Reader: sts:AssumeRole ?']);
  expect(graphOf(withFunction([put()], orders)).nodes.map(({ id }) => id)).not.toContain('Stack/Role');
});

test('the graph is the same every time', () => {
  const resources = withFunction([put(), allow('s3:*', '*')], { ...orders, Bucket: resource('AWS::S3::Bucket') });
  const plain = () => {
    const { nodes, edges } = graphOf(resources);
    return [nodes.map(({ id }) => id), edges.map(({ from, to, actions }) => [from.id, to.id, actions])];
  };
  expect(plain()).toEqual(plain());
});
