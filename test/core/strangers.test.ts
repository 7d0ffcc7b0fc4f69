import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { SecureFunction } from '../../src/compute/secure-function';
import { DataClass } from '../../src/core/data-class';
import { SecureBucket } from '../../src/data/secure-bucket';
import { SecureEventBus } from '../../src/data/secure-event-bus';
import { SecureQueue } from '../../src/data/secure-queue';
import { SecureTable } from '../../src/data/secure-table';
import { SecureTopic } from '../../src/data/secure-topic';
import { SecureSecret } from '../../src/secrets/secure-secret';
import { TrustZone } from '../../src/zone/trust-zone';

const [OURS, PARTNER, STRANGER] = ['111122223333', '444455556666', '999988887777'];
const byId = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });

function zoneOf(trustedAccounts?: string[], account: string | undefined = OURS): TrustZone {
  const stack = new Stack(new App(), 'Stack', { env: { account, region: 'eu-west-1' } });
  return new TrustZone(stack, 'Zone', { trustedAccounts });
}

const allow = (principal: iam.IPrincipal, more: iam.PolicyStatementProps = {}) => (
  new iam.PolicyStatement({ sid: 'Theirs', principals: [principal], actions: ['service:Read'], resources: ['*'], ...more }));
const code = () => lambda.Code.fromInline('exports.handler = async () => {};');
const fn = (zone: TrustZone) => new SecureFunction(zone, 'Function', { code: code() });

/** Everything that has a policy of its own. */
const HOLDERS: Record<string, (zone: TrustZone, statement: iam.PolicyStatement) => unknown> = {
  bucket: (zone, statement) => new SecureBucket(zone, 'Bucket').addToResourcePolicy(statement),
  bus: (zone, statement) => new SecureEventBus(zone, 'Bus').addToResourcePolicy(statement),
  key: (zone, statement) => zone.key(DataClass.RESTRICTED).addToResourcePolicy(statement),
  queue: (zone, statement) => new SecureQueue(zone, 'Queue').addToResourcePolicy(statement),
  secret: (zone, statement) => new SecureSecret(zone, 'Secret').addToResourcePolicy(statement),
  table: (zone, statement) => new SecureTable(zone, 'Table', { partitionKey: { name: 'id', type: 'S' as never } }).addToResourcePolicy(statement),
  topic: (zone, statement) => new SecureTopic(zone, 'Topic').addToResourcePolicy(statement),
};

describe.each(Object.entries(HOLDERS))('addToResourcePolicy of a %s', (_, add) => {
  test.each<[string, () => iam.PolicyStatement]>([
    ['an account', () => allow(new iam.AccountPrincipal(STRANGER))],
    ['a role of an account', () => allow(new iam.ArnPrincipal(`arn:aws:iam::${STRANGER}:role/theirs`))],
    ['a canonical user', () => allow(new iam.CanonicalUserPrincipal('79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'))],
    ['everyone of an account', () => allow(new iam.StarPrincipal(), { conditions: { StringEquals: { 'aws:PrincipalAccount': STRANGER } } })],
    ['a service that acts for an account', () => allow(new iam.ServicePrincipal('config.amazonaws.com'), { conditions: { ArnLike: { 'aws:SourceArn': `arn:aws:config:*:${STRANGER}:*` } } })],
  ])('refuses %s that nobody trusts, with its path and the remediation', (__, statement) => {
    expect(() => add(zoneOf(), statement())).toThrow(byId('UntrustedAccount'));
    expect(() => add(zoneOf([PARTNER]), statement())).toThrow(/^\[Stack\/Zone\/\w+\] UntrustedAccount: .* Remediation: .*trustedAccounts/);
  });

  test('takes accounts that the zone trusts, its own, and what denies', () => {
    expect(() => add(zoneOf([PARTNER]), allow(new iam.AccountPrincipal(PARTNER)))).not.toThrow();
    expect(() => add(zoneOf(), allow(new iam.AccountPrincipal(OURS)))).not.toThrow();
    expect(() => add(zoneOf(), allow(new iam.AccountRootPrincipal()))).not.toThrow();
    expect(() => add(zoneOf(), allow(new iam.AccountPrincipal(STRANGER), { effect: iam.Effect.DENY }))).not.toThrow();
  });
});

