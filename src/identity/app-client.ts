import { Duration } from 'aws-cdk-lib';

/**
 * How an app gets its tokens.
 */
export enum AppClientFlow {
  /** People sign in on the pool's own pages, and the app trades a code for tokens, with PKCE. */
  AUTHORIZATION_CODE = 'AUTHORIZATION_CODE',
  /** A machine signs in with its client secret, on behalf of no person. */
  CLIENT_CREDENTIALS = 'CLIENT_CREDENTIALS',
  /**
   * People sign in on pages of the app, which calls the API of Cognito: by passkey, or by SRP so that no password leaves
   * the app. Its tokens carry no scopes.
   */
  USER_AUTH = 'USER_AUTH',
}

/**
 * Options of an app that signs people or machines in.
 */
export interface AppClientOptions {
  /**
   * How the app gets its tokens.
   *
   * @default AppClientFlow.AUTHORIZATION_CODE
   */
  readonly flow?: AppClientFlow;

  /**
   * What the app may ask for, by full name: `orders/read`, declared by `addScopes` before. With the authorization code
   * `openid` is always among them, and other standard scopes (`email`, `profile`, `phone`) may be.
   *
   * @default - 'openid' for people; a machine must name scopes
   */
  readonly scopes?: string[];

  /**
   * Where people may be sent with their code: exact https URLs.
   *
   * @default - none; the authorization code needs one
   */
  readonly callbackUrls?: string[];

  /**
   * Where people may be sent after they signed out: exact https URLs.
   *
   * @default - none
   */
  readonly logoutUrls?: string[];

  /**
   * Whether URLs may also be on the developer's own machine, `http://localhost`. Codes then travel in plain text on that
   * machine, and any program there can take them.
   *
   * @default false
   */
  readonly allowLocalhost?: boolean;

  /**
   * Whether the app keeps a client secret, as a server can and a browser or a phone cannot.
   *
   * @default - false for people, true for machines
   */
  readonly generateSecret?: boolean;

  /**
   * How long access and ID tokens are good: 5 to 15 minutes.
   *
   * @default Duration.minutes(15)
   */
  readonly accessTokenValidity?: Duration;

  /**
   * How long a person stays signed in, at most: 1 to 24 hours. Each use of a refresh token gives a new one for the time
   * that is left.
   *
   * @default Duration.hours(24)
   */
  readonly refreshTokenValidity?: Duration;
}
