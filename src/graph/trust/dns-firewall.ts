import { anySubnetOf } from './positions';
import type { Answer } from './texts';
import { Expression, TemplateResource, textOf } from '../../model';
import { resourceOf } from '../../model/judge';
import type { TemplateModel } from '../../model/template-model';

/** Whether the DNS firewalls of a network refuse all of some names, or some of them only, which is open. */
export function dnsBlocks(model: TemplateModel, vpc: TemplateResource, names: readonly string[]): Answer {
  return anySubnetOf(names.map((name) => blocks(model, vpc, name)));
}

/** By the first rule that matches a name, in the order of priorities. */
function blocks(model: TemplateModel, vpc: TemplateResource, name: string): Answer {
  const associations = model.ofType('AWS::Route53Resolver::FirewallRuleGroupAssociation').filter((one) => one.exists() && resourceOf(one.at('VpcId').value) === vpc);
  for (const association of inOrder(associations, (one) => one.at('Priority'))) {
    const group = resourceOf(association.at('FirewallRuleGroupId').value, 'AWS::Route53Resolver::FirewallRuleGroup');
    if (!group) return 'maybe';
    for (const rule of inOrder(group.at('FirewallRules').items(), (one) => one.at('Priority'))) {
      const list = resourceOf(rule.at('FirewallDomainListId').value, 'AWS::Route53Resolver::FirewallDomainList');
      if (!list) continue;
      const matched = list.at('Domains').items().some((domain) => covers(textOf(domain.value) ?? '', name));
      if (matched) return textOf(rule.at('Action').value) === 'BLOCK' ? 'yes' : 'no';
    }
  }
  return 'no';
}

function inOrder<T>(items: T[], priority: (item: T) => Expression): T[] {
  return [...items].sort((a, b) => Number(textOf(priority(a).value) ?? 0) - Number(textOf(priority(b).value) ?? 0));
}

/** A name of a service in any Region, in lower case. */
export function withoutRegion(domain: string): string {
  return domain.replace(/\.$/, '').replace(/\$\{AWS::URLSuffix\}/g, 'amazonaws.com').toLowerCase()
    .replace(/\$\{[^}]*\}|(?<=\.)[a-z]{2}(-[a-z]+)+-\d(?=\.(?:amazonaws\.com|api\.aws))/g, 'region');
}

/** The Region in names of services is any: it is a gap in lists that are written for each. */
function covers(domain: string, name: string): boolean {
  const plain = withoutRegion(domain);
  return plain === '*' || plain === name || (plain.startsWith('*.') && name.endsWith(plain.slice(1)));
}
