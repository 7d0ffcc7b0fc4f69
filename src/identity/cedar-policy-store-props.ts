import { RemovalPolicy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { CedarPolicies } from './cedar-policies';
import { DataClass } from '../core/data-class';
import { TrustZone } from '../zone/trust-zone';

/**
 * Properties of a `CedarPolicyStore`.
 */
export interface CedarPolicyStoreProps {
  /**
   * The policies. They are parsed now, and validated against the schema at synth.
   */
  readonly policies: CedarPolicies[];

  /**
   * The schema, as JSON. It must have `User`, which may be in `Group`, in the namespace. A token is taken when it is known at synth.
   */
  readonly schema: string;

  /**
   * The user pool whose tokens the store takes.
   */
  readonly userPool: cognito.IUserPool;

  /**
   * The apps whose tokens the store takes: tokens that other clients of the pool got are refused.
   */
  readonly clients: cognito.IUserPoolClient[];

  /**
   * The one namespace of schema and policies.
   *
   * @default 'App'
   */
  readonly cedarNamespace?: string;

  /**
   * What the store is for.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Leaves the encryption to a key that AWS owns. A store cannot change between the two. It shows in the template's metadata
   * and in the evidence.
   *
   * @default false
   */
  readonly useAwsOwnedKey?: boolean;

  /**
   * The class of the policies: decides the key of the store.
   *
   * @default DataClass.CONFIDENTIAL
   */
  readonly dataClass?: DataClass;

  /**
   * The zone of the store.
   *
   * @default - the zone of the scope
   */
  readonly zone?: TrustZone;

  /**
   * What happens to the store when the stack goes. `DESTROY`, for sandboxes, also takes the protection against deletion away.
   *
   * @default - as the zone's profile says: RETAIN for all but `Profile.SANDBOX`
   */
  readonly removalPolicy?: RemovalPolicy;
}
