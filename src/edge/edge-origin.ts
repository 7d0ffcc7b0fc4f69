import { Fn, Names, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct, IConstruct } from 'constructs';
import type { IEdgeApi } from './edge-api';
import type { EdgeBehavior } from './edge-behavior';
import type { SecureFunctionUrl } from './secure-function-url';
import { WebFirewall } from './web-firewall';
import type { SecureHttpApi } from '../api/secure-http-api';
import { checkProps } from '../core/checked-props';
import { declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { deploymentId } from '../core/vended-logs';
import type { SecureBucket } from '../data/secure-bucket';
import { DataKey } from '../zone/keys/data-key';

/**
 * How an API knows its distribution. One of the two is required.
 */
export interface EdgeApiOptions {
  /**
   * The certificate that CloudFront shows to the API: issued by an authority that the API's `mutualTls` trusts and that issues
   * to nobody else, in ACM in us-east-1.
   *
   * @default - none; `alsoReachableDirectly` is then required
   */
  readonly clientCertificate?: acm.ICertificate;

  /**
   * Leaves the API open to callers that go around the distribution, and says why: its own authorizers and web firewall are all
   * that they meet. Stands in the template's metadata and in the evidence.
   *
   * @default - the API is reached through the distribution only
   */
  readonly alsoReachableDirectly?: string;
}

/**
 * What a distribution stands in front of. Each is reached through the distribution only, which proves itself: by a signature
 * to buckets and function URLs, by a certificate to APIs.
 */
export abstract class EdgeOrigin implements cloudfront.IOrigin {
  /**
   * The objects of a bucket, to read. The bucket's policy lets in this distribution alone, which signs each request; the key
   * decrypts for distributions of the account. Answers are cached.
   *
   * Throws `OriginElsewhere` when the distribution is bound in another stack: its bucket and the distribution name each other.
   */
  public static bucket(bucket: SecureBucket): EdgeOrigin {
    return new BucketOrigin(bucket);
  }

  /**
   * A regional API. It takes connections from whoever shows `clientCertificate`, which only CloudFront has. Nothing is cached,
   * and every header but Host is passed on. Its own firewall leaves rules on addresses to that of the distribution.
   *
   * Throws `DirectlyReachable` for an API whose domain does not ask for client certificates, and when no certificate is given.
   */
  public static api(api: IEdgeApi, options: EdgeApiOptions): EdgeOrigin {
    checkProps(true, 'EdgeApiOptions', 'EdgeOrigin', options);
    return new ApiOrigin(api, options);
  }

  /**
   * An HTTP API, which AWS WAF cannot protect by itself: the web firewall of the distribution is before it. It takes connections from whoever
   * shows `clientCertificate`, which only CloudFront has. Nothing is cached, and every header but Host is passed on.
   *
   * Throws `DirectlyReachable` for an API whose domain does not ask for client certificates, and when no certificate is given.
   */
  public static httpApi(api: SecureHttpApi, options: EdgeApiOptions): EdgeOrigin {
    checkProps(true, 'EdgeApiOptions', 'EdgeOrigin', options);
    return new HttpApiOrigin(api, options);
  }

  /**
   * The URL of a function, which takes requests signed by this distribution alone. Nothing is cached, and every header but Host
   * and Authorization is passed on. Who sends a body sends its SHA-256 in hex as `x-amz-content-sha256`.
   *
   * Throws `OriginElsewhere` for a function of another region.
   */
  public static functionUrl(url: SecureFunctionUrl): EdgeOrigin {
    return new FunctionUrlOrigin(url);
  }

  /** @internal */
  public abstract readonly _behavior: EdgeBehavior;

  /**
   * Makes what lets the distribution in. CloudFront's own construct calls it.
   */
  public abstract bind(scope: Construct, options: cloudfront.OriginBindOptions): cloudfront.OriginBindConfig;
}

/** Answers to one caller each: no cache, and all that the viewer sent. */
const PERSONAL: EdgeBehavior = {
  allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
  viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
  cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
  originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
  isPersonal: true,
};
const TLS_ONLY = { originProtocolPolicy: 'https-only', originSslProtocols: ['TLSv1.2'], httpsPort: 443 };

class BucketOrigin extends EdgeOrigin {
  public readonly _behavior: EdgeBehavior;
  private readonly key?: DataKey;

  constructor(private readonly bucket: SecureBucket) {
    super();
    this.key = DataKey.isDataKey(bucket.encryptionKey) ? bucket.encryptionKey : undefined;
    this._behavior = {
      allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
      isPersonal: false,
      defaultRootObject: 'index.html',
      dataClass: this.key?.dataClass,
    };
  }

  public bind(scope: Construct, { originId, distributionId }: cloudfront.OriginBindOptions): cloudfront.OriginBindConfig {
    const { bucket } = this;
    const stack = Stack.of(scope);
    if (Stack.of(bucket) !== stack) {
      throw new ZeroTrustError(scope.node.scope!, 'OriginElsewhere',
        `${bucket.node.path} is in another stack, and its policy has to name the distribution, which names the bucket.`,
        'put the distribution into the stack of the bucket.');
    }
    bucket.addToResourcePolicy(new iam.PolicyStatement({
      sid: `Distribution${scope.node.addr.slice(-8)}`,
      principals: [new iam.ServicePrincipal('cloudfront.amazonaws.com')],
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects('*')],
      conditions: { StringEquals: { 'aws:SourceArn': distributionArn(stack, distributionId), 'aws:SourceAccount': stack.account } },
    }));
    this.key?.allowDistributions();
    declareEdge(scope, { caller: scope.node.scope!.node.path, target: bucket.node.path, intent: Intent.READ, actions: ['s3:GetObject'] });
    return {
      originProperty: {
        id: originId,
        domainName: bucket.bucketRegionalDomainName,
        originAccessControlId: accessControl(scope, 's3'),
        // signs by access control; an identity of the old kind would be named here
        s3OriginConfig: { originAccessIdentity: '' },
      },
    };
  }
}

