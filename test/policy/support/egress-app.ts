import { Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { SecureFunction } from '../../../src/compute/secure-function';
import { Egress } from '../../../src/zone/network/egress';

/** A function that leaves the network, and one that does not. */
export function buildEgressApp(scope: Construct): Stack {
  const stack = new Stack(scope, 'Egress');
  const code = Code.fromInline('exports.handler = async () => {}');
  new SecureFunction(stack, 'Leaves', { code }).allowEgress(Egress.https('api.example.com'));
  new SecureFunction(stack, 'Stays', { code });
  return stack;
}
