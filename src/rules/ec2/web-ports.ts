import { Expression, textOf, Value } from '../../model';

const WEB_PORTS = ['80', '443'];
const WEB_PROTOCOLS = ['tcp', '6'];

/** Whether an ingress rule is for HTTP or HTTPS alone, the ports that FSBP EC2.18 lets be open to everyone. */
export function isWeb(ingress: Expression): boolean {
  const [protocol, from, to] = ['IpProtocol', 'FromPort', 'ToPort'].map((name) => textOf(ingress.at(name).value));
  return WEB_PROTOCOLS.includes(protocol?.toLowerCase() ?? '') && from === to && WEB_PORTS.includes(from ?? '');
}

/** Whether it may be, by ports or a protocol that are not known before deployment, and nothing else is against it. */
export function mayBeWeb(ingress: Expression): boolean {
  const [protocol, from, to] = ['IpProtocol', 'FromPort', 'ToPort'].map((name) => ingress.at(name).value);
  const may = (value: Value, allowed: string[]) => value.kind === 'unknown' || allowed.includes(textOf(value)?.toLowerCase() ?? '');
  return [protocol, from, to].some(({ kind }) => kind === 'unknown') && may(protocol, WEB_PROTOCOLS) && may(from, WEB_PORTS) && may(to, WEB_PORTS);
}
