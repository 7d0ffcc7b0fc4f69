import { judge, oneStack } from './support/prove';
import { Worlds } from '../../src/model/conditions';
import { RULES } from '../../src/rules';

const ruleOf = (id: string) => RULES.find((rule) => rule.id === id)!;
/** A choice that a condition of its own makes, so that `n` of them are `2 ** n` worlds. */
const either = (i: number, then: unknown, otherwise: unknown) => ({ 'Fn::If': [`C${i}`, then, otherwise] });
const times = <T>(n: number, make: (i: number) => T) => Array.from({ length: n }, (_, i) => make(i));

describe('more combinations of conditions than are tried', () => {
  const group = (key: unknown) => judge(ruleOf('ZT-LOGS-002'), oneStack({ G: { Type: 'AWS::Logs::LogGroup', Properties: { KmsKeyId: key } } }), 'G');
  const text = (first: unknown) => ({ 'Fn::Join': ['', times(12, (i) => either(i, i === 0 ? first : '', ''))] });

  test('leave a log group without a customer managed key failed, where the combination that is tried first fails', () => {
    expect(group(text('alias/aws/logs'))).toMatchObject({ verdict: 'fail', value: expect.stringContaining('alias/aws/logs') });
  });

  test('leave it unknown, and no pass, where the combination that is tried first passes', () => {
    expect(group(text('alias/own'))).toMatchObject({ verdict: 'unknown', finding: expect.stringContaining('too many conditions') });
  });
});

