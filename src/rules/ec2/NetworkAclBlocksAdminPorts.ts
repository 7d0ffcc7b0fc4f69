import { Expression, textOf } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

const ADMIN_PORTS = [22, 3389];
/** TCP, UDP and everything, as the protocols are numbered. */
const WITH_PORTS = ['6', '17', '-1'];
const EVERYWHERE = ['0.0.0.0/0', '::/0'];

export const rule: Rule = {
  id: 'ZT-EC2-010',
  title: 'Network ACLs do not allow SSH or RDP from any address',
  severity: 'medium',
  types: ['AWS::EC2::NetworkAclEntry'],
  rationale: 'Ports 22 and 3389 open to the internet are attacked continuously; with an open network ACL, security group rules are the only protection.',
  remediation: 'Restrict the CIDR range to administrators, or remove the rule and use Session Manager.',
  check(entry) {
    const seen = { egress: entry.at('Egress'), action: entry.at('RuleAction'), protocol: entry.at('Protocol') };
    if (isText(seen.egress, 'true') || isText(seen.action, 'deny')) return pass('no inbound traffic is allowed');
    const ranges = ['CidrBlock', 'Ipv6CidrBlock'].map((name) => entry.at(name)).filter((range) => !range.isAbsent);
    if (ranges.every(({ value }) => value.kind !== 'unknown' && !EVERYWHERE.includes(textOf(value) ?? ''))) return pass('from a named CIDR range');
    if (seen.protocol.value.kind === 'known' && !WITH_PORTS.includes(textOf(seen.protocol.value) ?? '')) return pass('no ports');
    const [from, to] = ['From', 'To'].map((end) => entry.at('PortRange', end));
    if (isText(seen.protocol, '-1') || from.isAbsent || to.isAbsent) return judge(0, 65_535, ranges);
    if (from.value.kind !== 'known' || to.value.kind !== 'known') return unknown('its port range is not known before deployment');
    return judge(Number(from.value.value), Number(to.value.value), ranges);
  },
};

function judge(from: number, to: number, ranges: Expression[]) {
  if (!ADMIN_PORTS.some((port) => from <= port && port <= to)) return pass(`ports ${from} to ${to}`);
  return ranges.some(({ value }) => value.kind === 'unknown') ? unknown('the CIDR range that may reach ports 22 and 3389 is not known before deployment')
    : fail('it allows SSH or RDP from any address', `ports ${from} to ${to}`);
}

function isText(expression: Expression, text: string): boolean {
  return textOf(expression.value)?.toLowerCase() === text;
}
