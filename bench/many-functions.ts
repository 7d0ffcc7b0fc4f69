import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { SecureFunction } from 'cdk-zero-trust';

/** So that five resources each stay below the 500 of a stack. */
const PER_STACK = 84;

/** Calls for each stack with how many functions go into it. */
export function inStacks(app: App, functions: number, fill: (stack: Stack, queue: sqs.Queue, count: number) => void): void {
  for (let done = 0; done < functions; done += PER_STACK) {
    const stack = new Stack(app, `Stack${done}`);
    fill(stack, new sqs.Queue(stack, 'Target'), Math.min(PER_STACK, functions - done));
  }
}

/** Secure functions that send to the queue of their stack. */
export function addSecureFunctions(app: App, functions: number): void {
  inStacks(app, functions, (stack, queue, count) => {
    for (let i = 0; i < count; i++) {
      queue.grantSendMessages(new SecureFunction(stack, `Fn${i}`, {
        code: lambda.Code.fromInline('exports.handler = async () => {}'), environment: { INDEX: `${i}` },
      }));
    }
  });
}
