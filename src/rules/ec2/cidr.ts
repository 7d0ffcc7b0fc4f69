import { describe, Expression, textOf } from '../../model';
import { areMuch } from '../../model/address-ranges';
import { every, fail, pass, resourceOf, unknown } from '../../model/judge';
import type { RuleResult } from '../rule';

/** Ranges larger than these are no place: 10.0.0.0/8 is the largest private one. */
const WIDEST_PREFIX = { Cidr: 8, CidrIp: 8, CidrIpv6: 16, DestinationCidrBlock: 8, DestinationIpv6CidrBlock: 16, TargetNetworkCidr: 8 };

const NETWORKS = ['AWS::EC2::VPC', 'AWS::EC2::VPCCidrBlock', 'AWS::EC2::Subnet'];

/** Whether the range at a property, if there is one, is a place and not everywhere. */
export function isSomewhere(rule: Expression, property: keyof typeof WIDEST_PREFIX, finding: string, unclear: string): RuleResult {
  const range = rule.at(property);
  const { value } = range;
  if (value.kind === 'unknown') return isRangeOfNetwork(range) ? pass('the range of a network of the template') : unknown(unclear, describe(value));
  if (value.kind === 'reference' || value.value === undefined) return pass();
  // the default of a parameter that a condition asks about: EC2 takes no empty range
  if (value.value === '') return pass('no range');
  if (isUniqueLocal(textOf(value) ?? '')) return pass(describe(value));
  const prefix = Number(/\/(\d+)$/.exec(textOf(value) ?? '')?.[1] ?? 0);
  return prefix >= WIDEST_PREFIX[property] ? pass(describe(value)) : fail(finding, describe(value));
}

/** The same for a customer-managed prefix list, whose entries may also be everywhere together. Those of AWS, of other templates and of parameters are places. */
export function isListSomewhere(list: Expression, finding: string, unclear: string): RuleResult {
  const found = resourceOf(list.value, 'AWS::EC2::PrefixList');
  if (!found) return pass(list.isAbsent ? undefined : describe(list.value));
  const entries = found.at('Entries').items();
  const together = entries.map((entry) => textOf(entry.at('Cidr').value) ?? '');
  return every(...entries.map((entry) => isSomewhere(entry, 'Cidr', finding, unclear)), areMuch(together) ? fail(finding, `${entries.length} ranges of ${found.name}`) : pass());
}

/** A parameter that is also the range of a VPC or subnet of the template, of which EC2 takes none that is wider than /16. */
function isRangeOfNetwork({ openParameter }: Expression): boolean {
  return openParameter?.stack.model.resources.some((resource) => NETWORKS.includes(resource.type) && resource.exists() && isSame(resource.at('CidrBlock').openParameter, openParameter)) ?? false;
}

function isSame(one: Expression['openParameter'], other: Expression['openParameter']): boolean {
  return one?.stack === other?.stack && one?.name === other?.name;
}

/** fc00::/7, the private addresses of IPv6, or part of it: no internet leads there. */
function isUniqueLocal(range: string): boolean {
  const [, prefix] = /^f[cd][\da-f]{0,2}:[\da-f:]*\/(\d+)$/i.exec(range) ?? [];
  return prefix !== undefined && Number(prefix) >= 7;
}
