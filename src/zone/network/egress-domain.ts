import { isIP } from 'net';
import { Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ZeroTrustError } from '../../core/errors';

/** One label of a name: RFC 1123, and lower case as the firewall's lists want it. */
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** As `LABEL`, and what names of the network have besides. */
const NAME_LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** Refuses what is not exactly one name, known at synth. */
export function checkDomain(domain: string): void {
  if (Token.isUnresolved(domain)) {
    throw refusal('UnresolvedDomain', 'a destination', 'is not known before deployment, so it cannot be reviewed.', 'write the name out.');
  }
  const shown = `'${domain}'`;
  if (domain.includes('*') || domain.startsWith('.')) {
    throw refusal('WildcardDomain', shown, 'matches names that were not reviewed.', 'name each host that is called, such as api.example.com.');
  }
  if (/[/?#@\\]/.test(domain)) {
    throw refusal('UrlInsteadOfDomain', shown, 'is a URL; the firewall sees the name of the host and no path.',
      'pass the name alone, such as api.example.com.');
  }
  if (isIP(domain.replace(/^\[(.*)\]$/, '$1')) !== 0) {
    throw refusal('AddressInsteadOfDomain', shown, 'is an address; the firewall lets out by names, within TLS.',
      'pass the name of the host, or use allowEgress(Peer.ipv4(…), port) for an address in the network.');
  }
  if (/:\d*$/.test(domain)) {
    throw refusal('OtherPort', shown, 'names a port; HTTPS is let out on port 443 alone.', 'pass the name without a port.');
  }
  const labels = domain.split('.');
  if (domain.length > 253 || labels.length < 2 || !labels.every((label) => LABEL.test(label)) || /^\d+$/.test(labels[labels.length - 1])) {
    throw refusal('InvalidDomain', shown, 'is no full name of a host in lower case.',
      'write it in lower case without a dot at its end, and international names in their xn-- form.');
  }
}

/** Refuses a pattern for names that stands for all of them, or for all of a top-level domain; tokens are of this app. */
export function checkName(zone: IConstruct, name: string): void {
  if (Token.isUnresolved(name)) return;
  const labels = name.replace(/^\*\./, '').split('.');
  if (labels.length > 1 && labels.every((label) => NAME_LABEL.test(label))) return;
  throw new ZeroTrustError(zone, 'OpenNames', `'${name}' is no name, or stands for too many.`,
    "write it in lower case; a '*.' may stand before a name of two labels or more, such as *.example.com.");
}

function refusal(id: string, shown: string, what: string, fix: string): ZeroTrustError {
  return new ZeroTrustError('Egress', id, `${shown} ${what}`, fix);
}
