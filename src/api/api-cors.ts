import { Duration } from 'aws-cdk-lib';

/**
 * Which web pages may call an API from a browser. Each path with a route answers the browser's question (`OPTIONS`) by
 * itself, with the verbs that it has. The functions still send `Access-Control-Allow-Origin` with their own responses.
 */
export interface ApiCors {
  /**
   * Exact origins, `https://host` or `https://host:port`; plain HTTP for localhost only. Neither `*` nor `null`.
   *
   * With one origin, what API Gateway refuses by itself is readable for the page too; with several it is not.
   */
  readonly allowOrigins: string[];

  /**
   * Whether pages may send cookies and the like.
   *
   * @default false
   */
  readonly allowCredentials?: boolean;

  /**
   * Headers that pages may send, by name; no `*`.
   *
   * @default - Authorization, Content-Type, X-Amz-Date and X-Amz-Security-Token
   */
  readonly allowHeaders?: string[];

  /**
   * Headers of responses that pages may read, by name; no `*`.
   *
   * @default - those that browsers always show
   */
  readonly exposeHeaders?: string[];

  /**
   * How long browsers keep the answer.
   *
   * @default Duration.minutes(5)
   */
  readonly maxAge?: Duration;
}
