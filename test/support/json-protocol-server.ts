import { createServer, IncomingMessage, Server } from 'http';
import { AddressInfo } from 'net';

export interface RecordedCall {
  readonly operation: string;
  readonly input: any;
}

/** An error as the service sends it. */
export class ServiceError extends Error {
  constructor(readonly type: string, message: string, readonly status = 400, readonly extra: object = {}) {
    super(message);
  }
}

/** A service on loopback that speaks the AWS JSON protocol: one POST a call, the operation in `X-Amz-Target`. */
export abstract class JsonProtocolServer {
  public readonly calls: RecordedCall[] = [];
  private readonly server: Server = createServer((request, response) => {
    void this.respond(request).then(({ operation, status, body }) => {
      if (this.loses(operation)) return;
      response.writeHead(status, {
        'content-type': 'application/x-amz-json-1.0',
        'x-amzn-requestid': 'fake-request',
        'date': new Date(Date.now()).toUTCString(), // of the test's clock: the SDK tries again when clocks differ
      }).end(JSON.stringify(body));
    });
  });
  private lost: string[] = [];
  private failures: { operation: string; error: ServiceError }[] = [];

  public abstract answer(operation: string, input: any): object;

  /** Starts to listen and gives the endpoint. */
  public async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Makes the next call of an operation fail, with an error that the SDK does not try again. */
  public failNext(operation: string, error: ServiceError): void {
    this.failures.push({ operation, error });
  }

  /** Takes back the failures that no call has met. */
  public forgetFailures(): void {
    this.failures = [];
  }

  /** Does what the next call of an operation asks, and never answers. */
  public loseNextAnswer(operation: string): void {
    this.lost.push(operation);
  }

  /** Names of the operations that were called since the last time. */
  public takeOperations(): string[] {
    return this.calls.splice(0).map((call) => call.operation);
  }

  private async respond(request: IncomingMessage): Promise<{ operation: string; status: number; body: object }> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const operation = String(request.headers['x-amz-target']).split('.').pop()!;
    try {
      const input = JSON.parse(Buffer.concat(chunks).toString());
      this.calls.push({ operation, input });
      this.throwPlanned(operation);
      return { operation, status: 200, body: this.answer(operation, input) };
    } catch (error) {
      if (!(error instanceof ServiceError)) return { operation, status: 500, body: { __type: 'InternalFailure', message: String(error) } };
      return { operation, status: error.status, body: { __type: error.type, message: error.message, ...error.extra } };
    }
  }

  private loses(operation: string): boolean {
    const index = this.lost.indexOf(operation);
    if (index >= 0) this.lost.splice(index, 1);
    return index >= 0;
  }

  private throwPlanned(operation: string): void {
    const index = this.failures.findIndex((failure) => failure.operation === operation);
    if (index >= 0) throw this.failures.splice(index, 1)[0].error;
  }
}
