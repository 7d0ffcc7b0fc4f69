import { join } from 'path';
import { Duration, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { IConstruct } from 'constructs';
import { SecureFunction } from '../compute/secure-function';
import { TrustZone } from '../zone/trust-zone';

const CODE = join(__dirname, '..', '..', 'assets', 'lambda', 'rotate-secret');

/**
 * The function that rotates every secret of one zone in one stack whose value nobody else has to be told: signing keys,
 * keys of our own APIs, passwords that are checked against the secret itself.
 *
 * @internal
 */
export function secretRotation(secret: IConstruct, zone: TrustZone): SecureFunction {
  const stack = Stack.of(secret);
  // In the secret's stack, and not always the zone's: a zone that named secrets of stacks that use its keys would make a cycle.
  const beside = Stack.of(zone) === stack;
  const scope = beside ? zone : stack;
  const id = beside ? 'SecretRotation' : `SecretRotation${zone.node.addr.slice(-8)}`;
  return scope.node.tryFindChild(id) as SecureFunction | undefined ?? new SecureFunction(scope, id, {
    zone,
    code: lambda.Code.fromAsset(CODE),
    description: `Rotates the secrets of ${zone.node.path}`,
    timeout: Duration.seconds(30),
  });
}
