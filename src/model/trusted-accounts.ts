import { isServiceAccount } from './aws-accounts';
import { isObject } from './json';
import type { TemplateIndex, TemplateResource } from './template';

/** Properties that hold a role of the resource. A role can be passed within its account only, so its ARN has the account of the template. */
const ROLE_PROPERTIES = ['Role', 'RoleArn', 'RoleARN', 'ExecutionRoleArn', 'ServiceRole', 'ServiceRoleArn', 'TaskRoleArn'];
/** Other properties that hold something of the same account. */
const OF_THE_SAME_ACCOUNT: Record<string, string> = {
  'AWS::Lambda::LayerVersionPermission': 'LayerVersionArn',
  'AWS::Lambda::Permission': 'FunctionName',
};
const ACCOUNT_OF_ARN = /^arn:[^:]+:[a-z0-9-]+:[^:]*:(\d{12}):/;

/** The accounts that policies may name: those of the stacks, and those that the owner of the templates trusts. All others are strangers. */
export class TrustedAccounts {
  private readonly accounts: ReadonlySet<string>;

  constructor(model: TemplateIndex, trusted: Iterable<string> = []) {
    const ofStacks = model.stacks.flatMap(({ account }) => (account === undefined ? [] : [account]));
    this.accounts = new Set([...trusted, ...(ofStacks.length > 0 ? ofStacks : model.resources.flatMap(accountShownBy))]);
  }

  public has(account: string): boolean {
    return this.accounts.has(account) || isServiceAccount(account);
  }

  /** Whether anything tells which account the templates are for: without it, a source that is named by its account may be in it. */
  public get areKnown(): boolean {
    return this.accounts.size > 0;
  }
}

/** The account that a template without an environment shows to be its own. */
function accountShownBy({ type, properties: { source } }: TemplateResource): string[] {
  if (!isObject(source)) return [];
  return Object.entries(source).flatMap(([property, arn]) => {
    if (typeof arn !== 'string' || !(ROLE_PROPERTIES.includes(property) || OF_THE_SAME_ACCOUNT[type] === property)) return [];
    return ACCOUNT_OF_ARN.exec(arn)?.[1] ?? [];
  });
}