class FunctionUrlOrigin extends EdgeOrigin {
  public readonly _behavior = PERSONAL;

  constructor(private readonly url: SecureFunctionUrl) {
    super();
  }

  public bind(scope: Construct, { originId, distributionId }: cloudfront.OriginBindOptions): cloudfront.OriginBindConfig {
    const { url } = this;
    const stack = Stack.of(scope);
    if (Stack.of(url).region !== stack.region) {
      throw new ZeroTrustError(scope.node.scope!, 'OriginElsewhere', `${url.node.path} is in another region, where its permissions have to be.`,
        'put the distribution into a stack of the function\'s region.');
    }
    // Both since October 2025; the second holds for calls through the URL only.
    // Source: AWS Lambda developer guide, "Control access to Lambda function URLs".
    const permission = {
      functionName: url._function.functionArn,
      principal: 'cloudfront.amazonaws.com',
      sourceArn: distributionArn(stack, distributionId),
      sourceAccount: stack.account,
    };
    new lambda.CfnPermission(scope, 'InvokeUrl', { ...permission, action: 'lambda:InvokeFunctionUrl', functionUrlAuthType: 'AWS_IAM' });
    new lambda.CfnPermission(scope, 'InvokeThroughUrl', { ...permission, action: 'lambda:InvokeFunction', invokedViaFunctionUrl: true });
    declareEdge(scope, {
      caller: scope.node.scope!.node.path, target: url.node.path, intent: Intent.INVOKE, actions: ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'],
    });
    return {
      originProperty: {
        id: originId,
        domainName: Fn.select(2, Fn.split('/', url.url)),
        originAccessControlId: accessControl(scope, 'lambda'),
        customOriginConfig: TLS_ONLY,
      },
    };
  }
}

class ApiOrigin extends EdgeOrigin {
  public readonly _behavior = PERSONAL;

  constructor(private readonly api: IEdgeApi, private readonly options: EdgeApiOptions) {
    super();
  }

