import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as cdk from 'aws-cdk-lib';
import { App, CfnParameter, CfnResource, Fn, NestedStack, RemovalPolicy, Stack, Stage, Validations } from 'aws-cdk-lib';
import { LambdaRestApi } from 'aws-cdk-lib/aws-apigateway';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { CfnSecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { CfnManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnFunction, Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import * as nag from 'cdk-nag';
import { OrdersStack } from '../../examples/orders-api/orders-stack';
import { FastPack } from '../../src/policy/fast-pack';
import { RULES_BY_CLASS } from '../../src/policy/rules-by-class';
import { SharedRules } from '../../src/policy/shared-rules';

jest.setTimeout(300_000);

const JSII_TYPE = Symbol.for('jsii.rtti');
const PACKS = [
  nag.AwsSolutionsChecks, nag.ServerlessChecks, nag.HIPAASecurityChecks, nag.NIST80053R4Checks, nag.NIST80053R5Checks, nag.PCIDSS321Checks,
];

class OwnPack extends nag.NagPack {
  public readonly name = 'Own';
  public readonly packName = 'Own';
  public seen = 0;

  protected checkResource(node: CfnResource): void {
    this.seen++;
    const params = { info: 'i', explanation: 'e', level: nag.NagMessageLevel.ERROR, node };
    this.applyRule({ ...params, rule: nag.rules.lambda.LambdaDLQ });
    const everyThird = this.seen % 3 === 0 ? nag.NagRuleCompliance.NON_COMPLIANT : nag.NagRuleCompliance.NOT_APPLICABLE;
    this.applyRule({ ...params, ruleSuffixOverride: 'Third', rule: () => everyThird });
  }
}

function rawApp(app: App): void {
  const stack = new Stack(app, 'Raw');
  const fn = new Function(stack, 'Fn', { runtime: Runtime.NODEJS_20_X, handler: 'i.h', code: Code.fromInline('x'), vpc: new Vpc(stack, 'Vpc') });
  new LambdaRestApi(stack, 'Api', { handler: fn });
  new Table(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } }).grantReadWriteData(fn);
  new Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY }).grantReadWrite(fn);
  new Queue(stack, 'Queue').grantSendMessages(fn);
  new Topic(stack, 'Topic').grantPublish(fn);
  new Secret(stack, 'Secret').grantRead(fn);
}

function brokenApp(app: App): void {
  const stack = new Stack(app, 'Broken');
  const text = new CfnParameter(stack, 'Text').valueAsString;
  const securityGroupIngress = [{ ipProtocol: text, cidrIp: text, fromPort: Fn.ref('Text') as any }];
  new CfnSecurityGroup(stack, 'Group', { groupDescription: text, securityGroupIngress });
  new CfnManagedPolicy(stack, 'Policy', { policyDocument: { Statement: 'no list' } });
  new CfnManagedPolicy(stack, 'Wild', { policyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: Fn.sub('*${Text}') }] } });
  new CfnFunction(stack, 'Fn', { code: { zipFile: 'x' }, role: text, runtime: text, timeout: Fn.ref('Text') as any });
  new CfnResource(stack, 'Generic', { type: 'AWS::Lambda::Function', properties: { Runtime: text } });
  new CfnResource(stack, 'Cluster', { type: 'Custom::AWSCDK-EKS-Cluster', properties: { Config: { logging: {} } } });
}

function nestedApp(app: App): void {
  const stack = new Stack(app, 'Outer');
  new Queue(new NestedStack(stack, 'Nested'), 'Queue');
  new Topic(new Stack(new Stage(app, 'Stage'), 'Inner'), 'Topic');
  const queue = new Queue(stack, 'Queue');
  Validations.of(queue).acknowledge({ id: 'AwsSolutions::AwsSolutions-SQS3', reason: 'Tried.' });
  Validations.of(stack).acknowledge({ id: 'AwsSolutions-SQS4', reason: 'Bare.' });
  class Special extends CfnFunction {}
  new Special(stack, 'Special', { code: { zipFile: 'x' }, role: 'r', runtime: 'nodejs12.x' });
}

/** The whole report of an app, as text. */
function report(build: (app: App) => void, fast: boolean, verbose: boolean, outdir: string): string {
  const app = new App({ outdir, context: { '@aws-cdk/core:failSynthOnValidationErrors': false } });
  build(app);
  const packs = [...PACKS.map((Pack) => new Pack(app, { verbose })), new OwnPack(app, { verbose })];
  const shared = new SharedRules();
  Validations.of(app).addPlugins(...packs.map((pack) => fast ? new FastPack(pack, shared) : pack));
  const shown = [jest.spyOn(console, 'error').mockImplementation(), jest.spyOn(console, 'log').mockImplementation()];
  try {
    app.synth();
    return readFileSync(join(outdir, 'validation-report.json'), 'utf-8');
  } finally {
    shown.forEach((spy) => spy.mockRestore());
    rmSync(outdir, { recursive: true, force: true });
  }
}

