import { line, NAMESPACE, props, uuid } from './naming';
import type { Observed } from './observations';
import { origin, subject } from './subjects';
import { nameOf } from '../evidence';

export function riskUuid(observed: Observed): string {
  return uuid('risk', observed.uuid);
}

/** What is open, and what somebody accepts: an approved deviation, to be resolved before the waiver ends. */
export function risk(observed: Observed) {
  const [item] = observed.items;
  const { rule, verdict, waiver } = item;
  return {
    'uuid': riskUuid(observed),
    'title': line(`${rule.id} on ${nameOf(item)}`),
    'description': line(`${nameOf(item)}: ${item.finding}.`),
    'statement': line(rule.rationale),
    ...props({
      'rule': rule.id,
      'verdict': verdict,
      'accepts': waiver?.accepts,
      'waiver-owner': waiver?.owner,
      'waiver-ticket': waiver?.ticket,
      'waiver-expires': waiver?.expires,
      'waiver-source': waiver?.source,
    }),
    'status': waiver ? 'deviation-approved' : 'open',
    'origins': [origin()],
    'characterizations': [{ origin: origin(), facets: [{ name: 'severity', system: NAMESPACE, value: rule.severity }] }],
    ...waiver ? {
      'mitigating-factors': [{
        uuid: uuid('mitigation', observed.uuid),
        description: line(`${waiver.reason} Waived by ${waiver.owner} until ${waiver.expires}, ${waiver.ticket}.`),
        subjects: [subject(item)],
      }],
      'deadline': `${waiver.expires}T23:59:59Z`,
    } : {},
    'remediations': [{
      uuid: uuid('remediation', observed.uuid), lifecycle: 'recommendation', title: line(`Remediation of ${rule.id}`), description: line(rule.remediation),
    }],
    'related-observations': [{ 'observation-uuid': observed.uuid }],
  };
}