  public bind(scope: Construct, { originId }: cloudfront.OriginBindOptions): cloudfront.OriginBindConfig {
    const { api } = this;
    const domain = api.domainName?.node.defaultChild as apigateway.CfnDomainName | undefined;
    checkProof(scope, api, this.options, domain);
    const { firewall } = api as { readonly firewall?: unknown };
    if (firewall instanceof WebFirewall) {
      firewall._standBehindCloudFront(api.deploymentStage, this.options.alsoReachableDirectly === undefined ? 'all' : 'some');
    }
    const stack = Stack.of(api);
    return apiOrigin(originId, this.options, {
      // its own name and not a reference, so that the API may stand in any stack and region
      domainName: domain?.domainName ?? `${api.restApiId}.execute-api.${stack.region}.${stack.urlSuffix}`,
      originPath: domain ? undefined : `/${api.deploymentStage.stageName}`,
    });
  }
}

class HttpApiOrigin extends EdgeOrigin {
  public readonly _behavior = PERSONAL;

  constructor(private readonly api: SecureHttpApi, private readonly options: EdgeApiOptions) {
    super();
  }

  public bind(scope: Construct, { originId }: cloudfront.OriginBindOptions): cloudfront.OriginBindConfig {
    const { api } = this;
    const domain = api.domainName?.node.defaultChild as apigatewayv2.CfnDomainName | undefined;
    checkProof(scope, api, this.options, domain);
    api._standsBehindEdge();
    const stack = Stack.of(api);
    return apiOrigin(originId, this.options, { domainName: domain?.domainName ?? `${api.apiId}.execute-api.${stack.region}.${stack.urlSuffix}` });
  }
}

/** Throws `DirectlyReachable` for an API that cannot tell its distribution from everyone else, unless it says why that is fine. */
function checkProof(scope: Construct, api: IConstruct, options: EdgeApiOptions, domain?: { readonly mutualTlsAuthentication?: object }): void {
  const { clientCertificate, alsoReachableDirectly } = options;
  if (alsoReachableDirectly !== undefined) {
    scope.node.addMetadata('cdk-zero-trust:opt-out', `alsoReachableDirectly: ${api.node.path}: ${alsoReachableDirectly}`);
    return;
  }
  const refuse = (what: string, fix: string) => new ZeroTrustError(scope.node.scope!, 'DirectlyReachable', what,
    `${fix} Or say why callers may go around the distribution: alsoReachableDirectly.`);
  if (!domain?.mutualTlsAuthentication) {
    throw refuse(`${api.node.path} takes connections from everyone, so the distribution and its firewall can be gone around.`,
      'Give the API a domain with mutualTls.');
  }
  if (!clientCertificate) throw refuse(`${api.node.path} asks for a client certificate, and the distribution has none.`, 'Pass clientCertificate.');
}

function apiOrigin(
  id: string, { clientCertificate }: EdgeApiOptions, at: { readonly domainName: string; readonly originPath?: string },
): cloudfront.OriginBindConfig {
  return {
    originProperty: {
      id,
      ...at,
      customOriginConfig: { ...TLS_ONLY, originMtlsConfig: clientCertificate && { clientCertificateArn: clientCertificate.certificateArn } },
    },
  };
}

function distributionArn(stack: Stack, distributionId?: string): string {
  return stack.formatArn({ service: 'cloudfront', region: '', resource: 'distribution', resourceName: distributionId });
}

/** Signs every request, whatever a viewer signed. Names are unique in an account, and no longer than 64 characters. */
function accessControl(scope: Construct, originType: string): string {
  return new cloudfront.CfnOriginAccessControl(scope, 'AccessControl', {
    originAccessControlConfig: {
      name: `${Names.uniqueResourceName(scope, { maxLength: 55, separator: '-' })}-${deploymentId()}`,
      originAccessControlOriginType: originType,
      signingBehavior: 'always',
      signingProtocol: 'sigv4',
    },
  }).attrId;
}
