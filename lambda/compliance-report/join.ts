import type { ConfigCompliance } from './config';
import type { Performed, SynthEvidence, Verdict } from './evidence';
import type { OpenIncident } from './incidents';
import { Changes, ComplianceReport, ControlLine, Finding, REPORT_SCHEMA, Source } from './report';
import { FRAMEWORKS } from '../../src/frameworks';
import { RESPONSE_CONTROLS } from '../../src/frameworks/response-controls';
import { isDay } from '../../src/model/day';
import { CONTROL_STATUSES, ControlStatus, worstStatus } from '../../src/report/control-status';

export interface Joined {
  readonly at: string;
  readonly account: string;
  readonly region: string;
  readonly baseline: string;
  readonly frameworks: string[];
  /** The rules that packs evaluate. */
  readonly packed: ReadonlySet<string>;
  readonly sources: Source[];
  /** What was read; absent where it was not. */
  readonly evidence?: SynthEvidence;
  readonly config?: ConfigCompliance;
  readonly incidents?: OpenIncident[];
}

/** What is said of a resource; that something was not seen is said of a control. */
const VERDICTS: string[] = CONTROL_STATUSES.filter((status) => status !== 'not-seen' && status !== 'not-covered');

type FoundByRule = ReadonlyMap<string, { readonly status: ControlStatus; readonly findings: Finding[] }>;

/** Joins evidence, AWS Config, waivers, incidents and reviews by control. What was not read is unknown, and never a pass. */
export function join(input: Joined): Omit<ComplianceReport, 'changes'> {
  const { at, account, region, baseline, sources, evidence, config } = input;
  const day = at.slice(0, 10);
  const byTemplate = evidence && ofEvidence(evidence.verdicts, day);
  const inAccount = config && ofConfig(config, evidence?.verdicts ?? [], day);
  const reviews = (evidence?.performed ?? []).map((one): [Performed, Finding] => [one, reviewed(one, day)]);
  const incidents = (input.incidents ?? []).map(({ incident, status, openedAt }): Finding => (
    { id: `incidents|${incident}`, source: 'incidents', place: incident, status: 'fail', what: `open since ${openedAt}, ${status}` }));
  const incidentsUnread = sources.some(({ source, state }) => source === 'incidents' && state === 'not-read');
  const frameworks = FRAMEWORKS.filter(({ id }) => input.frameworks.includes(id)).map((framework) => ({
    id: framework.id,
    name: framework.name,
    version: framework.version,
    controls: framework.controls.map(({ id, title, rules: ids, notCovered }): ControlLine => {
      const rules = ids.map((rule) => ({
        id: rule,
        evidence: byTemplate ? byTemplate.get(rule)?.status ?? 'not-seen' : 'unknown' as const,
        config: !input.packed.has(rule) ? 'not-covered' as const : inAccount ? inAccount.get(rule)?.status ?? 'not-seen' : 'unknown' as const,
      }));
      const mine = reviews.filter(([{ controls }]) => controls.includes(`${framework.id} ${id}`)).map(([, finding]) => finding);
      const isResponse = RESPONSE_CONTROLS[framework.id]?.includes(id) ?? false;
      const ofRule = (rule: string) => [...byTemplate?.get(rule)?.findings ?? [], ...inAccount?.get(rule)?.findings ?? []];
      const findings = [...ids.flatMap(ofRule), ...mine, ...isResponse ? incidents : []];
      const statuses: ControlStatus[] = [
        ...rules.flatMap(({ evidence: one, config: other }) => [one, other]), ...mine.map(({ status }) => status),
        ...isResponse ? incidents.map(({ status }) => status) : [], ...isResponse && incidentsUnread ? ['unknown' as const] : [],
      ];
      const open = findings.filter(({ status }) => status !== 'pass').map((one) => one.id);
      return { id, title, status: worstStatus(statuses), rules, findings: open, ...notCovered === undefined ? {} : { notCovered } };
    }),
  }));
  const served = new Set(frameworks.flatMap(({ controls }) => controls.flatMap(({ rules }) => rules.map(({ id }) => id))));
  const byRule = [byTemplate, inAccount].flatMap((found) => [...found ?? []]);
  const ofRules = byRule.filter(([rule]) => served.has(rule)).flatMap(([, { findings }]) => findings);
  const notPassed = [...ofRules, ...reviews.map(([, finding]) => finding), ...incidents].filter(({ status }) => status !== 'pass');
  // of two findings of one name the worse is shown
  const worstLast = [...notPassed].sort((a, b) => CONTROL_STATUSES.indexOf(b.status) - CONTROL_STATUSES.indexOf(a.status));
  const worst = new Map(worstLast.map((one) => [one.id, one]));
  const all = [...new Set(notPassed.map(({ id }) => id))].map((id) => worst.get(id)!);
  // of two reviews of one name, title and owner, each counts
  const statuses = [...notPassed.map(({ status }) => status), ...frameworks.flatMap(({ controls }) => controls.map(({ status }) => status))];
  const isUnread = sources.some(({ state }) => state === 'not-read') || (evidence?.problems.length ?? 0) > 0;
  const verdict = statuses.includes('fail') ? 'fail' : isUnread || statuses.includes('unknown') || !statuses.includes('pass') ? 'unknown' : 'pass';
  return { schema: REPORT_SCHEMA, at, account, region, baseline, verdict, sources, frameworks, findings: all };
}