describe('parts of a resource that have conditions each are judged one by one', () => {
  const N = 30;
  const allow = (action: string, resource: unknown, more = {}) => ({ Effect: 'Allow', Action: action, Resource: resource, ...more });
  const none = { Ref: 'AWS::NoValue' };
  const role = (statements: unknown[]) => ({ R: { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: statements } }] } } });
  const fn = (parts: unknown[]) => ({ R: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: Object.fromEntries(parts.map((part, i) => [`V${i}_PASSWORD`, part])) } } } });
  const grant = (principal: unknown) => allow('sqs:SendMessage', '*', { Principal: { AWS: principal } });
  /** Policies in a list of properties, each with a condition of its own, and one policy of statements that have conditions. */
  const queue = (statements: unknown[]) => ({ R: { Type: 'AWS::Kinesis::ResourcePolicy', Properties: { Grants: statements.map((statement) => ({ Policy: { Statement: [statement] } })) } } });
  const document = (statements: unknown[]) => ({ R: { Type: 'AWS::Kinesis::ResourcePolicy', Properties: { ResourcePolicy: { Statement: statements } } } });
  const step = (parts: unknown[]) => ({ R: { Type: 'AWS::RDS::DBInstance', Properties: Object.fromEntries(parts.map((part, i) => [`Master${i}Password`, part])) } });
  const named = 'arn:aws:iam::111122223333:role/one';
  const key = { Bool: { 'aws:MultiFactorAuthPresent': 'false' } };
  const leading = (operator: string) => ({ Condition: { [operator]: { 'dynamodb:LeadingKeys': ['${aws:PrincipalTag/tenant}'] } } });
  const stream = 'arn:aws:dynamodb:eu-west-1:111122223333:table/one';
  const password = 'Xk29vL0pQz81';

  /** Of each rule: the template of parts, a secure part, an insecure one and what its finding shows, and one that cannot be read where that is a finding. */
  const cases: [string, (parts: unknown[]) => Record<string, any>, unknown, unknown, string, unknown][] = [
    ['ZT-IAM-008', role, allow('iam:PassRole', named), allow('iam:PassRole', '*'), '*', allow('iam:PassRole', { Ref: 'P' })],
    ['ZT-IAM-009', role, allow('iam:PutRolePolicy', named), allow('iam:PutRolePolicy', '*'), 'iam:PutRolePolicy', { Ref: 'P' }],
    ['ZT-IAM-014', role, { ...allow('*', '*'), Effect: 'Deny' }, { ...allow('*', '*'), Effect: 'Deny', Sid: 'Mfa', Condition: key }, 'Mfa', { Ref: 'P' }],
    ['ZT-IAM-015', role, allow('dynamodb:GetItem', stream, leading('ForAllValues:StringEquals')), allow('dynamodb:GetItem', stream, leading('ForAnyValue:StringEquals')), 'ForAnyValue', { Ref: 'P' }],
    ['ZT-IAM-021', role, allow('s3:GetObject', 'arn:aws:s3:::one/*'), allow('cloudtrail:StopLogging', '*'), 'cloudtrail:StopLogging', allow('cloudtrail:StopLogging', { Ref: 'P' })],
    ['ZT-IAM-026', role, allow('s3:GetObject', 'arn:aws:s3:::one/*'), allow('s3:GetObject', '*'), 's3:getobject', allow('s3:GetObject', { Ref: 'P' })],
    ['ZT-TRUST-001', queue, grant(named), grant('*'), 'sqs:sendmessage', { Ref: 'P' }],
    ['ZT-TRUST-002', queue, grant({ 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/one' }), grant('arn:aws:iam::666666666666:role/one'), '666666666666', undefined],
    ['ZT-TRUST-003', queue, grant(named), { ...grant(named), Action: 'sqs:*' }, 'sqs:*', undefined],
    ['ZT-TRUST-001', document, grant(named), grant('*'), 'sqs:sendmessage', { Ref: 'P' }],
    ['ZT-SECRETS-010', step, '{{resolve:secretsmanager:one}}', password, 'Master15Password', { Ref: 'P' }],
  ];

  const verdictOn = (id: string, resources: Record<string, any>) => {
    const [{ template, ...stack }] = oneStack(resources);
    return judge(ruleOf(id), [{ ...stack, template: { ...(template as object), Parameters: { P: { Type: 'String' } } } }], 'R');
  };
  const withOne = (secure: unknown, odd: unknown) => times(N, (i) => either(i, secure, i === N / 2 ? odd : none));

  test.each(cases)('by %s, which passes where all of them are secure', (id, made, secure) => {
    expect(verdictOn(id, made(withOne(secure, none)))).toMatchObject({ verdict: 'pass' });
  });

  test.each(cases)('by %s, which fails with the value of the only insecure branch', (id, made, secure, insecure, shown) => {
    expect(verdictOn(id, made(withOne(secure, insecure)))).toMatchObject({ verdict: 'fail', value: expect.stringContaining(shown) });
  });

  test.each(cases.filter(([,,,,, unread]) => unread !== undefined))('by %s, which does not know where one branch cannot be read', (id, made, secure, _insecure, _shown, unread) => {
    const result = verdictOn(id, made(withOne(secure, unread)));
    expect(result).toMatchObject({ verdict: 'unknown', finding: expect.not.stringContaining('too many conditions') });
  });

  test('by ZT-LAMBDA-020, which passes where no variable has a secret, and fails with the variable that has one in one branch', () => {
    expect(verdictOn('ZT-LAMBDA-020', fn(withOne({ Ref: 'P' }, none)))).toMatchObject({ verdict: 'pass' });
    expect(verdictOn('ZT-LAMBDA-020', fn(withOne({ Ref: 'P' }, password)))).toMatchObject({ verdict: 'fail', value: 'V15_PASSWORD' });
  });

  test('and two parts that one condition makes are never combined with two answers to it', () => {
    const statement = { 'Fn::If': ['C0', allow('cloudtrail:StopLogging', '*'), allow('s3:GetObject', 'arn:aws:s3:::one/*')] };
    const denial = { 'Fn::If': ['C0', { Effect: 'Deny', Action: 'cloudtrail:*', Resource: '*' }, none] };
    const others = withOne(allow('s3:GetObject', 'arn:aws:s3:::one/*'), none).slice(1);
    expect(verdictOn('ZT-IAM-021', role([statement, denial, ...others]))).toMatchObject({ verdict: 'pass' });
    expect(verdictOn('ZT-IAM-021', role([statement, ...others]))).toMatchObject({ verdict: 'fail' });
  });

  /** Without forks, each part asks in the world of the whole resource. */
  function unforked<T>(look: () => T): T {
    const fork = jest.spyOn(Worlds.prototype, 'fork').mockImplementation((one) => [one()]);
    try {
      return look();
    } finally {
      fork.mockRestore();
    }
  }

  test('with the verdict and values of all combinations, on templates small enough to try them all', () => {
    let state = 7;
    const pick = <T>(list: readonly T[]): T => {
      state = (state * 48271) % 2147483647;
      return list[state % list.length];
    };
    const statements = [...cases.filter(([, made]) => made === role).flatMap(([, , secure, insecure, , unread]) => [secure, insecure, unread]),
      { Effect: 'Deny', Action: 'cloudtrail:*', Resource: '*' }, { Effect: pick(['Allow', 'Deny']), Action: '*', Resource: '*', Condition: { Null: { 'aws:MultiFactorAuthPresent': 'true' } } }, none];
    const part = (depth = 0): unknown => (depth < 2 && pick([true, false]) ? { 'Fn::If': [`C${pick([0, 1, 2, 3])}`, part(depth + 1), part(depth + 1)] } : pick(statements));
    const texts = (result: { verdict: string; finding?: string; value?: string }) => (result.verdict === 'pass' ? ['pass']
      : [result.verdict, ...new Set([...(result.finding ?? '').split('; '), ...(result.value ?? '').split('; ')])].sort());
    const ids = cases.map(([id]) => id).filter((id) => id !== 'ZT-SECRETS-010');
    const seen = new Map<string, number>();
    for (let i = 0; i < 150; i++) {
      const resources = role(times(1 + (i % 4), () => part()));
      for (const id of ids) {
        const result = verdictOn(id, resources);
        seen.set(`${result.verdict}`, (seen.get(result.verdict) ?? 0) + 1);
        expect([id, resources, ...texts(result)]).toEqual([id, resources, ...texts(unforked(() => verdictOn(id, resources)))]);
      }
    }
    for (const verdict of ['pass', 'fail', 'unknown']) expect(seen.get(verdict)).toBeGreaterThan(50);
  });
});
