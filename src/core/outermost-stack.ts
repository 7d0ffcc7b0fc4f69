import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * The stack that a construct is deployed by: nested stacks go with their parent.
 *
 * @internal
 */
export function outermostStack(scope: IConstruct): Stack {
  const stack = Stack.of(scope);
  return stack.nestedStackParent ? outermostStack(stack.nestedStackParent) : stack;
}