/** What a verdict is on a day: a waiver or a baseline counts through its last. */
function verdictOn({ verdict, waiver, acceptance }: Verdict, day: string): ControlStatus {
  if (verdict === 'waived') return acceptedOn(verdict, waiver?.accepts, waiver?.expires, day);
  if (verdict === 'baselined') return acceptedOn(verdict, acceptance?.accepts, acceptance?.until, day);
  return VERDICTS.includes(verdict) ? verdict as ControlStatus : 'unknown';
}

/** Only what failed or is not known is accepted, and through a day of the calendar. */
function acceptedOn(verdict: ControlStatus, accepts: unknown, until: unknown, day: string): ControlStatus {
  if (accepts !== 'fail' && accepts !== 'unknown') return 'unknown';
  return until === undefined || isDay(until) && day <= until ? verdict : accepts;
}

function placeOf({ constructPath, stack, logicalId }: Verdict): string {
  return constructPath ?? `${stack}/${logicalId}`;
}

function ofEvidence(verdicts: Verdict[], day: string): FoundByRule {
  const found = new Map<string, { status: ControlStatus; findings: Finding[] }>();
  for (const one of verdicts) {
    const status = verdictOn(one, day);
    const of = found.get(one.rule) ?? { status: 'not-seen' as ControlStatus, findings: [] };
    found.set(one.rule, of);
    of.status = worstStatus([of.status, status]);
    if (status === 'pass') continue;
    const { rule, finding = 'it is not known', waiver, acceptance } = one;
    const until = waiver?.expires ?? acceptance?.until;
    const by = waiver ? `; waiver of ${waiver.owner}, ${waiver.ticket}` : acceptance ? `; ${acceptance.reason}` : '';
    of.findings.push({
      id: `evidence|${rule}|${placeOf(one)}`, source: 'evidence', rule, place: placeOf(one), status, what: `${finding}${by}${until === undefined ? '' : `, until ${until}`}`,
    });
  }
  return found;
}

/**
 * A resource of the account is under a waiver of the template when it has the name that CloudFormation makes of the stack and the logical id. When two have it,
 * neither is: CloudFormation made one of them at most.
 */
function ofConfig({ rules, noncompliant }: ConfigCompliance, verdicts: Verdict[], day: string): FoundByRule {
  const waived = verdicts.filter((one) => verdictOn(one, day) === 'waived');
  const found = new Map([...rules].map(([id, status]) => [id, { status, findings: [] as Finding[] }]));
  for (const [id, of] of found) {
    const mine = noncompliant.filter((one) => one.rules.includes(id));
    for (const { type, resource } of mine) {
      const waiver = waived.find((one) => (
        one.rule === id && one.type === type && isNamedFor(one, resource) && mine.filter((other) => isNamedFor(one, other.resource)).length === 1));
      const what = waiver ? `noncompliant in AWS Config; waiver of ${waiver.waiver?.owner}, ${waiver.waiver?.ticket}` : 'noncompliant in AWS Config';
      of.findings.push({ id: `config|${id}|${type}|${resource}`, source: 'config', rule: id, place: `${type} ${resource}`, status: waiver ? 'waived' : 'fail', what });
    }
    if (of.status === 'fail' && mine.length > 0 && of.findings.every(({ status }) => status === 'waived')) of.status = 'waived';
  }
  return found;
}

function isNamedFor({ stack, logicalId }: Verdict, resource: string): boolean {
  const name = resource.split(/[:/]/).pop()!.toLowerCase();
  const prefix = `${stack}-${logicalId}-`.toLowerCase();
  return name.startsWith(prefix) && /^[a-z0-9]{8,14}$/.test(name.slice(prefix.length));
}

function reviewed({ title = 'A control', owner = 'no owner', due, controls }: Performed, day: string): Finding {
  const status = !isDay(due) ? 'unknown' : day > due ? 'fail' : 'pass';
  return { id: `reviews|${title}|${owner}|${controls.join(',')}`, source: 'reviews', place: title, status, what: `by ${owner}, due on ${isDay(due) ? due : 'an unknown day'}` };
}

/** What changed since the report before. */
export function changesSince(before: Pick<ComplianceReport, 'at' | 'findings' | 'frameworks'> | undefined, now: Pick<ComplianceReport, 'findings' | 'frameworks'>): Changes {
  if (!before) return { appeared: [], gone: [], controls: [] };
  const key = ({ id, status }: Finding) => `${id}: ${status}`;
  const [old, current] = [new Set(before.findings.map(key)), new Set(now.findings.map(key))];
  const statuses = ({ frameworks }: Pick<ComplianceReport, 'frameworks'>) => (
    new Map(frameworks.flatMap(({ name, controls }) => controls.map(({ id, status }) => [`${name} ${id}`, status] as const))));
  const [were, are] = [statuses(before), statuses(now)];
  return {
    since: before.at,
    appeared: [...current].filter((one) => !old.has(one)),
    gone: [...old].filter((one) => !current.has(one)),
    controls: [...new Set([...are.keys(), ...were.keys()])].filter((control) => were.get(control) !== are.get(control))
      .map((control) => ({ control, from: were.get(control) ?? 'not-listed', to: are.get(control) ?? 'not-listed' })),
  };
}
