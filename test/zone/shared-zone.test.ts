import { App, Environment, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { Profile, SecureFunction, SecureTable, TrustZone, ZeroTrust } from '../../src';
import { synthesise } from '../policy/support/synth';

const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const code = lambda.Code.fromInline('exports.handler = async () => {}');

function serviceStack(scope: Construct, id: string, env?: Environment): Stack {
  const stack = new Stack(scope, id, { env });
  const table = new SecureTable(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
  table.grantReadData(new SecureFunction(stack, 'Fn', { code }));
  return stack;
}

const stacksOf = (stage: Stage) => stage.node.children.filter((child): child is Stack => Stack.isStack(child));
const count = (stage: Stage, type: string) => stacksOf(stage)
  .reduce((sum, stack) => sum + Object.keys(Template.fromStack(stack).findResources(type)).length, 0);

describe('a shared zone', () => {
  test('is one network and one key for many stacks, in a stack of its own', () => {
    const app = new App();
    TrustZone.shared(app);
    const stacks = ['Orders', 'Billing', 'Shipping'].map((id) => serviceStack(app, id));
    expect(new Set(stacks.map((stack) => TrustZone.of(stack))).size).toBe(1);
    expect(TrustZone.of(stacks[0]).node.path).toBe('SharedZone/TrustZone');
    expect(count(app, 'AWS::EC2::VPC')).toBe(1);
    // of the tables and of the flow logs
    expect(count(app, 'AWS::KMS::Key')).toBe(2);
    expect(count(app, 'AWS::EC2::VPCEndpoint')).toBe(1);
  });

  test('without it, each stack has its own', () => {
    const app = new App();
    ['Orders', 'Billing', 'Shipping'].forEach((id) => serviceStack(app, id));
    expect(count(app, 'AWS::EC2::VPC')).toBe(3);
    expect(count(app, 'AWS::KMS::Key')).toBe(6);
  });

  test('leaves nothing open', () => {
    const { failed, open } = synthesise((app) => {
      TrustZone.shared(app);
      ['Orders', 'Stack'].forEach((id) => serviceStack(app, id));
      ZeroTrust.enforce(app);
    });
    expect({ failed, open }).toEqual({ failed: false, open: [] });
  });

  test('is one in each environment and each stage, as no reference leaves them', () => {
    const app = new App();
    TrustZone.shared(app);
    const account = '111111111111';
    const [here, there] = ['eu-west-1', 'us-east-1'].map((region) => serviceStack(app, region, { account, region }));
    const staged = serviceStack(new Stage(app, 'Beta'), 'Orders');
    expect([here, there, staged].map((stack) => TrustZone.of(stack).node.path)).toEqual([
      'SharedZone-111111111111-eu-west-1/TrustZone', 'SharedZone-111111111111-us-east-1/TrustZone', 'Beta/SharedZone/TrustZone',
    ]);
    expect(() => app.synth()).not.toThrow();
  });

  test('is made as its props and the profile of the app say', () => {
    const app = new App();
    Profile.HIPAA.applyTo(app);
    TrustZone.shared(app, { logRetention: 3653 });
    const zone = TrustZone.of(new Stack(app, 'Orders'));
    expect([zone.profile, zone.logRetention]).toEqual([Profile.HIPAA, 3653]);
  });

  test('gives way to a zone that is declared', () => {
    const app = new App();
    TrustZone.shared(app);
    const stack = new Stack(app, 'Payments');
    const own = new TrustZone(stack, 'Own');
    expect(TrustZone.of(stack)).toBe(own);
    expect(stacksOf(app)).toEqual([stack]);
  });

  test('makes nothing before a stack needs it', () => {
    const app = new App();
    TrustZone.shared(app);
    expect(app.node.children.filter((child) => Stack.isStack(child))).toEqual([]);
  });

  test('throws when it comes too late, twice, or with a prop that a zone does not have', () => {
    const app = new App();
    serviceStack(app, 'Orders');
    expect(() => TrustZone.shared(app)).toThrow(failsWith('SharedTooLate'));
    const other = new App();
    TrustZone.shared(other);
    expect(() => TrustZone.shared(other)).toThrow(failsWith('SharedTwice'));
    expect(() => TrustZone.shared(new App(), { nosuch: 1 } as any)).toThrow(failsWith('UnknownProp'));
  });
});
