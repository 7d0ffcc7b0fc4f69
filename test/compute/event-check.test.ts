import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { SecureEventBus, SecureFunction, SecureFunctionProps, SecureQueue, SecureTable, TrustZone } from '../../src';
import { EventSource } from '../../src/compute/event-source';
import { ServiceLink } from '../../src/compute/service-link';
import { SecureFunctionUrl } from '../../src/edge/secure-function-url';
import { stackFindings } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const schema = { type: 'object', properties: { id: { type: 'string' } } };

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function withFunction(props: Partial<SecureFunctionProps> = {}) {
  const outdir = mkdtempSync(join(tmpdir(), 'zt-event-check-'));
  folders.push(outdir);
  const app = new App({ outdir });
  const stack = new Stack(app, 'Stack');
  const fn = new SecureFunction(stack, 'Fn', { code, ...props });
  /** What the layer holds, of the only one that there is. */
  const checks = () => {
    app.synth();
    const [layer, ...more] = readdirSync(outdir).filter((name) => name.startsWith('event-check.'));
    expect(more).toEqual([]);
    const folder = join(outdir, layer, 'cdk-zero-trust-event-check');
    return { files: readdirSync(folder).sort(), text: readFileSync(join(folder, 'checks.js'), 'utf-8'), layer };
  };
  return { app, stack, fn, checks, template: () => Template.fromStack(stack) };
}

describe('a function with an event schema', () => {
  test('leaves nothing open in the five packs', () => {
    const { open } = stackFindings((stack) => {
      new SecureFunction(stack, 'Fn', { code }).consumes(EventSource.queue(new SecureQueue(stack, 'Queue'), { schema }));
    });
    expect(open).toEqual([]);
  });

  test('is one layer more, and a handler before its own', () => {
    const { stack, fn, template } = withFunction({ handler: 'src/app.handler' });
    fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue'), { schema }));
    fn.consumes(EventSource.queue(new SecureQueue(stack, 'Other'), { schema }));
    template().resourceCountIs('AWS::Lambda::LayerVersion', 1);
    template().hasResourceProperties('AWS::Lambda::Function', {
      Handler: '/opt/cdk-zero-trust-event-check/index.handler',
      Layers: [{ Ref: Match.stringLikeRegexp('^FnEventCheck') }],
      Environment: {
        Variables: {
          CDK_ZERO_TRUST_HANDLER: 'src/app.handler',
          CDK_ZERO_TRUST_SOURCES: {
            'Fn::Join': ['', [
              '[["', { 'Fn::GetAtt': [Match.stringLikeRegexp('^Queue'), 'Arn'] }, '","s0"],["', { 'Fn::GetAtt': [Match.stringLikeRegexp('^Other'), 'Arn'] }, '","s1"]]',
            ]],
          },
        },
      },
    });
    template().hasResourceProperties('AWS::Lambda::LayerVersion', { CompatibleRuntimes: ['nodejs24.x'] });
  });

  test('has the handler, the checks and nothing else in its layer', () => {
    const { stack, fn, checks } = withFunction();
    fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue'), { schema }));
    expect(checks().files).toEqual(['checks.js', 'index.js', 'package.json']);
  });

  test('has a layer of the same bytes for the same sources, and of others for another schema', () => {
    const layerOf = (given: Record<string, unknown>) => {
      const { stack, fn, checks } = withFunction();
      fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue'), { schema: given }));
      return checks().layer;
    };
    expect(layerOf(schema)).toBe(layerOf({ ...schema }));
    expect(layerOf(schema)).not.toBe(layerOf({ type: 'object', properties: {} }));
  });

  test('may stand in a stage, and be synthesised twice', () => {
    const { app } = withFunction();
    const stack = new Stack(new Stage(app, 'Prod'), 'Stack');
    new SecureFunction(stack, 'Fn', { code }).consumes(EventSource.queue(new SecureQueue(stack, 'Queue'), { schema }));
    app.synth();
    const { template } = app.synth({ force: true }).getNestedAssembly('assembly-Prod').stacks[0];
    expect(Object.values<any>(template.Resources).filter(({ Type }) => Type === 'AWS::Lambda::LayerVersion')).toHaveLength(1);
  });

  test('hands on what API Gateway sends, and nothing else that names no source', () => {
    const othersOf = (more: (stack: Stack, fn: SecureFunction) => void) => {
      const { stack, fn, checks } = withFunction();
      fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue'), { schema }));
      more(stack, fn);
      return /"others":(true|false)/.exec(checks().text)![1];
    };
    const eventPattern = { source: ['shop'] };
    expect(othersOf(() => {})).toBe('false');
    expect(othersOf((stack, fn) => new apigateway.LambdaRestApi(stack, 'Api', { handler: fn }))).toBe('true');
    expect(othersOf((stack, fn) => fn.consumes(EventSource.eventBus(new SecureEventBus(stack, 'Bus'), { eventPattern, schema })))).toBe('false');
    expect(othersOf((stack, fn) => fn.consumes(EventSource.eventBus(new SecureEventBus(stack, 'Bus'), { eventPattern })))).toBe('false');
    expect(othersOf((_, fn) => fn.consumes(EventSource.invocation()))).toBe('true');
    expect(othersOf((stack, target) => new ServiceLink(stack, 'Link', { target }))).toBe('true');
    expect(othersOf((stack, fn) => new SecureFunctionUrl(stack, 'Url', { function: fn }))).toBe('true');
  });

  test('knows sources that were added another way, unchecked', () => {
    const { stack, fn, checks, template } = withFunction();
    fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue'), { schema }));
    new sns.Topic(stack, 'Plain').addSubscription(new subscriptions.LambdaSubscription(fn));
    fn.addEventSourceMapping('Direct', { eventSourceArn: 'arn:aws:sqs:eu-west-1:111122223333:direct' });
    const { Environment } = Object.values(template().findResources('AWS::Lambda::Function'))[0].Properties;
    const text = JSON.stringify(Environment.Variables.CDK_ZERO_TRUST_SOURCES);
    expect(text).toContain('arn:aws:sqs:eu-west-1:111122223333:direct\\",null');
    expect(text).toMatch(/Plain/);
    expect(checks().text).toContain('"others":false');
  });
});

