import { randomUUID } from 'crypto';
import type { APIGatewayProxyResult, SQSRecord } from 'aws-lambda';
import { handler as cancelOrder } from '../../examples/orders-api/handlers/cancel-order/index';
import { handler as placeOrder } from '../../examples/orders-api/handlers/place-order/index';
import { handler as readOrder } from '../../examples/orders-api/handlers/read-order/index';
import { handler as shipOrder } from '../../examples/orders-api/handlers/ship-order/index';
import { FakeDynamoDb } from '../support/fake-dynamodb';
import { FakeSecretsManager } from '../support/fake-secrets-manager';
import { FakeSqs } from '../support/fake-sqs';

export const FIVE_MINUTES = 5 * 60_000;
export const ALICE = 'a11ce000-0000-4000-8000-000000000001';
export const BOB = 'b0b00000-0000-4000-8000-000000000002';
export const SHIP_TO = { name: 'Alice Example', address: '1 Secret Lane, Springfield', country: 'GB' };

export const order = (changes: object = {}) => ({ id: randomUUID(), lines: [{ sku: 'TEA-01', quantity: 2 }], shipTo: SHIP_TO, ...changes });
export const json = (answer: APIGatewayProxyResult) => JSON.parse(answer.body);
export const record = (body: unknown) => ({ messageId: randomUUID(), body: typeof body === 'string' ? body : JSON.stringify(body) }) as SQSRecord;

/** A call as API Gateway sends it after the authorizer let it through. */
export function event(caller: string | undefined, parts: { body?: unknown; id?: string; base64?: boolean } = {}): any {
  return {
    body: parts.body === undefined || typeof parts.body === 'string' ? parts.body ?? null : JSON.stringify(parts.body),
    isBase64Encoded: parts.base64 ?? false,
    pathParameters: parts.id === undefined ? null : { id: parts.id },
    requestContext: { requestId: randomUUID(), authorizer: caller === undefined ? undefined : { claims: { sub: caller } } },
  };
}

export const place = (caller: string | undefined, body: unknown) => placeOrder(event(caller, { body }));
export const read = (caller: string, id: string) => readOrder(event(caller, { id }));
export const cancel = (caller: string, id: string) => cancelOrder(event(caller, { id }));
export const ship = (...records: SQSRecord[]) => shipOrder({ Records: records });

/** The services that the handlers call, on loopback, and what the handlers log. Each test starts with nothing cached or stored. */
export class OrdersWorld {
  public readonly table = new FakeDynamoDb('orders', ['owner', 'id']);
  public readonly queue = new FakeSqs('shipping');
  /** What was logged: one object a line. */
  public readonly lines: any[] = [];
  public secrets!: FakeSecretsManager;
  public signingSecret!: string;
  private later = 0;

  constructor() {
    beforeAll(() => this.start());
    beforeEach(() => this.forget());
    afterAll(() => this.stop());
  }

  /** Lets time pass. */
  public wait(milliseconds: number): void {
    this.later += milliseconds;
  }

  public stored(id: string) {
    return this.table.all().find((item) => item.id.S === id);
  }

  /** What was asked of Secrets Manager since the last time. */
  public reads(): string[] {
    return this.secrets.calls.splice(0);
  }

  /** The actions that were called since the last time. */
  public actions(): string[] {
    return [
      ...this.table.takeOperations().map((operation) => `dynamodb:${operation}`),
      ...this.reads().map((operation) => `secretsmanager:${operation}`),
      ...this.queue.takeOperations().map((operation) => `sqs:${operation}`),
    ];
  }

  public async withEnvironment<T>(changes: Record<string, string>, run: () => Promise<T>): Promise<T> {
    const before = { ...process.env };
    Object.assign(process.env, changes);
    try {
      return await run();
    } finally {
      Object.assign(process.env, before);
    }
  }

  private async start(): Promise<void> {
    this.secrets = await FakeSecretsManager.start();
    this.signingSecret = this.secrets.create('signing', 'first-'.repeat(8), { 'cdk-zero-trust:generator': 'length=48' });
    const queueEndpoint = await this.queue.start();
    Object.assign(process.env, this.secrets.environment, {
      AWS_ENDPOINT_URL_DYNAMODB: await this.table.start(),
      AWS_ENDPOINT_URL_SQS: queueEndpoint,
      TABLE_NAME: 'orders',
      SECRET_ARN: this.signingSecret,
      QUEUE_URL: this.queue.queueUrl(queueEndpoint),
    });
    const now = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => now() + this.later);
    for (const level of ['log', 'info', 'warn', 'error'] as const) {
      jest.spyOn(console, level).mockImplementation((...args) => { this.lines.push(...args); });
    }
  }

  private forget(): void {
    this.wait(FIVE_MINUTES); // nothing that an earlier test cached is still good
    this.table.clear();
    this.queue.bodies.length = 0;
    this.lines.length = 0;
    this.actions();
  }

  private async stop(): Promise<void> {
    jest.restoreAllMocks();
    await Promise.all([this.table, this.queue, this.secrets].map((service) => service.stop()));
  }
}
