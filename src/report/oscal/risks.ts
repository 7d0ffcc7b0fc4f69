import { line, NAMESPACE, props, uuid } from './naming';
import type { Observed } from './observations';
import { origin, subject, subjectOfMany } from './subjects';
import { Lazily } from '../chunks';
import { describeAcceptance, EvidenceItem } from '../evidence';

/** Each control that a rule serves names the risk. */
const uuids = new WeakMap<Observed, string>();

export function riskUuid(observed: Observed): string {
  let id = uuids.get(observed);
  if (id === undefined) uuids.set(observed, id = uuid('risk', observed.uuid));
  return id;
}

/** What is open, and what somebody accepts: an approved deviation, to be resolved before the waiver ends. */
export function risk(observed: Observed) {
  const { items, name, isMany } = observed;
  const [item] = items;
  const subjects = isMany ? Lazily.of(items, subjectOfMany) : [subject(item)];
  const { rule, verdict, waiver, acceptance } = item;
  return {
    'uuid': riskUuid(observed),
    'title': line(`${rule.id} on ${name}`),
    'description': line(`${name}: ${item.finding}.`),
    'statement': line(rule.rationale),
    ...props({
      'rule': rule.id,
      'verdict': verdict,
      'accepts': (waiver ?? acceptance)?.accepts,
      'accepted-by': acceptance && `${acceptance.by} (${acceptance.source})`,
      'waiver-owner': waiver?.owner,
      'waiver-ticket': waiver?.ticket,
      'waiver-expires': waiver?.expires,
      'waiver-source': waiver?.source,
    }),
    'status': statusOf(item),
    'origins': [origin()],
    'characterizations': [{ origin: origin(), facets: [{ name: 'severity', system: NAMESPACE, value: rule.severity }] }],
    ...waiver ? {
      'mitigating-factors': [{
        uuid: uuid('mitigation', observed.uuid),
        description: line(`${waiver.reason} Waived by ${waiver.owner} until ${waiver.expires}, ${waiver.ticket}.`),
        subjects,
      }],
      'deadline': `${waiver.expires}T23:59:59Z`,
    } : {},
    ...acceptance ? {
      'mitigating-factors': [{ uuid: uuid('acceptance', observed.uuid), description: line(`${describeAcceptance(acceptance)}.`), subjects }],
      ...acceptance.until === undefined ? {} : { deadline: `${acceptance.until}T23:59:59Z` },
    } : {},
    'remediations': [{
      uuid: uuid('remediation', observed.uuid), lifecycle: 'recommendation', title: line(`Remediation of ${rule.id}`), description: line(rule.remediation),
    }],
    'related-observations': [{ 'observation-uuid': observed.uuid }],
  };
}

/** What is in the baseline is being worked on until its last day; what is waived or switched off was decided. */
function statusOf({ waiver, acceptance }: EvidenceItem): string {
  if (acceptance?.by === 'baseline') return 'remediating';
  return waiver || acceptance ? 'deviation-approved' : 'open';
}
