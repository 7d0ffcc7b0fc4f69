import { join } from 'path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { TokenKeys } from './token-keys';
import { SecureFunction } from '../compute/secure-function';
import { DataClass } from '../core/data-class';
import { Egress } from '../zone/network/egress';
import { ZoneNetwork } from '../zone/network/zone-network';
import { TrustZone } from '../zone/trust-zone';

/** Where the bundled code of the package's functions is. */
export const LAMBDA_FOLDER = join(__dirname, '..', '..', 'assets', 'lambda');

export interface AuthorizerFunctionProps {
  readonly zone: TrustZone;
  readonly code: lambda.Code;
  readonly description: string;
  readonly environment: Record<string, string>;
  readonly keys?: TokenKeys;
  /** The host from which keys are fetched. */
  readonly keysHost: string;
  readonly memorySize?: number;
  readonly reservedConcurrentExecutions?: number;
  readonly dataClass?: DataClass;
  readonly logRemovalPolicy?: RemovalPolicy;
}

/** The function of an authorizer: in the network of its zone, unless its keys are to be fetched from outside of it. */
export function authorizerFunction(scope: Construct, props: AuthorizerFunctionProps): SecureFunction {
  const { zone, keys, keysHost, ...rest } = props;
  const outside = keys?._outside !== undefined && zone.hasNetwork;
  // before anything is made, as it throws for what is no host
  const issuer = keys?._byEgress && zone.hasNetwork ? Egress.https(keysHost) : undefined;
  const fn = new SecureFunction(scope, 'Function', {
    ...rest,
    zone: outside ? zoneOutside(scope, zone, keys._outside!, props.dataClass) : zone,
    // API Gateway refuses when there is no answer; the function itself gives up and denies before
    timeout: Duration.seconds(8),
    memorySize: props.memorySize ?? 512,
  });
  if (outside) zone._join(fn);
  if (issuer) zone.allowEgress(issuer, fn);
  return fn;
}

/** A zone of the function alone, with the keys of the zone that it belongs to, and without its network. */
function zoneOutside(scope: Construct, zone: TrustZone, reason: string, dataClass = DataClass.CONFIDENTIAL): TrustZone {
  return new TrustZone(scope, 'Outside', {
    network: ZoneNetwork.none(reason),
    keys: { [DataClass.CONFIDENTIAL]: zone.key(), [dataClass]: zone.key(dataClass) },
    profile: zone.profile,
    logMasking: zone._logMasking,
    removalPolicy: zone._removalPolicy,
    permissionsBoundary: zone.permissionsBoundary,
  })._follow(zone);
}
