import { withoutRegion } from './dns-firewall';
import { anySubnetOf, worst } from './positions';
import { Outcome, Packets, statelessOutcomes } from './stateless-rules';
import type { Answer } from './texts';
import { Expression, lastTargetOf, TemplateResource, textOf } from '../../model';
import { isInRange, rangeOf } from '../../model/address-ranges';
import { resourceOf } from '../../model/judge';

/** What a group of rules does with HTTPS to a name: what is not decided may pass it, drop it, or both. */
interface Verdict {
  readonly passes: Answer;
  readonly drops: Answer;
}

const [NOTHING, ANYTHING]: Verdict[] = [{ passes: 'no', drops: 'no' }, { passes: 'maybe', drops: 'maybe' }];
/** Rules of Suricata that may pass or drop TLS to port 443. */
const ABOUT_HTTPS = /^\s*(pass|drop|reject|rejectboth|rejectsrc|rejectdst)\s+(?:ip|tcp|tcp-pkt|tcp-stream|tls|ssl|pkthdr)\s(?!.*->\s*\S+\s+!443\b)/gm;

/** Whether a firewall of AWS Network Firewall lets a subnet call all of some names by HTTPS; some of them only is open. */
export function firewallLets(firewall: TemplateResource, subnet: TemplateResource, names: readonly string[], version: 4 | 6): Answer {
  const policy = resourceOf(firewall.at('FirewallPolicyArn').value, 'AWS::NetworkFirewall::FirewallPolicy')?.at('FirewallPolicy');
  return policy ? anySubnetOf(names.map((name) => new Policy(policy, subnet, name, version).lets())) : 'maybe';
}

class Policy {
  constructor(
    private readonly policy: Expression,
    private readonly subnet: TemplateResource,
    private readonly name: string,
    private readonly version: 4 | 6,
  ) {}

  public lets(): Answer {
    const [out, back] = [this.outcomes(true), this.outcomes(false)];
    const stateful = out.includes('inspect') ? this.stateful() : 'no';
    const goes = anySubnetOf(out.map((outcome) => (outcome === 'pass' ? 'yes' : outcome === 'drop' ? 'no' : stateful)));
    // the stateful rules see a connection whole or not at all; whether answers come by the firewall depends on routes of their own
    const isAlike = new Set([...out, ...back]).size === 1;
    return goes === 'yes' && !isAlike ? 'maybe' : goes;
  }

  /** What its stateless rules do with packets between the subnet and the internet, of any part of them. */
  private outcomes(isOut: boolean): Outcome[] {
    const range = textOf(this.subnet.at(this.version === 4 ? 'CidrBlock' : 'Ipv6CidrBlock').value);
    const packets: Packets = { version: this.version, local: range === undefined ? undefined : rangeOf(range), isOut };
    return [...new Set(statelessOutcomes(this.policy, packets).flatMap((outcomes) => [...outcomes]))];
  }

  private stateful(): Answer {
    const references = this.policy.at('StatefulRuleGroupReferences');
    if (!references.isAbsent && references.value.kind !== 'known') return 'maybe';
    const order = this.policy.at('StatefulEngineOptions', 'RuleOrder');
    if (!order.isAbsent && order.value.kind !== 'known') return 'maybe';
    const isStrict = textOf(order.value) === 'STRICT_ORDER';
    const number = (reference: Expression) => Number(textOf(reference.at('Priority').value) ?? 0);
    const verdicts = [...references.items()].sort((a, b) => number(a) - number(b)).map((reference) => this.verdictOf(reference, isStrict));
    return isStrict ? this.inStrictOrder(verdicts) : byActions(verdicts);
  }

  /** The first that is about the name decides. */
  private inStrictOrder(verdicts: readonly Verdict[]): Answer {
    const actions = this.actionsOf('StatefulDefaultActions');
    const byDefault: Verdict = !actions ? ANYTHING : actions.some((action) => action.startsWith('aws:drop')) ? { passes: 'no', drops: 'yes' } : { passes: 'yes', drops: 'no' };
    const seen = { passes: false, drops: false };
    for (const { passes, drops } of [...verdicts, byDefault]) {
      if (passes === 'yes') return seen.drops ? 'maybe' : 'yes';
      if (drops === 'yes') return seen.passes ? 'maybe' : 'no';
      seen.passes ||= passes === 'maybe';
      seen.drops ||= drops === 'maybe';
    }
    return 'maybe';
  }

