import { TemplateModel, TemplateResource, textOf } from '../../model';
import { accountsOf, Beside, isInAccount } from '../../model/beside';
import { every, fail, isFalseOrAbsent, pass, TOO_MANY, unknown } from '../../model/judge';
import { UnreadType } from '../../model/unread';
import type { Verdict } from '../evaluate';
import type { RuleResult } from '../rule';
import type { CapabilityRule } from './capability';

/** What provides a capability that no resource of the app provides, and who answers for that. */
export interface Provision {
  readonly name: string;
  readonly arn: string;
  readonly owner: string;
}

/** A capability that an app must have. */
export interface Required {
  readonly rule: CapabilityRule;
  readonly provision?: Provision;
}

/**
 * One verdict for each capability, over all templates: on the resource that provides it in every combination of conditions, or on the
 * first template when none does, or when it is provided from elsewhere.
 */
export function judgeRequired(model: TemplateModel, required: Required[]): Verdict[] {
  const [place] = model.ofType(UnreadType.TEMPLATE);
  const elsewhere = new Set(required.flatMap(({ rule, provision }) => (provision ? [rule.capability] : [])));
  return place === undefined ? [] : required.map((one) => ({ rule: one.rule, ...find(model, one, place, elsewhere) }));
}

function find(
  model: TemplateModel, { rule, provision }: Required, place: TemplateResource, elsewhere: ReadonlySet<string>,
): { resource: TemplateResource; result: RuleResult } {
  if (provision) return { resource: place, result: pass(describeProvision(provision)) };
  const candidates = rule.types.flatMap((type) => model.ofType(type));
  let provider: TemplateResource | undefined;
  const worlds = model.worlds.explore(() => {
    const there = candidates.filter((candidate) => candidate.exists());
    return every(...placesOf(model, rule).map((account) => {
      const found = best(model, rule, there, elsewhere, account);
      provider ??= found.provider;
      return found.result;
    }));
  });
  const result = worlds ? every(...worlds) : TOO_MANY;
  return { resource: result.verdict === 'pass' ? provider ?? place : place, result };
}

/** The accounts of which each must have it; one place for all where that is not asked, or no stack names an account. */
function placesOf(model: TemplateModel, { isOfAccount }: CapabilityRule): (string | undefined)[] {
  const accounts = isOfAccount ? accountsOf(model) : [];
  return accounts.length > 0 ? accounts : [undefined];
}

/** The best of what there is for an account, in one world of conditions. */
function best(
  model: TemplateModel, rule: CapabilityRule, candidates: TemplateResource[], elsewhere: ReadonlySet<string>, account: string | undefined,
): { provider?: TemplateResource; result: RuleResult } {
  const judged = candidates.filter((resource) => isFor(resource, account) !== 'no')
    .map((resource) => ({ resource, result: every(check(rule, resource, model, elsewhere), isFor(resource, account) === 'yes' ? pass() : unknown(ELSEWHERE, account)) }));
  const good = judged.find(({ result }) => result.verdict === 'pass');
  if (good) return { provider: good.resource, result: pass(good.resource.name) };
  const finding = `${account === undefined ? 'the app' : `account ${account} of the app`} has no ${rule.capability.replace(/-/g, ' ')}`;
  const maybe = judged.find(({ result }) => result.verdict === 'unknown');
  if (maybe) return { result: unknown(`${finding} for certain`, reasons([maybe])) };
  return { result: fail(finding, judged.length > 0 ? reasons(judged.slice(0, 5)) : `no ${rule.types.join(' or ')}`) };
}

const ELSEWHERE = 'whether it is for this account is not known before deployment';

/** What is for a whole organization is for its accounts, of which this one may be. */
function isFor(resource: TemplateResource, account: string | undefined): Beside {
  if (account === undefined) return 'yes';
  const answer = isInAccount(resource, account);
  return answer === 'no' && isOfOrganization(resource) ? 'maybe' : answer;
}

function isOfOrganization(resource: TemplateResource): boolean {
  const isOn = ['IsOrganizationTrail', 'OrganizationEnabled'].some((property) => isFalseOrAbsent(resource.at(property), '').verdict !== 'pass');
  return isOn || textOf(resource.at('Type').value)?.startsWith('ORGANIZATION') === true;
}

function reasons(judged: { resource: TemplateResource; result: RuleResult }[]): string {
  return judged.map(({ resource, result }) => `${resource.name}: ${result.verdict === 'pass' ? '' : result.finding}`).join('; ');
}

/** Odd input is no reason to stop, as with other rules. */
function check(rule: CapabilityRule, resource: TemplateResource, model: TemplateModel, elsewhere: ReadonlySet<string>): RuleResult {
  try {
    return rule.check(resource, model, elsewhere);
  } catch (error) {
    return unknown(`the rule could not read this resource: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A provision in a line of evidence. */
export function describeProvision({ name, arn, owner }: Provision): string {
  return `provided by ${name}, ${arn}, for which ${owner} answers`;
}
