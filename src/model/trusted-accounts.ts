import { isServiceAccount } from './aws-accounts';
import { parameterKey } from './expression';
import { isObject } from './json';
import type { TemplateIndex, TemplateResource, TemplateStack } from './template';

/** Properties that hold a role of the resource, or of a part of it. A role can be passed within its account only, so its ARN has the account of the template. */
const ROLE_PROPERTIES = ['Role', 'RoleArn', 'RoleARN', 'ExecutionRoleArn', 'ServiceRole', 'ServiceRoleArn', 'TaskRoleArn'];
/** Other properties that hold something of the same account. */
const OF_THE_SAME_ACCOUNT: Record<string, string> = {
  'AWS::Lambda::LayerVersionPermission': 'LayerVersionArn',
  'AWS::Lambda::Permission': 'FunctionName',
};
/** Where the role of a part of a resource is. */
const PARTS: Record<string, string> = { 'AWS::Events::Rule': 'Targets', 'AWS::Scheduler::Schedule': 'Target' };
const ACCOUNT = /^\d{12}$/;
const ORGANISATION = /^o-/;
const ACCOUNT_OF_ARN = /^arn:[^:]+:[a-z0-9-]+:[^:]*:(\d{12}):/;

/**
 * The accounts that policies may name: those of the stacks, and those that the owner of the templates trusts. All others are strangers. And the
 * organisations: no template shows of which one its account is, so that none is a stranger before the owner says which are trusted.
 */
export class TrustedAccounts {
  private readonly accounts: ReadonlySet<string>;
  private readonly organisations: ReadonlySet<string>;
  /** Stacks of no known account that have a mapping of accounts. */
  private readonly lookedUp: TemplateStack[];

  constructor(model: TemplateIndex, trusted: Iterable<string> = []) {
    const ofStacks = model.stacks.flatMap(({ account }) => (account === undefined ? [] : [account]));
    const said = [...trusted];
    this.organisations = new Set(said.filter((one) => ORGANISATION.test(one)));
    this.lookedUp = model.stacks.filter((stack) => stack.account === undefined && stack.entries('Mappings').some(([, map]) => isOfAccounts(map)));
    const shown = ofStacks.length > 0 ? ofStacks : model.resources.flatMap(accountShownBy);
    this.accounts = new Set([...said.filter((one) => !ORGANISATION.test(one)), ...shown]);
  }

  public has(account: string): boolean {
    return this.accounts.has(account) || isServiceAccount(account) || this.isDeployedTo(account);
  }

  /** Whether it is the account of a template in this world: the one by whose number the template looks up a mapping. */
  private isDeployedTo(account: string): boolean {
    return this.lookedUp.some((stack) => stack.model.worlds.assumed(parameterKey(stack, 'AWS::AccountId')) === account);
  }

  /** Whether an organisation is trusted, or nothing tells which ones are. */
  public hasOrganisation(id: string): boolean {
    return this.organisations.size === 0 || this.organisations.has(id);
  }

  /** Whether anything tells which organisations are trusted. */
  public get organisationsAreKnown(): boolean {
    return this.organisations.size > 0;
  }

  /** Whether anything tells which account the templates are for: without it, a source that is named by its account may be in it. */
  public get areKnown(): boolean {
    return this.accounts.size > 0;
  }
}

function isOfAccounts(map: unknown): boolean {
  return isObject(map) && Object.keys(map).every((key) => ACCOUNT.test(key));
}

/** The account that a template without an environment shows to be its own. */
function accountShownBy({ type, properties: { source } }: TemplateResource): string[] {
  if (!isObject(source)) return [];
  const parts = [source, source[PARTS[type] ?? '']].flat().filter(isObject);
  return parts.flatMap(Object.entries<unknown>).flatMap(([property, arn]) => {
    if (typeof arn !== 'string' || !(ROLE_PROPERTIES.includes(property) || OF_THE_SAME_ACCOUNT[type] === property)) return [];
    return ACCOUNT_OF_ARN.exec(arn)?.[1] ?? [];
  });
}
