import type { RemovalPolicy } from 'aws-cdk-lib';
import type { SecureFunction } from './secure-function';
import type { DataClass } from '../core/data-class';

/**
 * Properties of a `ServiceLink`.
 */
export interface ServiceLinkProps {
  /**
   * The function that answers.
   */
  readonly target: SecureFunction;

  /**
   * The class of what requests tell by their paths: decides the key of the access log.
   *
   * @default DataClass.CONFIDENTIAL
   */
  readonly dataClass?: DataClass;

  /**
   * What happens to the access log when the stack goes.
   *
   * @default - as the zone's profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly removalPolicy?: RemovalPolicy;
}