describe('packs that try a rule only where it can match', () => {
  test.each<[string, (app: App) => void, boolean]>([
    ['orders-api', (app) => new OrdersStack(app, 'Orders'), true],
    ['an app of plain L2 constructs', rawApp, true],
    ['an app of plain L2 constructs, in few words', rawApp, false],
    ['an app whose values make rules throw', brokenApp, true],
    ['an app with nested stacks, a stage and acknowledgements', nestedApp, true],
  ])('write the same report, byte for byte, of %s', (_, build, verbose) => {
    const outdir = mkdtempSync(join(tmpdir(), 'zt-fast-'));
    const [direct, fast] = [false, true].map((isFast) => report(build, isFast, verbose, outdir)); // one line gives one stack trace
    expect(direct).toContain('"pluginName": "PCI.DSS.321"');
    if (build === brokenApp) expect(direct).toContain('Rule threw an error during validation.');
    expect(fast).toBe(direct);
  });

  test('try a tenth of the rules', () => {
    const app = new App();
    rawApp(app);
    const tried = jest.spyOn(nag.NagPack.prototype as any, 'applyRule');
    const count = (plugin: any) => {
      tried.mockClear();
      plugin.validate({ appConstruct: app });
      return tried.mock.calls.length;
    };
    const direct = count(new nag.AwsSolutionsChecks());
    expect(count(new FastPack(new nag.AwsSolutionsChecks()))).toBeLessThan(direct / 10);
    tried.mockRestore();
  });

  test('resolve what rules look at once for all packs, and again in the next synthesis', () => {
    const app = new App();
    rawApp(app);
    const resolved = jest.spyOn(Stack.prototype, 'resolve');
    const count = (...plugins: FastPack[]) => {
      resolved.mockClear();
      for (const plugin of plugins) plugin.validate({ appConstruct: app } as any);
      return resolved.mock.calls.length;
    };
    const make = (shared?: SharedRules) => [nag.HIPAASecurityChecks, nag.NIST80053R5Checks, nag.PCIDSS321Checks]
      .map((Pack) => new FastPack(new Pack(), shared));
    const alone = count(...make());
    const packs = make(new SharedRules());
    const together = count(...packs);
    expect(together).toBeLessThan(alone / 2);
    expect(count(...packs)).toBe(together);
    // a synthesis that ended between two packs
    count(packs[0]);
    const first = count(packs[0]);
    expect(first).toBeGreaterThan(0);
    resolved.mockRestore();
  });

  test('see in the next synthesis what has changed', () => {
    const app = new App();
    const fn = new CfnFunction(new Stack(app, 'Stack'), 'Fn', { code: { zipFile: 'x' }, role: 'r', runtime: 'nodejs12.x' });
    const shared = new SharedRules();
    const packs = [nag.HIPAASecurityChecks, nag.NIST80053R5Checks].map((Pack) => new FastPack(new Pack(), shared));
    const concurrency = () => packs.map((pack) => pack.validate({ appConstruct: app } as any).violations
      .some(({ ruleName }) => /LambdaConcurrency/.test(ruleName)));
    expect(concurrency()).toEqual([true, true]);
    fn.reservedConcurrentExecutions = 1;
    expect(concurrency()).toEqual([false, false]);
  });

  test('leave a pack alone in which a method was replaced', () => {
    const app = new App();
    rawApp(app);
    const pack = new nag.AwsSolutionsChecks();
    const replaced = jest.fn();
    (pack as any).checkResource = replaced;
    new FastPack(pack).validate({ appConstruct: app } as any);
    expect(replaced).toHaveBeenCalled();
  });

  test('leave packs of an unknown version of cdk-nag alone', () => {
    const app = new App();
    rawApp(app);
    const tried = jest.spyOn(nag.NagPack.prototype as any, 'applyRule');
    new nag.AwsSolutionsChecks().validateScope(app);
    const direct = tried.mock.calls.length;
    tried.mockClear();
    const type = (nag.NagPack as any)[JSII_TYPE];
    Object.defineProperty(nag.NagPack, JSII_TYPE, { configurable: true, writable: true, value: { ...type, version: '3.0.3' } });
    try {
      expect(FastPack.isOtherVersion(new nag.AwsSolutionsChecks())).toBe(true);
      new FastPack(new nag.AwsSolutionsChecks()).validate({ appConstruct: app } as any);
      expect(tried).toHaveBeenCalledTimes(direct);
    } finally {
      tried.mockRestore();
      Object.defineProperty(nag.NagPack, JSII_TYPE, { configurable: true, writable: true, value: type });
    }
    expect(FastPack.isOtherVersion(new nag.AwsSolutionsChecks())).toBe(false);
  });
});

test('the table of rules is what every rule answers for every class, from the class alone', () => {
  let looked = false;
  const look = () => { looked = true; throw new Error(); };
  const blind = {
    get: look,
    set: look,
    has: look,
    deleteProperty: look,
    defineProperty: look,
    getOwnPropertyDescriptor: look,
    ownKeys: look,
    isExtensible: look,
    preventExtensions: look,
    setPrototypeOf: look,
  };
  const decides = (rule: (node: any) => unknown, Class: any) => {
    looked = false;
    try {
      return rule(new Proxy(Object.create(Class.prototype), blind)) === nag.NagRuleCompliance.NOT_APPLICABLE && !looked;
    } catch {
      return false;
    }
  };
  const byInstance = ['EKSClusterControlPlaneLogs', 'EKSClusterNoEndpointPublicAccess'];
  const rules = Object.values<any>(nag.rules).flatMap((service) => Object.values<any>(service));
  const isL1 = (value: any) => typeof value === 'function' && value.prototype instanceof CfnResource;
  const classes = [CfnResource, ...[cdk, ...Object.values<any>(cdk)].flatMap((service) => Object.values<any>(service ?? {})).filter(isL1)];
  const table: Record<string, string[]> = {};
  for (const Class of classes) {
    const names = rules.filter((rule) => !byInstance.includes(rule.name) && !decides(rule, Class)).map(({ name }) => name);
    if (names.length > 0) table[(Class as any)[JSII_TYPE].fqn] = names.sort();
  }
  expect(rules).toHaveLength(213);
  expect(table).toEqual(RULES_BY_CLASS);
});
