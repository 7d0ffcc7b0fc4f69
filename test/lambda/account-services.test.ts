import { createServer, Server } from 'http';
import { AddressInfo } from 'net';
import type { Context } from 'aws-lambda';
import { discoveryJob, inspectorScan } from '../../lambda/account-services';
import { FakeAws } from '../support/fake-aws/fake-aws';
import { FakeInspector } from '../support/fake-aws/fake-inspector';
import { FakeMacie } from '../support/fake-aws/fake-macie';
import { ServiceError } from '../support/json-protocol-server';

jest.mock('@smithy/node-http-handler', () => jest.requireActual('../support/fake-aws/in-process-handler').inProcessHandler());
jest.mock('node:timers/promises', () => ({ setTimeout: async () => {} }));

/** Where CloudFormation takes answers. */
const answers: any[] = [];
let refusals = 0;
let headers: any;
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
      if (refusals-- > 0) return void response.writeHead(503).end();
      headers = request.headers;
      answers.push({ method: request.method, ...JSON.parse(Buffer.concat(chunks).toString()) });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer?Signature=secret`;
});
afterAll(() => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }));

let inspector: FakeInspector;
let macie: FakeMacie;
let aws: FakeAws;
let logged: string;

beforeEach(() => {
  inspector = new FakeInspector();
  macie = new FakeMacie();
  aws = new FakeAws({ inspector2: inspector, macie2: macie });
  answers.length = 0;
  refusals = 0;
  logged = '';
  jest.spyOn(console, 'log').mockImplementation((text) => { logged += text; });
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => jest.restoreAllMocks());

type Handler = typeof inspectorScan;
let requests = 0;

async function send(handler: Handler, RequestType: string, properties: object, more: object = {}, remaining = 20_000): Promise<any> {
  const event: any = {
    RequestType,
    ResourceProperties: { ServiceToken: 'arn', ...properties },
    ResponseURL: url,
    StackId: 'stack',
    RequestId: `${String(++requests).padStart(8, '0')}-0000`,
    LogicalResourceId: 'Resource',
    ...more,
  };
  await handler(event, { getRemainingTimeInMillis: () => remaining } as Context);
  return answers[answers.length - 1];
}

const scan = (type: string, ScanType: string, more?: object, remaining?: number) => send(inspectorScan, type, { ScanType }, more, remaining);
const changes = () => aws.takeOperations().filter((name) => !name.endsWith('BatchGetAccountStatus'));

describe('a scan of Inspector', () => {
  test('is enabled, answered once it is, and disabled when the resource is deleted', async () => {
    const { Status, PhysicalResourceId } = await scan('Create', 'LAMBDA');
    expect([Status, PhysicalResourceId, inspector.status.lambda]).toEqual(['SUCCESS', 'LAMBDA:enabled-here', 'ENABLED']);
    expect((await scan('Delete', 'LAMBDA', { PhysicalResourceId })).Status).toBe('SUCCESS');
    expect(inspector.status.lambda).toBe('DISABLED');
    expect(changes()).toEqual(['inspector2.Enable', 'inspector2.Disable']);
  });

  test.each(['ENABLED', 'ENABLING'])('that is %s before is left as it is, by the delete too', async (status) => {
    inspector.status.lambda = status;
    const { PhysicalResourceId } = await scan('Create', 'LAMBDA');
    expect(PhysicalResourceId).toBe('LAMBDA:enabled-before');
    await scan('Delete', 'LAMBDA', { PhysicalResourceId });
    expect([changes(), inspector.status.lambda]).toEqual([[], 'ENABLED']);
  });

  test('of code leaves that of packages alone, and is not left without it', async () => {
    const packages = await scan('Create', 'LAMBDA');
    const code = await scan('Create', 'LAMBDA_CODE');
    await scan('Delete', 'LAMBDA_CODE', { PhysicalResourceId: code.PhysicalResourceId });
    expect(inspector.status).toEqual({ lambda: 'ENABLED', lambdaCode: 'DISABLED' });
    inspector.status.lambdaCode = 'ENABLED'; // by another
    expect((await scan('Delete', 'LAMBDA', { PhysicalResourceId: packages.PhysicalResourceId })).Status).toBe('SUCCESS');
    expect(inspector.status).toEqual({ lambda: 'ENABLED', lambdaCode: 'ENABLED' });
  });

  test.each(['LAMBDA:enabled-here', 'LAMBDA:enabled-before'])('keeps %s at an update, and is enabled again where it was disabled since', async (PhysicalResourceId) => {
    const answer = await scan('Update', 'LAMBDA', { PhysicalResourceId, OldResourceProperties: { ScanType: 'LAMBDA' } });
    expect([answer.Status, answer.PhysicalResourceId, inspector.status.lambda]).toEqual(['SUCCESS', PhysicalResourceId, 'ENABLED']);
    expect(changes()).toEqual(['inspector2.Enable']);
  });

  test('that is not enabled in time fails by its name, with the id by which CloudFormation takes it back', async () => {
    inspector.slow = Infinity;
    const { Status, Reason, PhysicalResourceId } = await scan('Create', 'LAMBDA', {}, 15_050);
    expect([Status, Reason]).toEqual(['FAILED', 'Error: LAMBDA is ENABLING, and not ENABLED in time.']);
    inspector.slow = 1;
    await scan('Delete', 'LAMBDA', { PhysicalResourceId });
    expect(inspector.status.lambda).toBe('DISABLED');
  });

  test('that fails for the account fails with its reason, and nothing is taken back', async () => {
    inspector.failing = { errorCode: 'ACCOUNT_IS_ISOLATED', errorMessage: 'ask support' };
    expect(await scan('Create', 'LAMBDA')).toMatchObject({ Status: 'FAILED', Reason: 'Error: LAMBDA was not enabled: 111122223333 ACCOUNT_IS_ISOLATED ask support' });
    await scan('Delete', 'LAMBDA', { PhysicalResourceId: 'LAMBDA:enabled-here' });
    expect(changes()).toEqual(['inspector2.Enable']);
  });

  test('is tried again when Inspector throttles, and fails when it throttles on', async () => {
    const throttled = new ServiceError('ThrottlingException', 'Rate exceeded', 429);
    aws.failNext('inspector2.Enable', throttled, 3);
    expect((await scan('Create', 'LAMBDA')).Status).toBe('SUCCESS');
    expect(changes()).toHaveLength(4);
    aws.failNext('inspector2.Disable', throttled, 8);
    expect(await scan('Delete', 'LAMBDA', { PhysicalResourceId: 'LAMBDA:enabled-here' })).toMatchObject({ Status: 'FAILED', Reason: 'ThrottlingException: Rate exceeded' });
  });

  test('that fails for want of rights fails at once', async () => {
    aws.failNext('inspector2.BatchGetAccountStatus', new ServiceError('AccessDeniedException', 'no', 403));
    expect(await scan('Create', 'LAMBDA')).toMatchObject({ Status: 'FAILED', Reason: 'AccessDeniedException: no', PhysicalResourceId: 'LAMBDA:enabled-before' });
    expect(await scan('Create', 'EC2')).toMatchObject({ Status: 'FAILED', Reason: "Error: 'EC2' is no scan type of functions." });
    expect(changes()).toEqual([]);
  });
});

describe('a discovery job', () => {
  const DEFINITION = {
    name: 'claims',
    jobType: 'SCHEDULED',
    scheduleFrequency: { weeklySchedule: { dayOfWeek: 'SUNDAY' } },
    initialRun: true,
    managedDataIdentifierSelector: 'ALL',
    customDataIdentifierIds: ['id'],
    s3JobDefinition: { bucketDefinitions: [{ accountId: '111122223333', buckets: ['files'] }] },
  };
  const job = (type: string, more?: object, definition: object = DEFINITION) => (
    send(discoveryJob, type, { Definition: JSON.stringify(definition) }, more)
  );
  const statuses = () => [...macie.jobs.values()].map(({ status }) => status);

  test('is created as it is defined, and cancelled when the resource is deleted', async () => {
    const { Status, PhysicalResourceId } = await job('Create', { RequestId: 'abcdef01-2345' });
    expect([Status, macie.jobs.get(PhysicalResourceId)!.definition]).toEqual(['SUCCESS', { ...DEFINITION, name: 'claims-abcdef01' }]);
    expect((await job('Delete', { PhysicalResourceId })).Status).toBe('SUCCESS');
    expect(statuses()).toEqual(['CANCELLED']);
  });

  test('is one, however often CloudFormation asks for it', async () => {
    const ids = [await job('Create', { RequestId: 'once-0000' }), await job('Create', { RequestId: 'once-0000' })].map((one) => one.PhysicalResourceId);
    expect([ids[0] === ids[1], macie.jobs.size]).toEqual([true, 1]);
  });

  test('is made anew when its definition changes, and the old one is cancelled with its id; else it stays', async () => {
    const { PhysicalResourceId } = await job('Create');
    const old = { PhysicalResourceId, OldResourceProperties: { Definition: JSON.stringify(DEFINITION) } };
    expect((await job('Update', old)).PhysicalResourceId).toBe(PhysicalResourceId);
    const daily = { ...DEFINITION, scheduleFrequency: { dailySchedule: {} } };
    const next = await job('Update', old, daily);
    expect(next.PhysicalResourceId).not.toBe(PhysicalResourceId);
    await job('Delete', { PhysicalResourceId });
    expect(statuses()).toEqual(['CANCELLED', 'RUNNING']);
  });

  test.each<[string, (id: string) => void]>([
    ['has ended', (id) => { macie.jobs.get(id)!.status = 'COMPLETE'; }],
    ['is gone', (id) => { macie.jobs.delete(id); }],
    ['went with the session', () => { macie.enabled = false; }],
  ])('that %s does not hold up a delete', async (_, change) => {
    const { PhysicalResourceId } = await job('Create');
    change(PhysicalResourceId);
    expect((await job('Delete', { PhysicalResourceId })).Status).toBe('SUCCESS');
  });

  test('that cannot be read is no deleted job', async () => {
    const { PhysicalResourceId } = await job('Create');
    aws.failNext('macie2.DescribeClassificationJob', new ServiceError('AccessDeniedException', 'no', 403));
    expect((await job('Delete', { PhysicalResourceId })).Status).toBe('FAILED');
  });

  test('that was not made leaves nothing to cancel', async () => {
    aws.failNext('macie2.CreateClassificationJob', new ServiceError('ValidationException', 'no such bucket'));
    const { Status, Reason, PhysicalResourceId } = await job('Create');
    expect([Status, Reason]).toEqual(['FAILED', 'ValidationException: no such bucket']);
    aws.takeOperations();
    expect((await job('Delete', { PhysicalResourceId })).Status).toBe('SUCCESS');
    expect(aws.takeOperations()).toEqual([]);
  });
});

describe('the answer', () => {
  test('is put without a content type, names what CloudFormation asked about, and its URL is not logged', async () => {
    expect(await scan('Create', 'LAMBDA', { RequestId: 'request-1' })).toEqual({
      method: 'PUT', Status: 'SUCCESS', PhysicalResourceId: 'LAMBDA:enabled-here', StackId: 'stack', RequestId: 'request-1', LogicalResourceId: 'Resource',
    });
    expect(headers['content-type'] ?? '').toBe('');
    expect(logged).toContain('LAMBDA:enabled-here');
    expect(logged).not.toContain('secret');
  });

  test('is given again until it is taken; one that is never taken fails the run without its URL', async () => {
    refusals = 2;
    expect((await scan('Create', 'LAMBDA')).Status).toBe('SUCCESS');
    refusals = 5;
    await expect(scan('Create', 'LAMBDA')).rejects.toThrow(/^CloudFormation's URL did not take the answer: 503\.$/);
  });
});