describe('a function without an event schema', () => {
  test('has no layer, no variable and its own handler, whatever it consumes', () => {
    const { stack, fn, template } = withFunction();
    fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue')));
    fn.consumes(EventSource.invocation());
    template().resourceCountIs('AWS::Lambda::LayerVersion', 0);
    template().hasResourceProperties('AWS::Lambda::Function', { Handler: 'index.handler', Environment: Match.absent() });
  });
});

describe('an event schema', () => {
  const consume = (fn: SecureFunction, stack: Stack) => () => fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue'), { schema }));

  test('is for functions on Node.js', () => {
    const { stack, fn } = withFunction({ runtime: lambda.Runtime.PYTHON_3_14, handler: 'app.handler' });
    expect(consume(fn, stack)).toThrow(failsWith('EventCheckRuntime'));
  });

  test('is not for images', () => {
    const { stack } = withFunction();
    const image = lambda.Code.fromEcrImage(ecr.Repository.fromRepositoryName(stack, 'Images', 'images'), { tagOrDigest: `sha256:${'0'.repeat(64)}` });
    const fn = new SecureFunction(stack, 'Image', { code: image, runtime: lambda.Runtime.FROM_IMAGE });
    expect(consume(fn, stack)).toThrow(failsWith('EventCheckRuntime'));
  });

  test('that is none changes nothing of the function', () => {
    const { stack, fn, template } = withFunction();
    expect(() => fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue'), { schema: { type: 'objet' } }))).toThrow(failsWith('BadEventSchema'));
    template().resourceCountIs('AWS::Lambda::EventSourceMapping', 0);
    template().hasResourceProperties('AWS::Lambda::Function', { Handler: 'index.handler' });
  });

  test('of a table needs a stream that tells the item', () => {
    const { stack, fn } = withFunction();
    const source = (id: string, dynamoStream: dynamodb.StreamViewType) => EventSource.tableStream(new SecureTable(stack, id, {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, dynamoStream,
    }), { schema });
    expect(() => fn.consumes(source('Keys', dynamodb.StreamViewType.KEYS_ONLY))).toThrow(failsWith('NoImage'));
    expect(() => fn.consumes(source('Old', dynamodb.StreamViewType.OLD_IMAGE))).toThrow(failsWith('NoImage'));
    expect(() => fn.consumes(source('New', dynamodb.StreamViewType.NEW_IMAGE))).not.toThrow();
  });

  test('of two rules is told apart by detail types that are written out', () => {
    const on = (first: any, second: any, schemas: any[] = [schema, schema]) => () => {
      const { stack, fn } = withFunction();
      const bus = new SecureEventBus(stack, 'Bus');
      [first, second].forEach((eventPattern, index) => fn.consumes(EventSource.eventBus(bus, { eventPattern, schema: schemas[index] })));
    };
    expect(on({ detailType: ['A'] }, { detailType: ['B'] })).not.toThrow();
    expect(on({ detailType: ['A'] }, { source: ['shop'] })).not.toThrow();
    expect(on({ detailType: ['A'] }, { detailType: ['A', 'B'] })).toThrow(failsWith('AmbiguousEventSchema'));
    expect(on({ source: ['a'] }, { source: ['b'] })).toThrow(failsWith('AmbiguousEventSchema'));
    expect(on({ source: ['a'] }, { source: ['b'] }, [undefined, schema])).toThrow(failsWith('AmbiguousEventSchema'));
    expect(on({ source: ['a'] }, { source: ['b'] }, [schema, undefined])).toThrow(failsWith('AmbiguousEventSchema'));
    expect(on({ source: ['a'] }, { source: ['b'] }, [undefined, undefined])).not.toThrow();
  });

  test('may be of a source in another stack', () => {
    const { app } = withFunction();
    const first = new Stack(app, 'First');
    new TrustZone(first, 'Zone').serve(app);
    const [queue, bus] = [new SecureQueue(first, 'Queue'), new SecureEventBus(first, 'Bus')];
    const fn = new SecureFunction(new Stack(app, 'Second'), 'Fn', { code });
    fn.consumes(EventSource.queue(queue, { schema }));
    fn.consumes(EventSource.eventBus(bus, { eventPattern: { source: ['shop'] }, schema }));
    expect(() => app.synth()).not.toThrow();
  });
});
