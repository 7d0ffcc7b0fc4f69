import { App, CfnResource, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { readPolicy } from '../../lambda/runtime-guard/policy';
import {
  DataClass, Egress, EventSource, FunctionImage, GuardMode, IncidentResponder, Opening, Play, RequestChecks, RuntimeGuard, RuntimeGuardProps,
  SecureBucket, SecureDatabase, SecureFunction, SecureFunctionProps, SecureQueue, SecureTable, ServiceLink, SignedCode, TrustZone,
} from '../../src';
import { TemplateModel } from '../../src/model';
import { evaluate, RULES } from '../../src/rules';
import { stackFindings } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const env = { account: '111122223333', region: 'eu-west-1' };
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };

function guarded(props: RuntimeGuardProps = {}, fnProps: Partial<SecureFunctionProps> = {}) {
  const stack = new Stack(new App(), 'Stack', { env });
  const zone = new TrustZone(stack, 'Zone');
  const fn = new SecureFunction(zone, 'Fn', { code, ...fnProps });
  const guard = new RuntimeGuard(zone, 'Guard', props);
  return { stack, zone, fn, guard, template: () => Template.fromStack(stack) };
}

/** The policy of a function as the guard reads it in Lambda, where references are names: `<logical id>` or `<logical id>.<attribute>`. */
function policyOf(stack: Stack, fn: SecureFunction) {
  const text = written(stack, fn);
  return { text, policy: readPolicy({ ZT_GUARD: text, AWS_REGION: 'eu-west-1' }) };
}

function written(stack: Stack, fn: SecureFunction): string {
  const { environment } = fn.node.defaultChild as lambda.CfnFunction;
  return flat(stack.resolve(environment).variables.ZT_GUARD);
}

function flat(value: any): string {
  if (typeof value === 'string') return value;
  if (value['Fn::Join']) return value['Fn::Join'][1].map(flat).join(value['Fn::Join'][0]);
  return value.Ref?.replace('AWS::URLSuffix', 'amazonaws.com') ?? value['Fn::GetAtt'].join('.');
}

/** The verdicts of ZT-LAMBDA-038 on a function, from the final template. */
function wholeness(stack: Stack, fn: SecureFunction): string[] {
  const model = new TemplateModel([{ id: 'Stack', name: 'Stack', templatePath: 'Stack.template.json', template: Template.fromStack(stack).toJSON() }]);
  return evaluate(model, RULES.filter(({ id }) => id === 'ZT-LAMBDA-038')).filter(({ resource }) => resource.logicalId === idOf(stack, fn)).map(({ result }) => result.verdict);
}

const idOf = (stack: Stack, construct: { node: { defaultChild?: unknown } }) => stack.getLogicalId(construct.node.defaultChild as CfnResource);

