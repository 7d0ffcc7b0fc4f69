import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { SecureFunction } from '../../src';
import { stackFindings } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });

function withQueue(queueProps: sqs.QueueProps = {}, timeout = Duration.seconds(10)) {
  const stack = new Stack(new App(), 'Stack');
  const queue = new sqs.Queue(stack, 'Queue', queueProps);
  const fn = new SecureFunction(stack, 'Fn', { code, timeout });
  return { stack, queue, fn, template: () => Template.fromStack(stack) };
}

const mappings = (fn: SecureFunction) => fn.node.children.filter((child) => child.node.id.includes('SqsEventSource'));
const seconds = Duration.seconds;

describe('a queue that feeds a secure function', () => {
  test.each([
    ['six times the function\'s timeout', { visibilityTimeout: seconds(60) }, seconds(10), undefined],
    ['SQS\'s default for a short function', {}, seconds(5), undefined],
    ['six times the timeout plus the batching window', { visibilityTimeout: seconds(90) }, seconds(10), seconds(30)],
  ])('may hide its messages for %s', (_, props, timeout, maxBatchingWindow) => {
    const { queue, fn, template } = withQueue(props, timeout);
    fn.addEventSource(new SqsEventSource(queue, { maxBatchingWindow }));
    template().resourceCountIs('AWS::Lambda::EventSourceMapping', 1);
  });

  test.each([
    ['less than six times the function\'s timeout', { visibilityTimeout: seconds(59) }, seconds(10), undefined],
    ['SQS\'s default for a longer function', {}, seconds(6), undefined],
    ['less than six times the timeout plus the batching window', { visibilityTimeout: seconds(89) }, seconds(10), seconds(30)],
  ])('may not hide them for %s', (_, props, timeout, maxBatchingWindow) => {
    const { queue, fn } = withQueue(props, timeout);
    expect(() => fn.addEventSource(new SqsEventSource(queue, { maxBatchingWindow }))).toThrow(failsWith('QueueVisibilityTooShort'));
    expect(mappings(fn)).toEqual([]);
  });

  test('is told what to set', () => {
    const { queue, fn } = withQueue({ visibilityTimeout: seconds(45) });
    expect(() => fn.addEventSource(new SqsEventSource(queue))).toThrow(/\[Stack\/Fn\].*Stack\/Queue.*45 s.*60 s or more.*7 s or less/);
  });

  test('is held to the same by addEventSourceMapping', () => {
    const { queue, fn } = withQueue();
    expect(() => fn.addEventSourceMapping('Mapping', { eventSourceArn: queue.queueArn })).toThrow(failsWith('QueueVisibilityTooShort'));
  });

  test('is left to the packs when a time is not known before deployment', () => {
    const { stack, queue, fn } = withQueue();
    const parameter = new CfnParameter(stack, 'Visibility', { type: 'Number' });
    (queue.node.defaultChild as sqs.CfnQueue).visibilityTimeout = parameter.valueAsNumber;
    expect(() => fn.addEventSource(new SqsEventSource(queue))).not.toThrow();
  });

  test('gets failed messages back one by one, unless that is declined', () => {
    const responseTypes = (reportBatchItemFailures?: boolean) => {
      const { queue, fn, template } = withQueue({ visibilityTimeout: seconds(60) });
      fn.addEventSource(new SqsEventSource(queue, { reportBatchItemFailures }));
      return Object.values(template().findResources('AWS::Lambda::EventSourceMapping'))[0].Properties.FunctionResponseTypes;
    };
    expect(responseTypes()).toEqual(['ReportBatchItemFailures']);
    expect(responseTypes(true)).toEqual(['ReportBatchItemFailures']);
    expect(responseTypes(false)).toBeUndefined();
  });

  test('is the failure destination of its mapping when it hands failed messages on, and only then', () => {
    const destination = (redrive: boolean) => {
      const { open, acknowledged } = stackFindings((stack) => {
        const deadLetterQueue = redrive ? { queue: new sqs.Queue(stack, 'DeadLetters'), maxReceiveCount: 3 } : undefined;
        const queue = new sqs.Queue(stack, 'Queue', { visibilityTimeout: seconds(60), deadLetterQueue });
        new SecureFunction(stack, 'Fn', { code }).addEventSource(new SqsEventSource(queue));
      });
      const about = (findings: typeof open) => findings.filter((finding) => finding.rule.includes('EventSourceMapping')).length;
      return { open: about(open), acknowledged: about(acknowledged) };
    };
    expect(destination(true)).toEqual({ open: 0, acknowledged: 1 });
    expect(destination(false)).toEqual({ open: 1, acknowledged: 0 });
  });

  test('when imported is known by its ARN, with the finding about its failures left open', () => {
    const build = (stack: Stack) => {
      const queue = sqs.Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:eu-west-1:111122223333:elsewhere');
      new SecureFunction(stack, 'Fn', { code }).addEventSource(new SqsEventSource(queue));
    };
    expect(stackFindings(build).open.map((finding) => finding.rule)).toEqual(['Serverless-LambdaEventSourceMappingDestination']);
    const stack = new Stack(new App(), 'Stack');
    build(stack);
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionResponseTypes: ['ReportBatchItemFailures'], ScalingConfig: { MaximumConcurrency: 10 },
    });
  });
});
