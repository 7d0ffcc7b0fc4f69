import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { SecureFunction } from '../compute/secure-function';
import { refuseTenantlessUrl } from '../compute/tenant-checks';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { ZeroTrustError } from '../core/errors';
import { EXACT_ORIGIN } from '../core/exact-origin';
import { invokedOf } from '../core/invocation-point';

/**
 * Properties of a `SecureFunctionUrl`.
 */
export interface SecureFunctionUrlProps {
  /**
   * The function behind the URL. Not a version or an alias.
   */
  readonly function: lambda.Function;

  /**
   * Which web pages may call the function from a browser. Each origin is exact: `https://host` or `https://host:port`; plain
   * HTTP for localhost only. No `*` in any list.
   *
   * @default - none
   */
  readonly cors?: lambda.FunctionUrlCorsOptions;

  /**
   * Whether an answer is sent when it is complete, or while it is made.
   *
   * @default lambda.InvokeMode.BUFFERED
   */
  readonly invokeMode?: lambda.InvokeMode;
}

/**
 * A function URL that takes signed requests only, and lets nobody in by itself: an `EdgeDistribution` in front of it is let in
 * by `EdgeOrigin.functionUrl(url)`, and no one else can be.
 *
 * Lambda checks the signature over a body's hash, and CloudFront does not compute it: who sends a body through the
 * distribution sends its SHA-256 in hex as `x-amz-content-sha256`. CloudFront signs in the header Authorization, so a token of
 * the caller's own goes in another header.
 *
 * Throws `CorsWildcard`, `BadOrigin`, `TenantlessUrl` for a function that keeps tenants apart, and `OnlyThroughDistribution` on
 * `grantInvokeUrl`.
 *
 * Fixed cost: none. Source: FSBP CloudFront.16; NIST 800-53 AC-3, SC-7.
 *
 * @example
 * declare const render: SecureFunction;
 * declare const certificate: acm.ICertificate;
 *
 * new EdgeDistribution(this, 'Edge', {
 *   origin: EdgeOrigin.functionUrl(new SecureFunctionUrl(this, 'Url', { function: render })),
 *   domain: { domainNames: ['render.example.com'], certificate },
 * });
 */
export class SecureFunctionUrl extends lambda.FunctionUrl {
  /**
   * The function behind the URL.
   *
   * @internal
   */
  public readonly _function: lambda.IFunction;

  constructor(scope: Construct, id: string, props: SecureFunctionUrlProps) {
    checkProps(new.target === SecureFunctionUrl, 'SecureFunctionUrlProps', pathOf(scope, id), props);
    if (props.cors) checkCors(pathOf(scope, id), props.cors);
    refuseTenantlessUrl(props.function);
    const invoked = invokedOf(props.function, 'a function URL');
    super(scope, id, {
      function: invoked,
      authType: lambda.FunctionUrlAuthType.AWS_IAM,
      cors: props.cors && { ...props.cors, maxAge: props.cors.maxAge ?? Duration.minutes(5) },
      invokeMode: props.invokeMode,
    });
    this._function = invoked;
    if (props.function instanceof SecureFunction) props.function._events.fromService();
  }

  /**
   * Throws `OnlyThroughDistribution`: a caller that signs itself goes around the firewall. Grant the function instead.
   */
  public override grantInvokeUrl(_grantee: iam.IGrantable): iam.Grant {
    throw new ZeroTrustError(this, 'OnlyThroughDistribution', 'this URL accepts requests from its distribution only.',
      'let the caller invoke the function itself: function.grantInvoke(caller).');
  }
}

function checkCors(path: string, cors: lambda.FunctionUrlCorsOptions): void {
  const { allowedOrigins = [], allowedHeaders = [], exposedHeaders = [], allowedMethods = [] } = cors;
  if ([...allowedOrigins, ...allowedHeaders, ...exposedHeaders, ...allowedMethods].includes('*')) {
    throw new ZeroTrustError(path, 'CorsWildcard', `CORS allows '*'${cors.allowCredentials ? ' with credentials' : ''}.`,
      'name each origin, header and method.');
  }
  const bad = allowedOrigins.find((origin) => !EXACT_ORIGIN.test(origin));
  if (bad === undefined && allowedOrigins.length > 0) return;
  throw new ZeroTrustError(path, 'BadOrigin', bad === undefined ? 'CORS allows no origin.' : 'CORS names an origin that is not exact.',
    'write scheme and host only, for example https://app.example.com.');
}
