import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { EventCheck } from './event-check';
import type { InvocationPoint } from '../core/invocation-point';
import type { DataKey } from '../zone/keys/data-key';
import type { TrustZone } from '../zone/trust-zone';

/** Of a `SecureFunction` what its event sources need, so that the function can take sources and they need not import it. @internal */
export interface EventConsumer extends lambda.Function {
  readonly zone: TrustZone;
  readonly _events: EventCheck;
  readonly _dataKey: DataKey;
  readonly _point: InvocationPoint;
}
