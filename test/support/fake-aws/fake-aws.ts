import { Readable } from 'stream';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as ec2 from '@aws-sdk/client-ec2';
import * as inspector2 from '@aws-sdk/client-inspector2';
import * as lambda from '@aws-sdk/client-lambda';
import * as macie2 from '@aws-sdk/client-macie2';
import * as s3 from '@aws-sdk/client-s3';
import * as scheduler from '@aws-sdk/client-scheduler';
import * as sfn from '@aws-sdk/client-sfn';
import * as wafv2 from '@aws-sdk/client-wafv2';
import { receiveRequests, Request } from './in-process-handler';
import { checkShape, operationAt, operationOf, OperationSchema, toXml } from './shapes';
import { askedByForm, askedOfS3 } from './wire';
import { publishedBy } from '../fake-sns';
import { ServiceError } from '../json-protocol-server';

/** A service in memory: what it answers to an operation, or the `ServiceError` that it throws. */
export interface FakeService {
  answer(operation: string, input: any): object | Promise<object>;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Record<string, string>;
}

/** What goes wrong at one call of a process: it is killed before the service does anything, or after it and before the answer. */
export interface Kill {
  readonly call: number;
  readonly moment: 'BEFORE' | 'AFTER';
}

/** The death of a process. No error of a service: the SDK does not try again. */
export class Killed extends Error {
  public readonly name = 'Killed';
}

const RPC: Record<string, any> = { dynamodb, wafv2, states: sfn, logs };
const REST: Record<string, any> = { inspector2, lambda, macie2, scheduler };

/**
 * AWS in this process. The SDK's clients are the real ones, with their retries and their protocols; every input and every answer is
 * checked against the SDK's own shapes, so that a fake cannot answer what the service has no word for.
 */
export class FakeAws {
  /** Operations that were called, `service.Operation`, in order. */
  public readonly calls: { readonly operation: string; readonly input: any }[] = [];
  private kill?: Kill;
  private dead = false;
  private sinceStart = 0;
  private failures: { readonly operation: string; readonly error: ServiceError }[] = [];

  constructor(private readonly services: Record<string, FakeService>) {
    receiveRequests(this);
    Object.assign(process.env, { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIAFAKE', AWS_SECRET_ACCESS_KEY: 'fake', AWS_EC2_METADATA_DISABLED: 'true' });
  }

  /** A new process after the last one ended: its calls are counted from 1. Gives how many the last one made. */
  public async restart(kill?: Kill): Promise<number> {
    // what the last process had begun must not reach the service as one of the next
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    const made = this.sinceStart;
    Object.assign(this, { kill, dead: false, sinceStart: 0 });
    return made;
  }

  /** Makes the next call of an operation fail, before it does anything. */
  public failNext(operation: string, error: ServiceError, times = 1): void {
    for (let time = 0; time < times; time++) this.failures.push({ operation, error });
  }

  /** Names of the operations since the last time. */
  public takeOperations(): string[] {
    return this.calls.splice(0).map(({ operation }) => operation);
  }

  public async handle(request: Request): Promise<{ response: object }> {
    if (this.dead) throw new Killed();
    const call = ++this.sinceStart;
    if (this.kill?.call === call && this.kill.moment === 'BEFORE') this.die();
    const { status, body, headers } = await this.respond(request);
    if (this.kill?.call === call) this.die();
    if (this.dead) throw new Killed();
    return {
      response: {
        statusCode: status,
        headers: { 'x-amzn-requestid': 'fake', 'date': new Date().toUTCString(), ...headers },
        body: Readable.from([Buffer.from(body)]),
      },
    };
  }

  private die(): never {
    this.dead = true;
    throw new Killed();
  }

  private async respond(request: Request): Promise<Answer> {
    const [service] = request.hostname.split('.').filter((label) => label in this.services || label === 's3');
    const body = typeof request.body === 'string' ? request.body : new TextDecoder().decode(request.body);
    if (service in RPC) return this.rpc(service, request, body);
    if (service in REST) return this.rest(service, request, body);
    if (service === 'ec2') return this.ec2(body);
    if (service === 'sns') return this.sns(body);
    if (service === 's3') return this.s3(request, body);
    throw new Error(`not faked: ${request.hostname}`);
  }

  private async rpc(service: string, { headers }: Request, body: string): Promise<Answer> {
    const name = headers['x-amz-target'].split('.').pop()!;
    const [answer, error] = await this.ask(service, operationOf(RPC[service], name), JSON.parse(body));
    if (!error) return { status: 200, body: JSON.stringify(answer) };
    return { status: error.status, body: JSON.stringify({ __type: error.type, message: error.message, ...error.extra }) };
  }

  private async rest(service: string, { method, path, query }: Request, body: string): Promise<Answer> {
    const { operation, labels } = operationAt(REST[service], method, path);
    const inQuery = Object.fromEntries(Object.entries(query ?? {}).map(([name, value]) => [name === 'tagKeys' ? 'TagKeys' : name, name === 'tagKeys' ? [value].flat() : value]));
    const [answer, error] = await this.ask(service, operation, { ...labels, ...inQuery, ...body === '' ? {} : JSON.parse(body) });
    if (!error) return { status: operation[3].http[2], body: operation[3].http[2] === 204 ? '' : JSON.stringify(answer) };
    return { status: error.status, headers: { 'x-amzn-errortype': error.type }, body: JSON.stringify({ message: error.message, Message: error.message, ...error.extra }) };
  }

  private async ec2(body: string): Promise<Answer> {
    const { operation, input } = askedByForm(ec2, body);
    const [answer, error] = await this.ask('ec2', operation, input);
    if (!error) return { status: 200, body: `<${operation[2]}Response><requestId>fake</requestId>${toXml(operation[5](), answer)}</${operation[2]}Response>` };
    return { status: error.status, body: `<Response><Errors><Error><Code>${error.type}</Code><Message>${error.message}</Message></Error></Errors><RequestID>fake</RequestID></Response>` };
  }

  private async sns(body: string): Promise<Answer> {
    const input = publishedBy(body);
    this.note('sns.Publish', input);
    await this.services.sns.answer('Publish', input);
    return { status: 200, body: '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>' };
  }

  private async s3({ method, path, hostname, query, headers }: Request, body: string): Promise<Answer> {
    const asked = { method, path: `/${hostname.split('.')[0]}${path}`, query: new URLSearchParams(query as Record<string, string>), headers, body: Buffer.from(body) };
    const { input: { Bucket, Key } } = askedOfS3(s3, asked);
    const input = { Bucket, Key, Body: body };
    this.note(`s3.${method}`, input);
    await this.services.s3.answer(method, input);
    return { status: 200, body: '' };
  }

  private async ask(service: string, operation: OperationSchema, input: any): Promise<[object, undefined] | [undefined, ServiceError]> {
    const name = `${service}.${operation[2]}`;
    checkShape(operation[4](), input);
    try {
      this.note(name, input);
      const answer = await this.services[service].answer(operation[2], input);
      checkShape(operation[5](), answer);
      return [answer, undefined];
    } catch (error) {
      if (error instanceof ServiceError) return [undefined, error];
      throw error;
    }
  }

  private note(operation: string, input: any): void {
    this.calls.push({ operation, input });
    const index = this.failures.findIndex((failure) => failure.operation === operation);
    if (index >= 0) throw this.failures.splice(index, 1)[0].error;
  }
}
