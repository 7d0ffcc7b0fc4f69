import { judge, oneStack, Resources } from './support/prove';
import { RULES } from '../../src/rules';

const [DEV, PROD, STRANGER] = ['210987654321', '321098765432', '666666666666'];
const layerOf = (account: string) => `arn:aws:lambda:eu-west-1:${account}:layer:collector:4`;
const byAccount = (name: string) => ({ 'Fn::FindInMap': ['Accounts', { Ref: 'AWS::AccountId' }, name] });

/** What a rule finds on `R` in a template that looks up what it names by the number of its account. */
function verdictOn(id: string, mapping: object, resources: Resources, more: object = {}) {
  const [{ template, ...stack }] = oneStack(resources);
  return judge(RULES.find((rule) => rule.id === id)!, [{ ...stack, account: undefined, template: { ...(template as object), Mappings: { Accounts: mapping, ...more } } }], 'R');
}

const fn = (layer: unknown) => ({ R: { Type: 'AWS::Lambda::Function', Properties: { Layers: [layer], Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/start' } } } } });
const own = { [DEV]: { layer: layerOf(DEV) }, [PROD]: { layer: layerOf(PROD) } };

describe.each(['ZT-TRUST-004', 'ZT-LAMBDA-036'])('by %s, a layer that a template looks up by the number of its account', (id) => {
  test('is its own, where each account has its own one', () => {
    expect(verdictOn(id, own, fn(byAccount('layer')))).toMatchObject({ verdict: 'pass' });
  });

  test('is its own beside another mapping of accounts', () => {
    const more = { Other: { [DEV]: { stage: 'dev' }, [PROD]: { stage: 'prod' }, 432109876543: { stage: 'build' } } };
    const resources = fn(byAccount('layer'));
    Object.assign(resources.R.Properties, { Description: { 'Fn::FindInMap': ['Other', { Ref: 'AWS::AccountId' }, 'stage'] } });
    expect(verdictOn(id, own, resources, more)).toMatchObject({ verdict: 'pass' });
  });

  test('is a finding, where one account has that of another one', () => {
    expect(verdictOn(id, { ...own, [DEV]: { layer: layerOf(PROD) } }, fn(byAccount('layer')))).toMatchObject({ verdict: 'fail' });
    expect(verdictOn(id, { ...own, [DEV]: { layer: layerOf(STRANGER) } }, fn(byAccount('layer')))).toMatchObject({ verdict: 'fail' });
  });

  test('is a finding, where it is written beside the mapping', () => {
    expect(verdictOn(id, own, fn(layerOf(DEV)))).toMatchObject({ verdict: 'fail' });
  });
});

test('by ZT-TRUST-002, a principal that a template looks up by the number of its account is its own, and a finding where it is another one', () => {
  const key = { R: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement: [{ Effect: 'Allow', Principal: { AWS: byAccount('role') }, Action: 'kms:Decrypt', Resource: '*' }] } } } };
  const roleOf = (account: string) => ({ role: `arn:aws:iam::${account}:role/reader` });
  expect(verdictOn('ZT-TRUST-002', { [DEV]: roleOf(DEV), [PROD]: roleOf(PROD) }, key)).toMatchObject({ verdict: 'pass' });
  expect(verdictOn('ZT-TRUST-002', { [DEV]: roleOf(PROD), [PROD]: roleOf(PROD) }, key)).toMatchObject({ verdict: 'fail', value: expect.stringContaining(PROD) });
});

test('by ZT-LAMBDA-036, what is no ARN of a layer is no layer of a stranger, as Lambda refuses it', () => {
  expect(verdictOn('ZT-LAMBDA-036', { ...own, [DEV]: { layer: 'not-used' } }, fn(byAccount('layer')))).toMatchObject({ verdict: 'pass' });
});

describe('by ZT-TRUST-004, a target of an account of the documentation of AWS', () => {
  const source = (arn: string) => verdictOn('ZT-TRUST-004', own, { R: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { EventSourceArn: arn } } });

  test('is no stranger where it is called a placeholder', () => {
    expect(source('arn:aws:sqs:us-east-1:123456789012:placeholder')).toMatchObject({ verdict: 'pass' });
  });

  test('is one where it has a name, and where the account is of a customer', () => {
    expect(source('arn:aws:sqs:us-east-1:123456789012:orders')).toMatchObject({ verdict: 'fail' });
    expect(source('arn:aws:sqs:us-east-1:666666666666:placeholder')).toMatchObject({ verdict: 'fail' });
  });

  test('is one where it may invoke', () => {
    expect(verdictOn('ZT-TRUST-004', own, { R: { Type: 'AWS::Lambda::Permission', Properties: { Principal: '123456789012', FunctionName: 'placeholder' } } })).toMatchObject({ verdict: 'fail' });
  });
});
