import { randomUUID } from 'crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { App } from 'aws-cdk-lib';
import { allPages } from './all-pages';
import { Api } from './api';
import { eventually } from './eventually';
import { claimsOf, SignIn } from './sign-in';
import { AS_GUARDDUTY, removeFolders } from '../apps';
import { ClaimsRewriter, FakeUrls } from '../claims-rewriter';
import { Deployment, Rewriter } from '../deploy/deployment';
import { ClaimsLink } from '../fakes/claims-link';
import { Payments } from '../fakes/payments';
import { PolicyStore } from '../fakes/policy-store';

/**
 * Uses claims-platform as holders, adjusters, partners and responders do.
 *
 * @param stacks the app
 * @param rewrite what is changed for the emulator, beside what the use needs
 */
export function usesClaimsPlatform(stacks: () => App, rewrite: (needed: Rewriter, urls: FakeUrls) => Rewriter = (needed) => needed): void {
  const deployment = new Deployment();
  const [link, payments, policyStore] = [new ClaimsLink(), new Payments(), new PolicyStore()];
  const items = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  let assessment: Record<string, string>;
  let intake: Record<string, string>;
  let notices: Record<string, string>;
  let api: Api;
  let people: SignIn;
  let alice: string;
  let mallory: string;

  const idOf = (ids: Record<string, string>, prefix: string) => ids[Object.keys(ids).find((id) => new RegExp(`^${prefix}[0-9A-F]{8}$`).test(id)) ?? fail(prefix)];
  const fail = (prefix: string): never => {
    throw new Error(`no resource ${prefix}`);
  };

  beforeAll(async () => {
    await Promise.all([link, payments, policyStore].map((fake) => fake.start()));
    const app = stacks();
    const urls = { claimsLink: link.url, payments: payments.url, policyStore: policyStore.url };
    const rewriter = new ClaimsRewriter(app.outdir, urls);
    for (const { stackName: stack } of app.synth().stacks) {
      expect({ stack, ...await deployment.deploy(app, stack, rewrite(rewriter, urls)) }).toEqual({ stack, status: 'CREATE_COMPLETE', failures: [] });
    }
    [assessment, intake, notices] = await Promise.all(['Assessment', 'Intake', 'Notices'].map((stack) => deployment.idsOf(stack)));
    const [pool, client] = [idOf(intake, 'Holders'), idOf(intake, 'HoldersWeb')];
    link.forwardTo(idOf(assessment, 'serveclaims'), rewriter.stripped);
    policyStore.hold(rewriter.stripped, intake, pool, client);

    api = new Api(idOf(intake, 'Api'));
    people = new SignIn(pool, client);
    const scopes = ['openid', 'claims/read', 'claims/write'];
    alice = (await people.tokens('alice@example.com', await people.addUser('alice@example.com'), scopes)).accessToken;
    mallory = (await people.tokens('mallory@example.com', await people.addUser('mallory@example.com'), scopes)).accessToken;
    await items.send(new PutCommand({ TableName: idOf(assessment, 'Policies'), Item: { policyNumber: 'P-12345678', limitCents: 1_000_000 } }));
  }, 120_000);

  afterAll(async () => {
    await deployment.takeDown();
    await Promise.all([link, payments, policyStore].map((fake) => fake.stop()));
    removeFolders();
  });

  const yesterday = () => new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10);
  const claim = (overrides: object = {}) => ({
    id: randomUUID(), policyNumber: 'P-12345678', incident: { kind: 'THEFT', date: yesterday() }, amountCents: 20_000, ...overrides,
  });
  const statusOf = (token: string, id: string, status: string) =>
    eventually(async () => (await api.call('GET', `/claims/${id}`, { token })).body.status, (found) => found === status);
  const itemOf = async (token: string, id: string) =>
    (await items.send(new GetCommand({ TableName: idOf(assessment, 'Claims'), Key: { holder: claimsOf(token).sub, id } }))).Item;

  const events = new EventBridgeClient({});
  /** Tells of an object of the evidence bucket what GuardDuty tells after a scan. */
  const scanned = (objectKey: string, scanResultStatus: string) => events.send(new PutEventsCommand({
    Entries: [{
      Source: AS_GUARDDUTY,
      DetailType: 'GuardDuty Malware Protection Object Scan Result',
      Detail: JSON.stringify({
        scanStatus: 'COMPLETED', s3ObjectDetails: { bucketName: idOf(intake, 'Evidence'), objectKey }, scanResultDetails: { scanResultStatus },
      }),
    }],
  }));

  describe('claims-platform, deployed', () => {
    test('a small claim is filed, scored, paid once and recorded, and its holder is told', async () => {
      const filed = claim();
      expect((await api.call('POST', '/claims', { token: alice, body: filed })).status).toBe(201);
      expect(await statusOf(alice, filed.id, 'PAID')).toBe('PAID');
      expect(payments.payouts.get(filed.id)).toBe(20_000);
      expect((await eventually(() => itemOf(alice, filed.id), (item) => item?.unread === true))?.unread).toBe(true);
    });

    test('a large claim goes to a person and an old one is refused, and neither is paid', async () => {
      const [large, old] = [claim({ amountCents: 60_000 }), claim({ incident: { kind: 'DAMAGE', date: '2020-01-01' } })];
      for (const body of [large, old]) expect((await api.call('POST', '/claims', { token: alice, body })).status).toBe(201);
      expect([await statusOf(alice, large.id, 'REVIEW'), await statusOf(alice, old.id, 'REFUSED')]).toEqual(['REVIEW', 'REFUSED']);
      expect([payments.payouts.has(large.id), payments.payouts.has(old.id)]).toEqual([false, false]);
    });

    test('a claim beyond the policy is a conflict', async () => {
      expect((await api.call('POST', '/claims', { token: alice, body: claim({ policyNumber: 'P-00000000' }) })).status).toBe(409);
    });

    test("another holder's claim is not there", async () => {
      const filed = claim();
      await api.call('POST', '/claims', { token: alice, body: filed });
      expect((await api.call('GET', `/claims/${filed.id}`, { token: mallory })).status).toBe(404);
    });

    test('evidence is uploaded, checked once a scan found no threat in it, by the consumer behind its event check, and counted', async () => {
      const filed = claim();
      await api.call('POST', '/claims', { token: alice, body: filed });
      const sent = await api.call('POST', `/claims/${filed.id}/evidence`, { token: alice, body: { statement: 'The bicycle was there at eight.' } });
      expect(sent.status).toBe(202);
      const s3 = new S3Client({ forcePathStyle: true });
      const stored = await allPages(paginateListObjectsV2({ client: s3 }, { Bucket: idOf(intake, 'Evidence') }), ({ Contents }) => Contents);
      const uploaded = stored.find(({ Key }) => Key!.includes(filed.id))!.Key!;
      await scanned(uploaded, 'THREATS_FOUND');
      await scanned(uploaded, 'NO_THREATS_FOUND');
      const counted = await eventually(async () => (await api.call('GET', `/claims/${filed.id}`, { token: alice })).body.evidence, (n) => n === 1);
      expect(counted).toBe(1);
    });

    test('Cedar denies without the scope, and the authorizer without a token', async () => {
      const password = await people.addUser('reader@example.com');
      const { accessToken } = await people.tokens('reader@example.com', password, ['openid', 'claims/read']);
      expect((await api.call('POST', '/claims', { token: accessToken, body: claim() })).status).toBe(403);
      expect((await api.call('GET', `/claims/${randomUUID()}`, { token: accessToken })).status).toBe(404);
      expect((await api.call('GET', `/claims/${randomUUID()}`)).status).toBe(403);
      expect((await api.call('GET', `/claims/${randomUUID()}`, { token: `${accessToken}x` })).status).toBe(403);
    });

    test('Cedar lets an adjuster look from the network of the company and by day, and from nowhere else', async () => {
      const password = await people.addUser('adjuster@example.com');
      await people.addToGroup('adjuster@example.com', 'adjusters');
      const { accessToken: token } = await people.tokens('adjuster@example.com', password, ['openid']);
      const look = async (from: string, hour: string) => {
        policyStore.clock = new Date(`2026-03-02T${hour}:00Z`);
        return (await api.call('GET', `/claims/${randomUUID()}`, { token, from })).status;
      };
      try {
        expect([await look('198.51.100.7', '06:00'), await look('198.51.100.7', '19:59')]).toEqual([404, 404]); // let in, and there is no such claim
        expect([await look('198.51.100.7', '05:59'), await look('198.51.100.7', '20:00')]).toEqual([403, 403]);
        expect(await look('203.0.113.7', '12:00')).toBe(403);
      } finally {
        policyStore.clock = undefined;
      }
    });

    test('a partner reads the claims of its own company, which its access token names, and nobody else any', async () => {
      const PartnerClaims = idOf(intake, 'PartnerClaims');
      for (const tenant of ['acme', 'umbrella']) await items.send(new PutCommand({ TableName: PartnerClaims, Item: { tenant, id: `of-${tenant}` } }));
      const partner = async (name: string, attributes?: Record<string, string>) => {
        const password = await people.addUser(name, attributes);
        return (await people.tokens(name, password, ['openid', 'claims/partner'])).accessToken;
      };
      const acme = await partner('partner@acme.example', { 'custom:company': 'acme' });
      expect(claimsOf(acme).company).toBe('acme');
      const { status, body } = await api.call('GET', '/partners/claims', { token: acme });
      expect({ status, body }).toEqual({ status: 200, body: { claims: [{ tenant: 'acme', id: 'of-acme' }] } });

      const nobody = await partner('nobody@example.com');
      expect(claimsOf(nobody).company).toBeUndefined();
      expect((await api.call('GET', '/partners/claims', { token: nobody })).status).toBeGreaterThanOrEqual(400);
      await expect(partner('bad@example.com', { 'custom:company': 'acme/*' })).rejects.toThrow();
    });

    test('the partner route takes its own scope alone', async () => {
      expect((await api.call('GET', '/partners/claims', { token: alice })).status).toBe(401);
      expect((await api.call('GET', '/partners/claims')).status).toBe(401);
    });

    test('a message that does not fit its schema does not reach the handler that tells holders', async () => {
      const filed = claim();
      await api.call('POST', '/claims', { token: alice, body: filed });
      await statusOf(alice, filed.id, 'PAID');
      await eventually(() => itemOf(alice, filed.id), (item) => item?.unread === true);
      const Message = JSON.stringify({ holder: claimsOf(alice).sub, id: filed.id, more: 'than the schema has' });
      await items.send(new PutCommand({ TableName: idOf(assessment, 'Claims'), Item: { ...await itemOf(alice, filed.id), unread: false } }));
      await new SQSClient({}).send(new SendMessageCommand({ QueueUrl: idOf(notices, 'Notifications'), MessageBody: JSON.stringify({ Type: 'Notification', Message }) }));
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      expect((await itemOf(alice, filed.id))?.unread).toBe(false);
    });
  });

  describe('an incident with a function of another stack than the responder\'s', () => {
    const functions = new LambdaClient({});
    let notify: string;

    const incident = async () => {
      const scan = { TableName: idOf(assessment, 'ZoneResponderIncidents'), ConsistentRead: true };
      const records = await allPages(paginateScan({ client: items }, scan), ({ Items }) => Items);
      return records.find(({ id, finding }) => id.startsWith('incident#') && finding.id === 'ticket-4711');
    };
    const until = (fits: (found: any) => boolean) => eventually(incident, (found) => found !== undefined && fits(found));
    const decide = (more: object) => functions.send(new InvokeCommand({
      FunctionName: idOf(assessment, 'ZoneResponderDecide'), Payload: JSON.stringify({ by: 'dana', reason: 'calls that it never made', ...more }),
    }));
    const invoke = () => functions.send(new InvokeCommand({ FunctionName: notify, Payload: JSON.stringify({ Records: [] }) }));
    const isTold = (id: string) => eventually(() => itemOf(alice, id), (item) => item?.unread === true);
    const decided = async () => {
      const filed = claim();
      await api.call('POST', '/claims', { token: alice, body: filed });
      await statusOf(alice, filed.id, 'PAID');
      return filed.id;
    };

    beforeAll(() => { notify = idOf(notices, 'notifyholder'); });

    test('is approved and isolated: its runs are refused, and what it would be told of waits until a person takes it back', async () => {
      await events.send(new PutEventsCommand({
        Entries: [{
          Source: 'zero-trust',
          DetailType: 'Finding',
          Detail: JSON.stringify({ id: 'ticket-4711', type: 'Test', severity: 8, title: 'Odd calls', targets: [{ kind: 'FUNCTION', id: notify }] }),
        }],
      }));
      const { incident: id } = (await until(({ plays }) => plays.isolateFunction?.state === 'WAITING'))!;
      expect((await invoke()).StatusCode).toBe(200);

      await decide({ incident: id, play: 'isolateFunction', decision: 'APPROVE' });
      await until(({ status }) => status === 'CONTAINED');
      await expect(invoke()).rejects.toThrow(expect.objectContaining({ name: 'TooManyRequestsException' }));
      const waits = await decided();
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      expect((await itemOf(alice, waits))?.unread).not.toBe(true);

      await decide({ incident: id, decision: 'UNDO' });
      await until(({ status }) => status === 'UNDONE');
      expect((await invoke()).StatusCode).toBe(200);
      expect((await isTold(waits))?.unread).toBe(true);
    });
  });
}
