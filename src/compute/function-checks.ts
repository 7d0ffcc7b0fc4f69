import * as lambda from 'aws-cdk-lib/aws-lambda';
import { UNSUPPORTED_RUNTIMES } from './runtimes';
import type { SecureFunctionProps } from './secure-function-props';
import { ZeroTrustError } from '../core/errors';
import { checkReserved } from '../core/reserved-concurrency';
import { requireSupportedCdk } from '../core/supported-cdk';

/** Throws `UnsupportedRuntime`, and `CdkTooOld` where aws-cdk-lib lacks the default runtime. */
export function checkRuntime(path: string, runtime?: lambda.Runtime): void {
  requireSupportedCdk(path);
  if (!runtime || !UNSUPPORTED_RUNTIMES.has(runtime.name)) return;
  throw new ZeroTrustError(path, 'UnsupportedRuntime', `Lambda no longer patches ${runtime.name}.`,
    'use a supported version, for example the default or Runtime.PYTHON_3_13.');
}

/** Throws `NoConcurrency`, `TimeoutTooLong`. */
export function checkLimits(path: string, props: SecureFunctionProps): void {
  checkReserved(path, props.reservedConcurrentExecutions);
  if (props.timeout && !props.timeout.isUnresolved() && props.timeout.toSeconds() > 900) {
    throw new ZeroTrustError(path, 'TimeoutTooLong', `a timeout of ${props.timeout.toSeconds()} s is over Lambda's 900 s.`,
      'split the work, or use a state machine.');
  }
}

/** Throws `NoNetwork`. */
export function checkMount(path: string, hasNetwork: boolean): void {
  if (hasNetwork) return;
  throw new ZeroTrustError(path, 'NoNetwork', 'a file system is mounted in a VPC, and the zone of this function has no network.',
    'give the zone ZoneNetwork.isolated() or ZoneNetwork.existing(vpc).');
}