test('accounts of other stacks of the app are no strangers', () => {
  const zone = zoneOf();
  new Stack(zone.node.root as App, 'Other', { env: { account: PARTNER } });
  expect(() => HOLDERS.queue(zone, allow(new iam.AccountPrincipal(PARTNER)))).not.toThrow();
});

test('in a stack without an account every number is one of a stranger', () => {
  const zone = new TrustZone(new Stack(new App(), 'Stack'), 'Zone');
  expect(() => HOLDERS.queue(zone, allow(new iam.AccountPrincipal(OURS)))).toThrow(byId('UntrustedAccount'));
});

test('load balancers may write access logs', () => {
  expect(() => HOLDERS.bucket(zoneOf(), allow(new iam.AccountPrincipal('156460612806')))).not.toThrow();
});

test('the zone of the construct decides, not the one around it', () => {
  const outer = zoneOf([PARTNER]);
  const inner = new TrustZone(outer, 'Inner');
  expect(() => HOLDERS.queue(inner, allow(new iam.AccountPrincipal(PARTNER)))).toThrow(byId('UntrustedAccount'));
  const beside = new SecureQueue(Stack.of(outer), 'Beside', { zone: outer });
  expect(() => beside.addToResourcePolicy(allow(new iam.AccountPrincipal(PARTNER)))).not.toThrow();
});

test('allowAccount lets in who is trusted only', () => {
  for (const add of [(zone: TrustZone) => new SecureTopic(zone, 'Topic').allowAccount(PARTNER), (zone: TrustZone) => new SecureEventBus(zone, 'Bus').allowAccount(PARTNER)]) {
    expect(() => add(zoneOf())).toThrow(byId('UntrustedAccount'));
    expect(() => add(zoneOf([PARTNER]))).not.toThrow();
  }
});

describe('a function', () => {
  const layer = (scope: IConstruct, account: string) => lambda.LayerVersion.fromLayerVersionArn(scope as TrustZone, `Layer${account}`, `arn:aws:lambda:eu-west-1:${account}:layer:theirs:1`);
  const assume = (account: string) => new iam.PolicyStatement({ actions: ['sts:AssumeRole'], resources: [`arn:aws:iam::${account}:role/theirs`] });

  test.each<[string, (zone: TrustZone, account: string) => unknown]>([
    ['addPermission', (zone, account) => fn(zone).addPermission('Theirs', { principal: new iam.AccountPrincipal(account) })],
    ['addPermission for a source', (zone, account) => fn(zone).addPermission('Theirs', { principal: new iam.ServicePrincipal('sns.amazonaws.com'), sourceArn: `arn:aws:sns:eu-west-1:${account}:t` })],
    ['addPermission for a source account', (zone, account) => fn(zone).addPermission('Theirs', { principal: new iam.ServicePrincipal('sns.amazonaws.com'), sourceAccount: account })],
    ['addLayers', (zone, account) => fn(zone).addLayers(layer(zone, account))],
    ['layers', (zone, account) => new SecureFunction(zone, 'Function', { code: code(), layers: [layer(zone, account)] })],
    ['addToRolePolicy', (zone, account) => fn(zone).addToRolePolicy(assume(account))],
  ])('%s refuses strangers', (_, use) => {
    expect(() => use(zoneOf(), STRANGER)).toThrow(byId('UntrustedAccount'));
    expect(() => use(zoneOf([PARTNER]), PARTNER)).not.toThrow();
    expect(() => use(zoneOf(), OURS)).not.toThrow();
  });

  test('takes layers of AWS', () => {
    const zone = zoneOf();
    for (const account of ['580247275435', '017000801446']) fn(new TrustZone(zone, `Zone${account}`)).addLayers(layer(zone, account));
    expect(Object.keys(Template.fromStack(Stack.of(zone)).findResources('AWS::Lambda::Function'))).toHaveLength(2);
  });
});

test('a zone takes numbers of accounts only', () => {
  for (const account of ['*', '12345', 'arn:aws:iam::111122223333:root']) expect(() => zoneOf([account])).toThrow(byId('BadAccount'));
});
