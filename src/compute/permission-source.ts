import { ArnFormat, Stack, Token } from 'aws-cdk-lib';

/** What a permission names as its source, as the template has it. */
export function sourceOf(stack: Stack, sourceArn?: string): { text: string; testInvoke: boolean } | undefined {
  if (!sourceArn) return undefined;
  const text = JSON.stringify(stack.resolve(sourceArn));
  return { text, testInvoke: text.includes('test-invoke-stage') };
}

/** The account of the source when its ARN says so, else this one. */
export function accountOf(stack: Stack, sourceArn?: string): string {
  if (!sourceArn || Token.isUnresolved(sourceArn)) return stack.account;
  return stack.splitArn(sourceArn, ArnFormat.SLASH_RESOURCE_NAME).account || stack.account;
}
