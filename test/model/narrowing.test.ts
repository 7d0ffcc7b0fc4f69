import { statementsOf, TemplateModel } from '../../src/model';
import { narrowingsOf, verdictOf, whoIs } from '../../src/model/narrowing';

const REF = { Ref: 'Other' };
const ARN = { 'Fn::GetAtt': ['Other', 'Arn'] };
const PARAMETER = { Ref: 'Unknown' };
const OWN = { Ref: 'AWS::AccountId' };
const [ACCOUNT, ORG] = ['111122223333', 'o-abcdefghij'];

describe.each<[string, string, Record<string, unknown[]>]>([
  ['aws:PrincipalAccount', 'StringEquals', {
    narrow: [ACCOUNT, 111122223333, OWN, '${aws:ResourceAccount}', [ACCOUNT, '444455556666']],
    unknown: [PARAMETER, '{{resolve:ssm:/account}}', [ACCOUNT, PARAMETER]],
    wide: ['*', '?*', '0*', '1111*3333', '????????????', '${aws:PrincipalAccount}', '${aws:username}', [ACCOUNT, '*'], [], ''],
  }],
  ['aws:SourceAccount', 'StringLike', {
    narrow: [ACCOUNT, OWN],
    wide: [['0*', '1*', '2*', '3*', '4*', '5*', '6*', '7*', '8*', '9*'], '*'],
  }],
  ['aws:SourceAccount', 'StringEquals', { unknown: [PARAMETER], wide: ['${aws:SourceAccount}'] }],
  ['aws:PrincipalOrgID', 'StringLike', {
    narrow: [ORG, '${aws:ResourceOrgID}'],
    unknown: [PARAMETER],
    wide: ['o-*', 'o-?*', '*', 'o-a*', 'o-abcdefghi?', '${aws:PrincipalOrgID}', 'o-', [ORG, 'o-*']],
  }],
  ['aws:PrincipalOrgPaths', 'ForAnyValue:StringLike', { narrow: [`${ORG}/*`, `${ORG}/r-ab12/ou-ab12-11111111/*`], wide: ['o-*/*', '*', '*/r-ab12/*'] }],
  ['aws:SourceOrgID', 'StringEquals', { narrow: [ORG], wide: ['*'] }],
  ['aws:PrincipalArn', 'StringLike', {
    narrow: [`arn:aws:iam::${ACCOUNT}:role/*`, { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/Deploy*' }, ARN],
    unknown: [PARAMETER, { 'Fn::Sub': 'arn:aws:iam::${Unknown}:role/Deploy' }],
    wide: ['*', '*:role/*', 'a*', '?rn:*', 'arn:*', 'arn:aws:iam::*:role/Admin', 'arn:aws:*::111122223333:role/Admin', 'arn:aws:iam::????????????:role/Admin',
      'arn:aws:iam::${aws:PrincipalAccount}:role/Admin', `arn:*:iam::${ACCOUNT}:role/Admin`, '${aws:PrincipalArn}'],
  }],
  ['aws:PrincipalArn', 'ArnLike', { narrow: [`arn:*:iam::${ACCOUNT}:role/*`, `arn:aws:sts::${ACCOUNT}:assumed-role/Deploy/*`], wide: ['arn:*:iam::*:role/*', 'arn:aws:iam::0*:role/*'] }],
  ['aws:SourceArn', 'ArnLike', {
    narrow: [`arn:aws:sns:*:${ACCOUNT}:*`, 'arn:aws:s3:::our-bucket', 'arn:aws:s3:::our-bucket/*', ARN, REF, `arn:aws:events:eu-west-1:${ACCOUNT}:rule/*`],
    unknown: [PARAMETER, { 'Fn::Sub': 'arn:aws:s3:::${Unknown}' }],
    wide: ['*', 'arn:aws:s3:::*', 'arn:aws:s3:::our-*', 'arn:aws:sns:*:*:topic', 'arn:aws:sns:*:*:*', 'arn:*:*:*:*:*', 'arn:aws:sns'],
  }],
  ['aws:SourceIp', 'IpAddress', {
    narrow: ['203.0.113.0/24', '203.0.113.7', ['203.0.113.0/24', '2001:db8::/48'], '10.0.0.0/8', 'fd00::/8'],
    unknown: [PARAMETER],
    wide: ['0.0.0.0/0', '::/0', ['0.0.0.0/1', '128.0.0.0/1'], '8.0.0.0/6', ['203.0.113.0/24', '::/1'], '2000::/3', 'our office', '0.0.0.0/00'],
  }],
  ['aws:SourceVpce', 'StringEquals', { narrow: ['vpce-0123456789abcdef0', REF, PARAMETER], wide: ['*', 'vpce-*', 'vpce-????????', '${aws:SourceVpce}', ''] }],
  ['aws:SourceVpc', 'StringLike', { narrow: ['vpc-0123456789abcdef0'], unknown: [PARAMETER], wide: ['vpc-*'] }],
  ['aws:userid', 'StringLike', { narrow: ['AROAEXAMPLEEXAMPLE12:*', ACCOUNT, `${ACCOUNT}:*`], wide: ['*', '*:session', 'AROA*', '${aws:userid}'] }],
  ['kms:CallerAccount', 'StringEquals', { narrow: [ACCOUNT, OWN], wide: ['*'] }],
])('%s by %s', (key, operator, expected) => {
  const cases = Object.entries(expected).flatMap(([verdict, values]) => values.map((value) => [verdict, value] as const));

  test.each(cases)('is %s for %j', (verdict, value) => {
    expect(verdictFor({ [operator]: { [key]: value } })).toBe(verdict);
  });
});

describe('operators', () => {
  test.each<[string, string, object]>([
    ['negation names nobody', 'wide', { StringNotEquals: { 'aws:PrincipalAccount': ACCOUNT } }],
    ['IfExists also holds for a request without the key', 'wide', { StringEqualsIfExists: { 'aws:PrincipalOrgID': ORG } }],
    ['ForAllValues also holds for a request without the key', 'wide', { 'ForAllValues:StringEquals': { 'aws:PrincipalOrgID': ORG } }],
    ['IfExists narrows where the key must be there', 'narrow', { StringEqualsIfExists: { 'aws:PrincipalOrgID': ORG }, Null: { 'aws:PrincipalOrgID': 'false' } }],
    ['presence of a key names nobody', 'wide', { Null: { 'aws:PrincipalOrgID': 'false' } }],
    ['an operator for texts reads no addresses', 'wide', { StringLike: { 'aws:SourceIp': '203.0.113.7' } }],
    ['a key that says how, and not who', 'wide', { Bool: { 'aws:SecureTransport': 'true' } }],
    ['one narrow condition of two is enough', 'narrow', { Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'aws:PrincipalOrgID': ORG } }],
    ['a narrow condition makes up for a wide one', 'narrow', { StringLike: { 'aws:PrincipalArn': '*' }, StringEquals: { 'aws:PrincipalAccount': ACCOUNT } }],
    ['an external ID is no proof', 'wide', { StringEquals: { 'sts:ExternalId': 'a-long-shared-secret' } }],
    ['a tag of the caller is given by the caller\'s account', 'wide', { StringEquals: { 'aws:PrincipalTag/team': 'orders' } }],
    ['keys are the same in any case', 'narrow', { StringEquals: { 'AWS:principalorgid': ORG } }],
  ])('%s: %s', (_, verdict, condition) => {
    expect(verdictFor(condition)).toBe(verdict);
  });

  test('a condition that is a parameter is unknown', () => {
    expect(verdictFor(PARAMETER)).toBe('unknown');
  });

  test('no condition narrows nothing', () => {
    expect(verdictFor(undefined)).toBe('wide');
  });
});

test('the accounts that the values name are told', () => {
  const [narrowing] = narrowingsOf(statement({ Condition: { ArnLike: { 'aws:SourceArn': [`arn:aws:sns:*:${ACCOUNT}:*`, 'arn:aws:sqs:*:444455556666:q'] } } }));
  expect(narrowing).toEqual({ verdict: 'narrow', sort: 'source', accounts: [ACCOUNT, '444455556666'] });
});

describe('principals', () => {
  test.each<[string, unknown]>([
    ['everyone', '*'],
    ['everyone', { AWS: '*' }],
    ['everyone', { AWS: '???*' }],
    ['everyone', { AWS: 'arn:aws:iam::*:root' }],
    ['named', { Service: 'sns.amazonaws.com' }],
    ['named', { AWS: ARN }],
    ['named', { AWS: OWN }],
    ['named', { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } }],
    ['named', { Federated: 'cognito-identity.amazonaws.com' }],
    ['account', { AWS: ACCOUNT }],
    ['account', { AWS: 111122223333 }],
    ['account', { AWS: `arn:aws:iam::${ACCOUNT}:root` }],
    ['account', { AWS: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::${ACCOUNT}:role/\${Unknown}` } }],
    ['user', { CanonicalUser: 'aaaabbbbccccddddaaaabbbbccccddddaaaabbbbccccddddaaaabbbbccccdddd' }],
    ['named', { CanonicalUser: { 'Fn::GetAtt': ['Other', 'S3CanonicalUserId'] } }],
    ['unknown', { AWS: PARAMETER }],
    ['some account', { AWS: { 'Fn::Sub': 'arn:aws:iam::${Unknown}:root' } }],
  ])('%s: %j', (kind, principal) => {
    expect(statement({ Principal: principal }).principals.map((one) => whoIs(one).kind)).toEqual([kind]);
  });

  test('all but some are everyone', () => {
    expect(whoIs(statement({ NotPrincipal: { AWS: ACCOUNT } }).principals[0]).kind).toBe('everyone');
  });
});

function verdictFor(condition: unknown) {
  return verdictOf(narrowingsOf(statement(condition === undefined ? {} : { Condition: condition })));
}

function statement(parts: object) {
  const template = {
    Parameters: { Unknown: { Type: 'String' } },
    Resources: {
      Holder: { Type: 'AWS::Test::Holder', Properties: { Policy: { Statement: { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', ...parts } } } },
      Other: { Type: 'AWS::S3::Bucket' },
    },
  };
  const { resources } = new TemplateModel([{ id: 'Stack', name: 'Stack', template }]);
  return statementsOf(resources[0].at('Policy'))![0];
}
