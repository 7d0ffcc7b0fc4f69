import { join } from 'path';
import { StackProps } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { CostAlarmOptions, GatewayPrefixLists } from 'cdk-zero-trust';

export interface ClaimsStackProps extends StackProps {
  /** For a region whose gateway prefix lists the library does not know. */
  readonly prefixLists?: GatewayPrefixLists;
  /** Where the platform is found; without it there is no distribution, and the API keeps the name that API Gateway gives. */
  readonly site?: ClaimsSite;
  /** The organisation of the account, `o-…`; without it there is no perimeter of it. */
  readonly organizationId?: string;
  /** What the platform may cost; without it there is no budget. */
  readonly costs?: CostAlarmOptions;
  /** For a bare account: without what has to be there before, and without what stays. README has the list. */
  readonly firstLook?: boolean;
}

/** Names of the platform, and the certificates that somebody has issued for them. */
export interface ClaimsSite {
  readonly domainName: string;
  /** In us-east-1. */
  readonly certificateArn: string;
  readonly apiDomainName: string;
  /** In the region of the stack. */
  readonly apiCertificateArn: string;
  /** Shown by the distribution to the API; in us-east-1. */
  readonly clientCertificateArn: string;
  /** Holds the certificate of the authority that issued it, as `authority.pem`. */
  readonly trustStoreBucket: string;
  /** Of that file: who may change the file does not decide whom the API trusts. */
  readonly trustStoreVersion: string;
}

/** The bundled code of a handler. */
export function handlerCode(name: string): Code {
  return Code.fromAsset(join(__dirname, 'dist', name));
}
