import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import { tellDataHandled } from './data-handling';
import { callerOf, declareEdge, withEdgeDeclared } from './declare-edge';
import { Intent } from './edge';

/** @internal */
export interface ExactGrantOptions {
  readonly grantee: iam.IGrantable;
  /** The construct that is granted, for the trust graph. */
  readonly target: IConstruct;
  readonly intent: Intent;
  /** Exact actions: a `*` here is a mistake of ours. */
  readonly actions: string[];
  readonly resourceArns: string[];
  readonly conditions?: Record<string, Record<string, unknown>>;
  /** The key under which the target stores, with the actions that this intent needs and the service that uses it. */
  readonly key?: kms.IKey;
  readonly keyActions?: string[];
  /** Endpoint name of the service that calls KMS for the grantee: `dynamodb`, `sqs`, `secretsmanager` … */
  readonly viaService?: string;
  /** Values of the encryption context under which alone the key may be used; each may hold wildcards. */
  readonly encryptionContext?: Record<string, string[]>;
}

/**
 * Grants exactly the given actions, and the key only through the service that holds the data, and declares the edge. A function that is
 * granted a store has its logs masked for the store's class.
 *
 * @internal
 */
export function exactGrant(options: ExactGrantOptions): iam.Grant {
  const { grantee, target, intent, actions, resourceArns, conditions, key, keyActions, viaService, encryptionContext } = options;
  declareEdge(target, { caller: callerOf(grantee), target: target.node.path, intent, actions });
  // a secret opens a store, and is not what flows from it
  if (key && viaService !== 'secretsmanager') tellDataHandled(grantee, key);
  return withEdgeDeclared(() => {
    const grant = iam.Grant.addToPrincipal({ grantee, actions, resourceArns, conditions });
    if (!key || !keyActions?.length || !viaService) return grant;

    return grant.combine(grantKeyVia(viaService, { grantee, target, key, actions: keyActions, encryptionContext }));
  });
}

/** @internal */
export interface KeyGrantOptions {
  readonly grantee: iam.IGrantable;
  /** The construct that stores under the key. */
  readonly target: IConstruct;
  readonly key: kms.IKey;
  readonly actions: string[];
  /** Values of the encryption context under which alone the key may be used; each may hold wildcards. */
  readonly encryptionContext?: Record<string, string[]>;
}

/**
 * Grants a key only through the service that holds the data: the grantee itself cannot call KMS.
 *
 * @internal
 */
export function grantKeyVia(service: string, options: KeyGrantOptions): iam.Grant {
  const { grantee, target, key, actions, encryptionContext = {} } = options;
  const stack = Stack.of(target);
  const context = Object.entries(encryptionContext).map(([name, values]) => [`kms:EncryptionContext:${name}`, values]);
  return iam.Grant.addToPrincipal({
    grantee,
    actions,
    resourceArns: [key.keyArn],
    conditions: {
      StringEquals: { 'kms:ViaService': `${service}.${stack.region}.${stack.urlSuffix}` },
      ...context.length > 0 && { StringLike: Object.fromEntries(context) },
    },
  });
}