describe('a protected function', () => {
  test('has the layer of this library, the wrapper, its policy and a declaration', () => {
    const { fn, guard, template } = guarded();
    guard.protect(fn);
    guard.protect(fn);
    const made = template();
    made.resourceCountIs('AWS::Lambda::LayerVersion', 1);
    const [layer] = Object.values(made.findResources('AWS::Lambda::LayerVersion'));
    const [, hash] = /^([0-9a-f]{64})\.zip$/.exec(layer.Properties.Content.S3Key)!;
    expect(layer.Properties.Description).toBe(`RuntimeGuard of cdk-zero-trust, ${hash}`);
    made.hasResource('AWS::Lambda::Function', {
      Metadata: { 'zero-trust:guard': { Mode: 'monitor', Layer: hash, Openings: [] } },
      Properties: {
        Layers: [{ Ref: Match.stringLikeRegexp('^RuntimeGuardLayer') }],
        Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/zt-guard', ZT_GUARD: Match.stringLikeRegexp('^\\{"v":1,"m":"monitor","h":\\["xray"\\]') } },
      },
    });
  });

  test('has the layer after all others, those that come later too, as a later one could replace its files', () => {
    const { stack, zone, fn, guard, template } = guarded();
    guard.protect(fn);
    fn.addLayers(lambda.LayerVersion.fromLayerVersionArn(stack, 'Tools', 'arn:aws:lambda:eu-west-1:111122223333:layer:tools:7'));
    fn.consumes(EventSource.queue(new SecureQueue(zone, 'Queue'), { schema: { type: 'object' } }));
    template().hasResourceProperties('AWS::Lambda::Function', {
      Layers: ['arn:aws:lambda:eu-west-1:111122223333:layer:tools:7', { Ref: Match.stringLikeRegexp('EventCheck') }, { Ref: Match.stringLikeRegexp('^RuntimeGuardLayer') }],
    });
  });

  test('satisfies the rule on runtime guards, also beside an event check', () => {
    const { stack, zone, fn, guard } = guarded({ openings: [Opening.workers('hashes')] });
    guard.protect(fn);
    new SecureBucket(zone, 'Bucket', { withoutReplica: 'a test' }).grantRead(fn);
    fn.consumes(EventSource.queue(new SecureQueue(zone, 'Queue'), { schema: { type: 'object' } }));
    const model = new TemplateModel([{ id: 'Stack', name: 'Stack', templatePath: 'Stack.template.json', template: Template.fromStack(stack).toJSON() }]);
    const verdicts = evaluate(model, RULES.filter(({ id }) => ['ZT-LAMBDA-035', 'ZT-LAMBDA-036', 'ZT-LAMBDA-037', 'ZT-LAMBDA-038'].includes(id)));
    expect(verdicts.filter(({ result }) => result.verdict !== 'pass').map(({ rule, result }) => [rule.id, result])).toEqual([]);
    expect(verdicts.filter(({ rule, resource, result }) => rule.id === 'ZT-LAMBDA-038' && resource.logicalId === idOf(stack, fn) && /block|monitor/.test(result.value ?? ''))).toHaveLength(1);
  });

  test('leaves nothing open in the five packs', () => {
    const { open } = stackFindings((stack) => {
      const zone = TrustZone.of(stack);
      const responder = new IncidentResponder(zone, 'Responder', { plays: [Play.notify(zone.alarmTopic)] });
      const guard = new RuntimeGuard(zone, 'Guard', { responder, mode: GuardMode.BLOCK });
      guard.requireIn(zone);
      new SecureTable(stack, 'Table', { partitionKey }).grantReadData(new SecureFunction(stack, 'Fn', { code }));
    });
    expect(open).toEqual([]);
  });

  test('is each of a zone, those that are made later too, and none without a guard', () => {
    const { zone, guard, template } = guarded();
    guard.requireIn(zone);
    new SecureFunction(zone, 'Later', { code });
    const other = new TrustZone(Stack.of(zone), 'Other');
    new SecureFunction(other, 'Free', { code });
    const functions = Object.values(template().findResources('AWS::Lambda::Function'));
    expect(functions.map(({ Properties }) => Properties.Environment?.Variables?.AWS_LAMBDA_EXEC_WRAPPER).sort()).toEqual(['/opt/zt-guard', '/opt/zt-guard', undefined]);
  });

  test('with SnapStart is protected by its versions and aliases too', () => {
    const { stack, guard, zone, template } = guarded();
    const fn = new SecureFunction(zone, 'Snap', { code: lambda.Code.fromInline('def handler(event, context): pass'), runtime: lambda.Runtime.PYTHON_3_13, handler: 'index.handler', snapStart: lambda.SnapStartConf.ON_PUBLISHED_VERSIONS });
    new lambda.Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion });
    guard.protect(fn);
    template().hasResourceProperties('AWS::Lambda::Version', { FunctionName: { Ref: idOf(stack, fn) } });
    expect(wholeness(stack, fn)).toEqual(['pass']);
  });

  test('has a layer of its own stack', () => {
    const { zone, guard } = guarded();
    const other = new Stack(zone.node.root as App, 'Second', { env });
    guard.protect(new SecureFunction(other, 'Fn', { code, zone }));
    Template.fromStack(other).hasResourceProperties('AWS::Lambda::Function', { Layers: [{ Ref: Match.stringLikeRegexp('^RuntimeGuardLayer') }] });
  });
});

