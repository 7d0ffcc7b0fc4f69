export interface ApiAnswer {
  readonly status: number;
  readonly body: Record<string, any>;
  readonly headers: Headers;
}

/** Calls a REST API over HTTP at the stage that it was deployed to. */
export class Api {
  constructor(private readonly apiId: string, private readonly stage = 'prod') {}

  public async call(method: string, path: string, options: { token?: string; body?: object; from?: string } = {}): Promise<ApiAnswer> {
    const answer = await fetch(`${process.env.AWS_ENDPOINT_URL}/restapis/${this.apiId}/${this.stage}/_user_request_${path}`, {
      method,
      body: options.body && JSON.stringify(options.body),
      headers: {
        'content-type': 'application/json',
        ...options.token && { authorization: `Bearer ${options.token}` },
        ...options.from && { 'x-forwarded-for': options.from },
      },
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : {} };
  }
}
