import { calledAs, Change } from './change';
import type { Matching } from './matching';
import type { Names } from './names';
import { TemplateModel, TemplateResource, textOf } from '../../model';
import { isInRange } from '../../model/address-ranges';

/** Denials that are resources of their own, other than policies of IAM, and are gone: unless one that is left denies as much. */
export function denialChanges(old: TemplateModel, current: TemplateModel, matching: Matching, names: Names): Change[] {
  const left = current.ofType('AWS::EC2::NetworkAclEntry').filter(denies);
  const entries = old.ofType('AWS::EC2::NetworkAclEntry').filter((entry) => denies(entry) && !matching.other(entry) && !left.some((one) => deniesAll(one, entry, names)));
  const forbids = old.ofType('AWS::VerifiedPermissions::Policy').filter((policy) => !matching.other(policy) && /\bforbid\b/.test(textOf(policy.at('Definition', 'Static', 'Statement').value) ?? ''));
  return [...entries, ...forbids].map((resource) => {
    const block = ['CidrBlock', 'Ipv6CidrBlock'].map((key) => resource.at(key)).find((one) => !one.isAbsent);
    const what = block ? `traffic ${isEgress(resource) ? 'to' : 'from'} ${names.said(block)}` : 'what it forbade';
    return { kind: 'removed-deny', from: calledAs(resource), text: `${calledAs(resource)} no longer denies ${what}`, resource, version: 'old' };
  });
}

/** In any world. */
function denies(entry: TemplateResource): boolean {
  const look = () => entry.exists() && textOf(entry.at('RuleAction').value)?.toLowerCase() === 'deny';
  return (entry.stack.model.worlds.explore(look) ?? [true]).some(Boolean);
}

function isEgress(entry: TemplateResource): boolean {
  return /^true$/i.test(textOf(entry.at('Egress').value) ?? '');
}

/** Whether an entry surely denies all that another one denied, and no later. */
function deniesAll(entry: TemplateResource, other: TemplateResource, names: Names): boolean {
  if (entry.condition !== undefined || entry.stack.nestedAs) return false;
  const label = (at: string) => [entry, other].map((resource) => names.of(resource.at(at)));
  const one = (at: string) => [entry, other].map((resource) => textOf(resource.at(at).value));
  const isSame = (at: string) => label(at)[0] === label(at)[1];
  const [protocol] = one('Protocol');
  const [number, before] = one('RuleNumber').map(Number);
  const isInside = ['CidrBlock', 'Ipv6CidrBlock'].some((at) => {
    const [whole, part] = one(at);
    return whole !== undefined && part !== undefined && isInRange(part, whole) === true;
  });
  return isSame('NetworkAclId') && isEgress(entry) === isEgress(other) && number <= before && isInside
    && (protocol === '-1' || (isSame('Protocol') && isSame('PortRange') && isSame('Icmp')));
}