describe('the policy', () => {
  test('is what the edges of the function declare, and nothing else', () => {
    const { stack, zone, fn, guard } = guarded();
    guard.protect(fn);
    const bucket = new SecureBucket(zone, 'Bucket', { withoutReplica: 'a test' });
    bucket.grantRead(fn);
    new SecureTable(zone, 'Table', { partitionKey }).grantReadData(fn);
    new SecureQueue(zone, 'Queue').grantSendMessages(fn);
    fn.allowEgress(Egress.https('api.stripe.com'));
    // of another function
    new SecureFunction(zone, 'Other', { code }).allowEgress(Egress.https('api.example.com'));
    const { hosts, outside } = policyOf(stack, fn).policy;
    expect([...outside]).toEqual(['api.stripe.com:443']);
    const name = idOf(stack, bucket);
    expect([...hosts].sort()).toEqual([
      ...['dynamodb', 'sqs', 'streams.dynamodb', 'xray', '111122223333.ddb'].flatMap((first) => [`${first}.eu-west-1.amazonaws.com`, `${first}.eu-west-1.api.aws`]),
      ...['', '.eu-west-1', '.dualstack.eu-west-1'].map((middle) => `${name}.s3${middle}.amazonaws.com`),
      'api.stripe.com:443',
    ].sort());
  });

  test('names one bucket and no other, also one that is there already', () => {
    const { stack, fn, guard } = guarded();
    guard.protect(fn);
    s3.Bucket.fromBucketName(stack, 'There', 'reports-of-2026').grantRead(fn);
    expect(policyOf(stack, fn).text).toContain('"s3:reports-of-2026"');
    expect(policyOf(stack, fn).text).not.toMatch(/"s3"|\*/);
  });

  test('names the endpoints of a database, of a link, and of services whose host has more than one part', () => {
    const { stack, zone, fn, guard } = guarded();
    guard.protect(fn);
    const database = new SecureDatabase(zone, 'Database');
    database.grantConnect(fn, 'app');
    const link = new ServiceLink(stack, 'Link', { target: new SecureFunction(new TrustZone(stack, 'Second'), 'Target', { code }) });
    link.grantInvoke(fn, 'GET /claims');
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['sagemaker:DescribeModel'], resources: ['arn:aws:sagemaker:eu-west-1:111122223333:model/m'] }));
    const hosts = [...policyOf(stack, fn).policy.hosts];
    const cluster = idOf(stack, database);
    expect(hosts).toEqual(expect.arrayContaining([
      expect.stringMatching(new RegExp(`^${cluster}\\.endpoint\\.address:`, 'i')),
      expect.stringMatching(new RegExp(`^${cluster}\\.readendpoint\\.address:`, 'i')),
      expect.stringMatching(/^link.*dnsentry\.domainname:443$/i),
      'api.sagemaker.eu-west-1.amazonaws.com',
    ]));
    expect([...policyOf(stack, fn).policy.outside]).toEqual([]); // all of it is inside
  });

  test('has the choices of the guard', () => {
    const { stack, fn, guard } = guarded({
      mode: GuardMode.BLOCK,
      mask: DataClass.CONFIDENTIAL,
      countries: ['DE'],
      requests: RequestChecks.OFF,
      blockedRoutes: ['POST /orders'],
      openings: [
        Opening.addons('/var/task/node_modules/sharp', 'pictures'), Opening.program('/opt/bin/ffmpeg', 'films'), Opening.folder('/mnt/reports', 'reports'),
        Opening.host('cache.internal:6379', 'a cache'), Opening.data('api.stripe.com', 'it charges the cards'), Opening.code('templates'), Opening.workers('hashes'),
      ],
    });
    guard.protect(fn);
    for (const name of ['api.stripe.com', 'api.example.com']) fn.allowEgress(Egress.https(name));
    const { policy } = policyOf(stack, fn);
    // both may be called, and one of them may be sent cards
    expect([...policy.hosts]).toEqual(expect.arrayContaining(['api.stripe.com:443', 'api.example.com:443']));
    expect([...policy.outside]).toEqual(['api.example.com:443']);
    expect(policy).toMatchObject({
      mode: 'block', requests: undefined, addons: ['/var/task/node_modules/sharp'], programs: ['/opt/bin/ffmpeg'], folders: ['/tmp', '/mnt/reports'], code: true, workers: true,
    });
    expect([...policy.countries]).toEqual(['DE']);
    expect([...policy.blockedRoutes]).toEqual(['POST /orders']);
    expect([...policy.kinds].sort()).toEqual(['aws-key', 'card', 'email', 'iban', 'jwt', 'national-id', 'password', 'private-key', 'token']);
    expect([...policy.hosts]).toContain('cache.internal:6379');
  });

  test('by default reports, masks all but e-mail addresses, and opens nothing', () => {
    const { stack, fn, guard } = guarded();
    guard.protect(fn);
    const { policy } = policyOf(stack, fn);
    expect(policy).toMatchObject({ mode: 'monitor', requests: 'monitor', addons: [], programs: [], folders: ['/tmp'], code: false, workers: false });
    expect(policy.kinds.has('email')).toBe(false);
    expect([...policy.kinds]).toEqual(expect.arrayContaining(['card', 'national-id']));
  });

  test('of openings, the reasons are in the metadata', () => {
    const { guard, fn, template } = guarded({ openings: [Opening.code('templates')] });
    guard.protect(fn);
    expect(guard.node.metadata).toContainEqual(expect.objectContaining({ type: 'cdk-zero-trust:opt-out', data: 'guard opening code: templates' }));
    template().hasResource('AWS::Lambda::Function', { Metadata: { 'zero-trust:guard': { Openings: [{ Name: 'code', Reason: 'templates' }] } } });
  });
});

