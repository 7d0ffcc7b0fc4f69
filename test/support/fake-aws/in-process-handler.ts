/** A request as the SDK's clients hand it to their HTTP handler. */
export interface Request {
  readonly hostname: string;
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array;
}

interface Receiver {
  handle(request: Request): Promise<{ response: object }>;
}

let receiver: Receiver | undefined;

/** Requests of all clients go to the last one that asked for them. */
export function receiveRequests(by: Receiver): void {
  receiver = by;
}

/** Stands in for `@smithy/node-http-handler`, by `jest.mock`. This file imports no client: clients are being loaded when it is. */
export function inProcessHandler(): object {
  class InProcessHandler {
    public static create = () => new InProcessHandler();
    public readonly metadata = { handlerProtocol: 'http/1.1' };
    public handle = (request: Request) => receiver!.handle(request);
    public updateHttpClientConfig = () => {};
    public httpHandlerConfigs = () => ({});
    public destroy = () => {};
  }
  return { ...jest.requireActual('@smithy/node-http-handler'), NodeHttpHandler: InProcessHandler };
}
