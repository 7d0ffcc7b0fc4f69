/** Where this library is at home. */
export const HOME = 'https://github.com/cdk-zero-trust/cdk-zero-trust';

/** Where a rule is explained. */
export function rulePage(id: string): string {
  return `${HOME}/blob/main/RULES.md#${id.toLowerCase()}`;
}