  private verdictOf(reference: Expression, isStrict: boolean): Verdict {
    const group = resourceOf(reference.at('ResourceArn').value, 'AWS::NetworkFirewall::RuleGroup');
    if (!group || !reference.at('Override').isAbsent) return ANYTHING;
    const source = group.at('RuleGroup', 'RulesSource');
    const rules = source.at('RulesString').isAbsent ? group.at('Rules') : source.at('RulesString');
    if (!rules.isAbsent) return bySuricata(textOf(rules.value));
    const list = source.at('RulesSourceList');
    const isHome = this.isHome(group.at('RuleGroup', 'RuleVariables', 'IPSets', 'HOME_NET', 'Definition'));
    if (list.isAbsent || isHome === 'maybe') return ANYTHING;
    return isHome === 'no' ? NOTHING : this.byNames(list, isStrict);
  }

  private byNames(list: Expression, isStrict: boolean): Verdict {
    const [type, protocols] = [textOf(list.at('GeneratedRulesType').value), list.at('TargetTypes').items().map(({ value }) => textOf(value))];
    const targets = list.at('Targets').items().map(({ value }) => textOf(value));
    if (type === undefined || [...protocols, ...targets].includes(undefined)) return ANYTHING;
    if (!protocols.includes('TLS_SNI')) return NOTHING;
    const isListed = targets.some((target) => isNamed(target!, this.name));
    if (type === 'ALLOWLIST') return isListed ? { passes: 'yes', drops: 'no' } : isStrict ? NOTHING : { passes: 'no', drops: 'yes' };
    return isListed && ['DENYLIST', 'REJECTLIST'].includes(type) ? { passes: 'no', drops: 'yes' } : NOTHING;
  }

  /** Whether the rules of a group are about what the subnet sends: by default the network of the firewall. */
  private isHome(ranges: Expression): Answer {
    if (ranges.isAbsent) return 'yes';
    const own = textOf(this.subnet.at('CidrBlock').value);
    const answers = ranges.items().map(({ value }): Answer => {
      const [target, range] = [lastTargetOf(value), textOf(value)];
      if (target) return target.resource === this.subnet ? 'yes' : target.resource.type === 'AWS::EC2::Subnet' ? 'no' : 'maybe';
      const isInside = range !== undefined && own !== undefined ? isInRange(own, range) : undefined;
      return isInside === undefined ? 'maybe' : isInside ? 'yes' : 'no';
    });
    return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
  }

  private actionsOf(key: string): string[] | undefined {
    const actions = this.policy.at(key).items().map(({ value }) => textOf(value));
    return actions.includes(undefined) ? undefined : actions as string[];
  }
}

/** Rules that pass come before those that drop, whatever groups they are in; what no rule is about passes. */
function byActions(verdicts: readonly Verdict[]): Answer {
  const [passes, drops] = (['passes', 'drops'] as const).map((what) => verdicts.map((verdict) => verdict[what]));
  if (passes.includes('yes')) return 'yes';
  if (drops.includes('yes')) return passes.includes('maybe') ? 'maybe' : 'no';
  return drops.includes('maybe') ? 'maybe' : 'yes';
}

/** What may be said of rules without running them. */
function bySuricata(rules: string | undefined): Verdict {
  if (rules === undefined) return ANYTHING;
  const actions = [...rules.matchAll(ABOUT_HTTPS)].map(([, action]) => action);
  return { passes: actions.includes('pass') ? 'maybe' : 'no', drops: actions.some((action) => action !== 'pass') ? 'maybe' : 'no' };
}

/** A name that begins with a dot has all that is below it, and itself. */
function isNamed(target: string, name: string): boolean {
  const plain = withoutRegion(target);
  return plain.startsWith('.') ? name === plain.slice(1) || name.endsWith(plain) : name === plain;
}

/** What holds on the way through a firewall, and behind it. */
export function through(
  firewall: TemplateResource, subnet: TemplateResource, names: readonly string[], version: 4 | 6, behind: (subnet: TemplateResource) => Answer,
): Answer {
  const lets = firewallLets(firewall, subnet, names, version);
  const mappings = firewall.at('SubnetMappings').items().map((one) => resourceOf(one.at('SubnetId').value, 'AWS::EC2::Subnet'));
  if (lets === 'no' || mappings.length === 0) return lets === 'no' ? 'no' : 'maybe';
  return worst(lets, anySubnetOf(mappings.map((one) => (one ? behind(one) : 'maybe'))));
}
