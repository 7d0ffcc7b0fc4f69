import { createServer, IncomingMessage, Server } from 'http';
import { AddressInfo } from 'net';

export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface FakeAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Record<string, string>;
}

/** A server on this machine that stands in for a service that the emulator lacks or answers wrongly for. */
export abstract class HttpFake {
  private server?: Server;

  /** Where it listens. */
  public get url(): string {
    const address = this.server?.address() as AddressInfo | undefined;
    if (!address) throw new Error('the fake is not started');
    return `http://127.0.0.1:${address.port}`;
  }

  public async start(): Promise<void> {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const asked = { method: request.method!, path: request.url!, headers: request.headers, body: Buffer.concat(chunks).toString() };
        void this.answer(asked)
          .catch((error): FakeAnswer => ({ status: 500, body: JSON.stringify({ message: String(error) }) }))
          .then(({ status, body, headers }) => {
            response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
          });
      });
    });
    await new Promise<void>((resolve) => this.server!.listen(0, '127.0.0.1', resolve));
  }

  public async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server ? this.server.close(resolve) : resolve(undefined));
  }

  protected abstract answer(request: FakeRequest): Promise<FakeAnswer>;
}