describe('refuses', () => {
  test.each([
    ['a container image', (scope: TrustZone) => new SecureFunction(scope, 'No', {
      code: FunctionImage.fromRepository(ecr.Repository.fromRepositoryName(scope, 'Repo', 'repo'), `sha256:${'a'.repeat(64)}`),
    }), 'UnguardableImage'],
    ['a container image of the CDK', (scope: TrustZone) => new SecureFunction(scope, 'No', {
      code: lambda.Code.fromEcrImage(ecr.Repository.fromRepositoryName(scope, 'Repo', 'repo'), { tagOrDigest: `sha256:${'a'.repeat(64)}` }),
      runtime: lambda.Runtime.FROM_IMAGE,
      handler: lambda.Handler.FROM_IMAGE,
    }), 'UnguardableImage'],
    ['a function that was made an image of', (scope: TrustZone) => {
      const fn = new SecureFunction(scope, 'No', { code });
      (fn.node.defaultChild as lambda.CfnFunction).packageType = 'Image';
      return fn;
    }, 'UnguardableImage'],
    ['Java', (scope: TrustZone) => new SecureFunction(scope, 'No', { code: lambda.Code.fromAsset('lambda/runtime-guard/masking'), runtime: lambda.Runtime.JAVA_21, handler: 'x' }), 'UnguardableRuntime'],
    ['a runtime of the operating system only', (scope: TrustZone) => new SecureFunction(scope, 'No', { code: lambda.Code.fromAsset('lambda/runtime-guard/masking'), runtime: lambda.Runtime.PROVIDED_AL2023, handler: 'x' }), 'UnguardableRuntime'],
    ['a runtime before Python 3.12', (scope: TrustZone) => new SecureFunction(scope, 'No', { code, runtime: lambda.Runtime.PYTHON_3_11 }), 'UnguardableRuntime'],
    ['a durable function', (scope: TrustZone) => new SecureFunction(scope, 'No', { code, durableConfig: { executionTimeout: Duration.hours(1) } }), 'UnguardableDurable'],
    ['another wrapper', (scope: TrustZone) => new SecureFunction(scope, 'No', { code, environment: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/otel-handler' } }), 'OtherWrapper'],
    ['options of Node.js', (scope: TrustZone) => new SecureFunction(scope, 'No', { code, environment: { NODE_OPTIONS: '--enable-source-maps' } }), 'OtherNodeOptions'],
    ['code signing without a signed layer', (scope: TrustZone) => new SecureFunction(scope, 'No', {
      code: lambda.Code.fromAsset('lambda/runtime-guard/masking'), codeSigningConfig: new SignedCode(scope, 'Signed'),
    }), 'UnsignedGuard'],
  ])('%s', (_, make, id) => {
    const { zone, guard } = guarded();
    const fn = make(zone);
    expect(() => guard.protect(fn)).toThrow(failsWith(id));
  });

  test.each([
    ['/opt/otel-handler', 'AWS Distro for OpenTelemetry'], ['/opt/otel-instrument', 'AWS Distro for OpenTelemetry'], ['/opt/datadog_wrapper', 'Datadog'],
    ['/opt/newrelic_lambda_wrapper', 'New Relic'], ['/opt/lumigo_wrapper', 'Lumigo'], ['/opt/dynatrace', 'Dynatrace'], ['/opt/bootstrap', 'AWS Lambda Web Adapter'],
  ])('the wrapper %s by the name of its product', (wrapper, product) => {
    const { zone, guard } = guarded();
    const fn = new SecureFunction(zone, 'No', { code, environment: { AWS_LAMBDA_EXEC_WRAPPER: wrapper } });
    expect(() => guard.protect(fn)).toThrow(product);
  });

  test.each<[string, (fn: lambda.CfnFunction) => void]>([
    ['an older runtime', (fn) => fn.addPropertyOverride('Runtime', 'nodejs20.x')],
    ['a runtime of the operating system only', (fn) => fn.addPropertyOverride('Runtime', 'provided.al2023')],
    ['no runtime', (fn) => fn.addPropertyDeletionOverride('Runtime')],
    ['an image', (fn) => fn.addPropertyOverride('Code', { ImageUri: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/repo@sha256:00' })],
    ['the package type of images', (fn) => fn.addPropertyOverride('PackageType', 'Image')],
    ['a durable function', (fn) => fn.addPropertyOverride('DurableConfig', { ExecutionTimeout: 3600 })],
    ['other layers', (fn) => fn.addPropertyOverride('Layers', ['arn:aws:lambda:eu-west-1:111122223333:layer:tools:7'])],
    ['another wrapper', (fn) => fn.addPropertyOverride('Environment.Variables.AWS_LAMBDA_EXEC_WRAPPER', '/opt/other')],
    ['options of Node.js', (fn) => fn.addPropertyOverride('Environment.Variables.NODE_OPTIONS', '--inspect')],
    ['no variables', (fn) => fn.addPropertyDeletionOverride('Environment')],
  ])('by the rule on the final template, an override to %s', (_, override) => {
    const { stack, zone, fn, guard } = guarded();
    const untouched = new SecureFunction(zone, 'Untouched', { code });
    guard.requireIn(zone);
    override(fn.node.defaultChild as lambda.CfnFunction);
    expect([wholeness(stack, fn), wholeness(stack, untouched)]).toEqual([['fail'], ['pass']]);
  });

  test('no function below a zone without a warning', () => {
    const { stack, zone, guard } = guarded();
    guard.requireIn(zone);
    const role = iam.Role.fromRoleName(zone, 'Role', 'role');
    new lambda.Function(zone, 'Plain', { code, runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler' });
    new lambda.CfnFunction(zone, 'L1', { code: { imageUri: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/repo@sha256:00' }, packageType: 'Image', role: role.roleArn });
    new lambda.DockerImageFunction(zone, 'Image', { code: lambda.DockerImageCode.fromEcr(ecr.Repository.fromRepositoryName(zone, 'Repo', 'repo'), { tagOrDigest: `sha256:${'a'.repeat(64)}` }) });
    new lambda.Function(stack, 'Elsewhere', { code, runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler' });
    const warnings = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('cdk-zero-trust:Unguarded'));
    expect(warnings.map(({ id }) => id).sort()).toEqual(['/Stack/Zone/Image/Resource', '/Stack/Zone/L1', '/Stack/Zone/Plain/Resource']);
  });

  test('a second guard', () => {
    const { zone, fn, guard } = guarded();
    guard.protect(fn);
    expect(() => new RuntimeGuard(zone, 'Second').protect(fn)).toThrow(failsWith('GuardedTwice'));
  });

  test.each([
    ['BadRoute', { blockedRoutes: ['/orders'] }],
    ['BadCountry', { countries: ['XX'] }],
    ['PublicMask', { mask: DataClass.PUBLIC }],
    ['UnknownProp', { masks: DataClass.RESTRICTED } as RuntimeGuardProps],
  ])('%s', (id, props) => {
    expect(() => guarded(props)).toThrow(failsWith(id));
  });

  test.each([
    ['NoReason', () => Opening.code(' ')],
    ['BadPath', () => Opening.addons('/tmp/addon', 'x')],
    ['BadPath', () => Opening.addons('/var/task/../../tmp', 'x')],
    ['BadPath', () => Opening.program('ffmpeg', 'x')],
    ['BadPath', () => Opening.folder('/', 'x')],
    ['BadHost', () => Opening.data('https://api.stripe.com', 'x')],
    ['BadHost', () => Opening.host('*.example.com', 'x')],
    ['BadHost', () => Opening.host('https://example.com', 'x')],
  ])('the opening: %s', (id, make) => {
    expect(make).toThrow(failsWith(id));
  });

  test.each([
    ['another wrapper', 'OtherWrapper', (fn: SecureFunction) => fn.addEnvironment('AWS_LAMBDA_EXEC_WRAPPER', '/opt/other')],
    ['options of Node.js', 'OtherNodeOptions', (fn: SecureFunction) => fn.addEnvironment('NODE_OPTIONS', '--inspect')],
    ['4 KB of variables', 'EnvironmentTooLarge', (fn: SecureFunction) => fn.addEnvironment('TEXT', 'a word '.repeat(580))],
  ])('at synth, %s that came later', (_, id, change) => {
    const { stack, fn, guard } = guarded();
    guard.protect(fn);
    change(fn);
    expect(() => (stack.node.root as App).synth()).toThrow(id);
  });

  test('at synth, to block what is granted by no name, unless an opening names it', () => {
    const [closed, open, watching] = [{ mode: GuardMode.BLOCK }, { mode: GuardMode.BLOCK, openings: [Opening.host('cache.internal:6379', 'a cache')] }, {}].map((props) => {
      const { stack, fn, guard } = guarded(props);
      guard.protect(fn);
      fn.allowEgress(ec2.Peer.ipv4('10.1.0.0/16'), ec2.Port.tcp(6379));
      return () => (stack.node.root as App).synth();
    });
    expect(closed).toThrow('UnnamedHost');
    expect(open).not.toThrow();
    expect(watching).not.toThrow();
  });
});

describe('events', () => {
  test('of code raise an alarm of the function, and those that everyone can cause do not', () => {
    const { stack, fn, guard, template } = guarded();
    guard.protect(fn);
    const made = template();
    made.hasResourceProperties('AWS::Logs::MetricFilter', {
      LogGroupName: stack.resolve(fn.logGroup.logGroupName),
      FilterPattern: '{ $.RuntimeGuard = 1 && $.Kind != "request-attack" && $.Kind != "stack-trace" && $.Kind != "unhandled-error" && $.Kind != "data-in-*" }',
    });
    made.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'CdkZeroTrust/RuntimeGuard',
      MetricName: 'Undeclared',
      Threshold: 1,
      TreatMissingData: 'notBreaching',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: idOf(stack, fn) } }],
      AlarmActions: [{ Ref: Match.stringLikeRegexp('Alarms') }],
    });
    made.resourceCountIs('AWS::Events::Rule', 0);
  });

  test('give the function no right', () => {
    const policies = (protect: boolean) => {
      const { fn, guard, template } = guarded();
      if (protect) guard.protect(fn);
      return template().findResources('AWS::IAM::ManagedPolicy');
    };
    expect(policies(true)).toEqual(policies(false));
  });

  test('reach a responder as findings on the function that the alarm watches', () => {
    const stack = new Stack(new App(), 'Stack', { env });
    const zone = new TrustZone(stack, 'Zone');
    const responder = new IncidentResponder(zone, 'Responder', { plays: [Play.notify(zone.alarmTopic)] });
    const guard = new RuntimeGuard(zone, 'Guard', { responder });
    guard.protect(new SecureFunction(zone, 'Fn', { code }));
    const template = Template.fromStack(stack);
    const [alarm] = Object.values(template.findResources('AWS::CloudWatch::Alarm', { Properties: { MetricName: 'Undeclared' } }));
    const description = alarm.Properties.AlarmDescription;
    expect(flat(description)).toContain('RuntimeGuard Stack/Zone/Guard in ');
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { 'source': ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'], 'detail': { state: { value: ['ALARM'] }, configuration: { description: [description] } } },
      Targets: [Match.objectLike({
        Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('ResponderFindings'), 'Arn'] },
        InputTransformer: {
          InputPathsMap: Match.objectLike({ 'detail-configuration-metrics-0--metricStat-metric-dimensions-FunctionName': '$.detail.configuration.metrics[0].metricStat.metric.dimensions.FunctionName' }),
        },
      })],
    });
  });
});
