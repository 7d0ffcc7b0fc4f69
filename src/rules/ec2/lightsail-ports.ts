import { describe, Expression, TemplateResource, textOf } from '../../model';
import { areMuch, rangeOf } from '../../model/address-ranges';
import { every, fail, pass, unknown } from '../../model/judge';
import type { RuleResult } from '../rule';

const WEB_PORTS = ['80', '443'];
/** Of 10.0.0.0/8, the largest private range, and of a /16. */
const MOST_BITS = { 4: 24, 6: 112 };

/** The firewall of an instance. Source: Amazon Lightsail user guide, "Control instance traffic with firewalls". */
export function restrictsPorts(instance: TemplateResource, finding: string, unclear: string): RuleResult {
  const ports = instance.at('Networking', 'Ports');
  // Lightsail opens SSH, or RDP, to everyone when a template names no ports; for an empty list CloudFormation leaves that as it is
  if (ports.isAbsent) return fail(finding, 'Networking.Ports absent');
  if (ports.value.kind !== 'known') return unknown(unclear, describe(ports.value));
  if (ports.items().length === 0) return fail(finding, 'Networking.Ports empty');
  return every(pass('no ingress from any address'), ...ports.items().map((port) => ofPublic(port, restrictsPort(port, finding, unclear), unclear)));
}

/** A private port is closed, whatever its ranges. Source: AWS::Lightsail::Instance Port, AccessType. */
function ofPublic(port: Expression, result: RuleResult, unclear: string): RuleResult {
  if (port.value.kind !== 'known' || result.verdict === 'pass') return result;
  const access = port.at('AccessType');
  if (/^private$/i.test(textOf(access.value) ?? '')) return pass('private');
  return result.verdict === 'fail' && !access.isAbsent && access.value.kind !== 'known' ? unknown(unclear, describe(access.value)) : result;
}

function restrictsPort(port: Expression, finding: string, unclear: string): RuleResult {
  if (port.value.kind !== 'known') return unknown(unclear, describe(port.value));
  const [protocol, from, to] = ['Protocol', 'FromPort', 'ToPort'].map((name) => textOf(port.at(name).value));
  const seen = `${protocol ?? 'all'} ${from ?? ''}-${to ?? ''}`;
  if (protocol?.toLowerCase() === 'tcp' && from === to && WEB_PORTS.includes(from ?? '')) return pass('HTTP or HTTPS');
  const lists = ['Cidrs', 'Ipv6Cidrs', 'CidrListAliases'].map((name) => port.at(name));
  const open = lists.find(({ value }) => value.kind !== 'known') ?? lists.flatMap((list) => list.items()).find(({ value }) => value.kind !== 'known');
  const named = lists.slice(0, 2).flatMap((list) => list.items()).map(({ value }) => textOf(value) ?? '');
  if (named.some(isWide) || areMuch(named)) return fail(finding, `${seen} ${named.join(', ')}`);
  if (open) return unknown(unclear, describe(open.value));
  return named.length > 0 || lists[2].items().length > 0 ? pass(`${seen} ${named.join(', ')}`) : fail(finding, `${seen} without Cidrs`);
}

function isWide(text: string): boolean {
  const range = rangeOf(text);
  return range === undefined || range.bits > MOST_BITS[range.version];
}
