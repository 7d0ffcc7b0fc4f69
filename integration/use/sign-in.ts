import { createHash, randomBytes } from 'crypto';
import {
  AdminAddUserToGroupCommand, AdminCreateUserCommand, AdminSetUserPasswordCommand, CognitoIdentityProviderClient, CreateGroupCommand,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';

export interface Tokens {
  readonly accessToken: string;
  readonly idToken: string;
}

/** Signs people in to a user pool as a browser does: the sign-in page, an authorization code, and its exchange with PKCE. */
export class SignIn {
  private readonly cognito = new CognitoIdentityProviderClient({});

  constructor(private readonly userPoolId: string, private readonly clientId: string) {}

  /** Adds a person who has set a password. */
  public async addUser(username: string, attributes: Record<string, string> = {}): Promise<string> {
    const password = `${randomBytes(18).toString('base64url')}-Aa1`;
    const UserAttributes = Object.entries({ email: username, ...attributes }).map(([Name, Value]) => ({ Name, Value }));
    await this.cognito.send(new AdminCreateUserCommand({
      UserPoolId: this.userPoolId, Username: username, UserAttributes, TemporaryPassword: password, MessageAction: 'SUPPRESS',
    }));
    await this.cognito.send(new AdminSetUserPasswordCommand({
      UserPoolId: this.userPoolId, Username: username, Password: password, Permanent: true,
    }));
    return password;
  }

  public async addToGroup(username: string, group: string): Promise<void> {
    await this.cognito.send(new CreateGroupCommand({ UserPoolId: this.userPoolId, GroupName: group }));
    await this.cognito.send(new AdminAddUserToGroupCommand({ UserPoolId: this.userPoolId, Username: username, GroupName: group }));
  }

  /** Tokens for some scopes. Throws the answer of Cognito when it refuses. */
  public async tokens(username: string, password: string, scopes: string[]): Promise<Tokens> {
    const description = new DescribeUserPoolClientCommand({ UserPoolId: this.userPoolId, ClientId: this.clientId });
    const { UserPoolClient: client } = await this.cognito.send(description);
    const verifier = randomBytes(32).toString('base64url');
    const request = {
      client_id: this.clientId,
      redirect_uri: client!.CallbackURLs![0],
      response_type: 'code',
      scope: scopes.join(' '),
      state: randomBytes(8).toString('hex'),
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    };
    await this.page(`/oauth2/authorize?${new URLSearchParams(request)}`);
    const redirect = await this.page('/login', { ...request, username, password });
    const location = new URL(redirect.headers.get('location') ?? fail('the sign-in page did not redirect', await redirect.text()));
    const code = location.searchParams.get('code') ?? fail('there is no code', location.search);
    if (location.searchParams.get('state') !== request.state) fail('the state is another', location.search);

    const basic = client!.ClientSecret && { authorization: `Basic ${Buffer.from(`${this.clientId}:${client!.ClientSecret}`).toString('base64')}` };
    const exchange = { grant_type: 'authorization_code', client_id: this.clientId, code, redirect_uri: request.redirect_uri, code_verifier: verifier };
    const answer = await this.page('/oauth2/token', exchange, basic || undefined);
    const { access_token: accessToken, id_token: idToken } = await answer.json() as Record<string, string>;
    return { accessToken: accessToken ?? fail('there is no token', String(answer.status)), idToken };
  }

  private async page(path: string, form?: Record<string, string>, headers?: Record<string, string>): Promise<Response> {
    const answer = await fetch(`${process.env.AWS_ENDPOINT_URL}${path}`, {
      redirect: 'manual', headers, ...form && { method: 'POST', body: new URLSearchParams(form) },
    });
    return answer.status < 400 ? answer : fail(`${path.split('?')[0]} answered ${answer.status}`, await answer.text());
  }
}

/** What a token says, unverified. */
export function claimsOf(token: string): Record<string, any> {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
}

function fail(what: string, detail: string): never {
  throw new Error(`${what}: ${detail.slice(0, 300)}`);
}
