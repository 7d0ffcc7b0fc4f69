import { RemovalPolicy, Resource, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as verifiedpermissions from 'aws-cdk-lib/aws-verifiedpermissions';
import { Construct } from 'constructs';
import { ofUserPool } from './cedar-entities';
import { ParsedPolicy, parsePolicies } from './cedar-parser';
import { CedarPolicyStoreProps } from './cedar-policy-store-props';
import { faultsOf } from './cedar-validation';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { ofProtected } from '../core/removal';
import { strictGrant } from '../core/strict-grant';
import type { DataKey } from '../zone/keys/data-key';
import { TrustZone } from '../zone/trust-zone';

/** Source: Verified Permissions API reference, PutSchema and CreatePolicy. */
const NAMESPACE = /^[A-Za-z_][A-Za-z0-9_]*$/;
const MAX_POLICY_BYTES = 10_000;

/**
 * A store of Cedar policies in Verified Permissions, which decides by them who may do what.
 *
 * In the template: the store, which takes only policies that fit its schema, is protected from deletion, retained and under the
 * zone's key; each policy, which goes when it is taken out of the code; and the user pool as the source of identities, for tokens of the named clients only.
 *
 * Policies are parsed now (`BadPolicy`, `PolicyTemplate`, `NoPolicies`, `DuplicatePolicy`, `PolicyTooLong`) and validated against
 * the schema at synth (`InvalidPolicy`, `UnknownRoute`, `BadSchema`): each error names file, line and what Cedar says. Users and
 * groups stand in policies by subject and name; the store gets them with the user pool before them, as tokens of the pool have them.
 *
 * Fixed cost: none; a decision costs 5 USD a million (Verified Permissions pricing, us-east-1, November 2026).
 * Source: NIST 800-53 AC-3, AC-6; NIST 800-207 tenet 4.
 *
 * @example
 * declare const userPool: SecureUserPool;
 * declare const web: cognito.IUserPoolClient;
 * declare const schema: string; // of Cedar, as JSON
 *
 * new CedarPolicyStore(this, 'Policies', {
 *   userPool,
 *   clients: [web],
 *   schema,
 *   policies: [CedarPolicies.fromFile('policies.cedar')],
 * });
 */
export class CedarPolicyStore extends Resource {
  /** The zone of the store. */
  public readonly zone: TrustZone;
  /** The identifier of the store. */
  public readonly policyStoreId: string;
  /** The ARN of the store. */
  public readonly policyStoreArn: string;
  /** The one namespace of schema and policies. */
  public readonly cedarNamespace: string;

  /** @internal */
  public readonly _policies: ParsedPolicy[];

  private readonly key?: DataKey;

  constructor(scope: Construct, id: string, props: CedarPolicyStoreProps) {
    const path = pathOf(scope, id);
    checkProps(new.target === CedarPolicyStore, 'CedarPolicyStoreProps', path, props);
    const namespace = props.cedarNamespace ?? 'App';
    checkNamespace(path, namespace);
    if (props.clients.length === 0) {
      throw new ZeroTrustError(path, 'NoClients', 'without a client, tokens of every app of the user pool would do.', 'name the clients whose tokens are taken.');
    }
    const policies = parsePolicies(path, props.policies);
    super(scope, id);

    this.zone = props.zone ?? TrustZone.of(scope);
    this.cedarNamespace = namespace;
    this._policies = policies;
    if (props.useAwsOwnedKey) {
      this.node.addMetadata('cdk-zero-trust:opt-out', 'useAwsOwnedKey: policies are encrypted under a key that AWS owns');
    } else {
      this.key = this.zone.key(props.dataClass);
      this.key.allowPolicyStores();
    }
    const removalPolicy = ofProtected(props.removalPolicy ?? this.zone.profile.removalPolicy);
    const store = new verifiedpermissions.CfnPolicyStore(this, 'Resource', {
      description: props.description,
      schema: { cedarJson: props.schema },
      validationSettings: { mode: 'STRICT' },
      deletionProtection: { mode: removalPolicy === RemovalPolicy.DESTROY ? 'DISABLED' : 'ENABLED' },
      encryptionSettings: this.key && { kmsEncryptionSettings: { key: this.key.keyArn } },
    });
    store.applyRemovalPolicy(removalPolicy);
    this.policyStoreId = store.attrPolicyStoreId;
    this.policyStoreArn = store.attrArn;

    this.addPolicies(props.userPool.userPoolId);
    new verifiedpermissions.CfnIdentitySource(this, 'UserPool', {
      policyStoreId: this.policyStoreId,
      principalEntityType: `${namespace}::User`,
      configuration: {
        cognitoUserPoolConfiguration: {
          userPoolArn: props.userPool.userPoolArn,
          clientIds: props.clients.map((client) => client.userPoolClientId),
          groupConfiguration: { groupEntityType: `${namespace}::Group` },
        },
      },
    });
    this.node.addValidation({
      validate: () => faultsOf(path, namespace, Stack.of(this).resolve(props.schema), policies).map((fault) => fault.message),
    });
    this.zone._join(this);
  }

  /**
   * Lets a caller ask the store for decisions about tokens, `verifiedpermissions:IsAuthorizedWithToken`, and its key through the
   * service. Declares the edge. Throws `GrantWithoutEffect` for a grantee without policies.
   *
   * @param grantee who asks
   */
  public grantDecide(grantee: iam.IGrantable): iam.Grant {
    return strictGrant({
      grantee,
      target: this,
      intent: Intent.USE,
      actions: ['verifiedpermissions:IsAuthorizedWithToken'],
      resourceArns: [this.policyStoreArn],
      key: this.key,
      keyActions: ['kms:Decrypt'],
      viaService: 'verifiedpermissions',
    });
  }

  /** Not retained: a permit that was taken out of the code must not stay in force. */
  private addPolicies(userPoolId: string): void {
    for (const policy of this._policies) {
      if (Buffer.byteLength(policy.text) > MAX_POLICY_BYTES) {
        throw new ZeroTrustError(this, 'PolicyTooLong', `${policy.place()}: the policy is over the ${MAX_POLICY_BYTES} bytes that Verified Permissions takes.`,
          'split it in two.');
      }
      new verifiedpermissions.CfnPolicy(this, `Policy-${policy.id}`, {
        policyStoreId: this.policyStoreId,
        definition: { static: { statement: ofUserPool(policy, this.cedarNamespace, userPoolId) } },
      });
    }
  }
}

function checkNamespace(path: string, namespace: string): void {
  if (!Token.isUnresolved(namespace) && NAMESPACE.test(namespace)) return;
  throw new ZeroTrustError(path, 'BadNamespace', 'the namespace is a token or no identifier of Cedar.', 'use letters, digits and _, for example App.');
}
