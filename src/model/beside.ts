import { dirname } from 'path';
import { fail, pass, unknown } from './judge';
import type { RuleResult } from './rule-result';
import type { TemplateIndex, TemplateResource, TemplateStack } from './template';

/** Whether two resources are deployed to the same place: `maybe` where a stack does not tell. */
export type Beside = 'yes' | 'maybe' | 'no';

/** Whether two resources are in the same account: a service of one account sees and protects nothing in another one. */
export function isInAccountOf(one: TemplateResource, other: TemplateResource): Beside {
  return compare(rootOf(one.stack), rootOf(other.stack), 'account');
}

/** Whether a resource is in an account. */
export function isInAccount({ stack }: TemplateResource, account: string): Beside {
  const own = accountOf(rootOf(stack));
  return own === undefined ? 'maybe' : own === account ? 'yes' : 'no';
}

/** The accounts that stacks with resources are for, as far as they name them. */
export function accountsOf({ stacks }: TemplateIndex): string[] {
  return [...new Set(stacks.filter(({ resources }) => resources.size > 0).flatMap((stack) => accountOf(rootOf(stack)) ?? []))];
}

/** Whether two resources are in the same Region, whatever their accounts. */
export function isInRegionOf(one: TemplateResource, other: TemplateResource): Beside {
  return compare(rootOf(one.stack), rootOf(other.stack), 'region');
}

/** Whether two resources are in the same Region of the same account, as what a Regional service has must be. */
export function isBeside(one: TemplateResource, other: TemplateResource): Beside {
  return least(isInAccountOf(one, other), isInRegionOf(one, other));
}

/** The least certain of some answers. */
export function least(...answers: Beside[]): Beside {
  return answers.includes('no') ? 'no' : answers.includes('maybe') ? 'maybe' : 'yes';
}

/** The most certain of some answers; `no` of none. */
export function most(...answers: Beside[]): Beside {
  return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
}

/** What of some candidates is beside a resource for certain, and what may be. Whether one exists is asked last: each condition doubles the worlds. */
export function besides(
  resource: TemplateResource, candidates: readonly TemplateResource[], where: (one: TemplateResource, other: TemplateResource) => Beside = isBeside,
): { readonly there: TemplateResource[]; readonly maybe: TemplateResource[] } {
  const of = (answer: Beside) => candidates.filter((one) => where(one, resource) === answer && one.exists());
  return { there: of('yes'), maybe: of('maybe') };
}

/** A nested stack is deployed where its parent is. */
function rootOf(stack: TemplateStack): TemplateStack {
  return stack.nestedAs ? rootOf(stack.nestedAs.stack) : stack;
}

/** What names no environment goes to the one of the deployment. Stages have folders of their own, and may be deployed apart. */
function compare(one: TemplateStack, other: TemplateStack, what: 'account' | 'region'): Beside {
  if (one === other) return 'yes';
  const [a, b] = [one, other].map(what === 'account' ? accountOf : regionOf);
  if (a !== undefined && b !== undefined) return a === b ? 'yes' : 'no';
  return a === b && folderOf(one) === folderOf(other) ? 'yes' : 'maybe';
}

function accountOf({ account }: TemplateStack): string | undefined {
  return account === 'unknown-account' ? undefined : account;
}

function regionOf({ region }: TemplateStack): string | undefined {
  return region === 'unknown-region' ? undefined : region;
}

function folderOf({ templatePath }: TemplateStack): string | undefined {
  return templatePath === undefined ? undefined : dirname(templatePath);
}

/** Passes where one of some candidates is beside a resource for certain; not known where one only may be. */
export function someBeside(
  resource: TemplateResource, candidates: readonly TemplateResource[], finding: string, seen: string,
  where: (one: TemplateResource, other: TemplateResource) => Beside = isBeside,
): RuleResult {
  const { there: [one], maybe: [other] } = besides(resource, candidates, where);
  if (one) return pass(one.name);
  return other ? unknown(`${finding} for certain: whether ${other.name} is in the same account and Region is not known before deployment`) : fail(finding, seen);
}
