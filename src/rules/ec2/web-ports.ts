import { Expression, textOf } from '../../model';

const WEB_PORTS = ['80', '443'];

/** Whether an ingress rule is for HTTP or HTTPS alone, the ports that FSBP EC2.18 lets be open to everyone. */
export function isWeb(ingress: Expression): boolean {
  const [protocol, from, to] = ['IpProtocol', 'FromPort', 'ToPort'].map((name) => textOf(ingress.at(name).value));
  return ['tcp', '6'].includes(protocol?.toLowerCase() ?? '') && from === to && WEB_PORTS.includes(from ?? '');
}
