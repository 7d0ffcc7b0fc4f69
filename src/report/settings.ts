import { Evidence, EvidenceItem, isOpen } from './evidence';
import type { Setting } from './setting';
import { CAPABILITIES, COVERAGE, Required, Rule, ruleOf, RULES, SEVERITIES, Severity } from '../rules';
import type { RequiredRecord, SettingRecord } from '../waivers/config-file';
import { nearestOf } from '../waivers/nearest';
import { faultOf, isReadable, WRITE_AGAIN } from '../waivers/readable';
import { WaiverError } from '../waivers/waiver-error';

/**
 * Settings as somebody wrote them, checked against the rules. Throws a `WaiverError` for a rule or severity that does not exist, a
 * missing reason, two settings of one rule, and a critical rule that is to be less than high.
 */
export function readSettings(records: SettingRecord[], ownRules: Rule[] = []): Setting[] {
  const seen = new Set<string>();
  return records.map(({ rule: id, severity, reason, source }) => {
    const rule = ownRules.find((own) => own.id === id) ?? ruleOf(id);
    if (!rule) {
      const known = [...RULES, ...COVERAGE, ...CAPABILITIES, ...ownRules].map((one) => one.id);
      throw new WaiverError(source, 'UnknownRule', `there is no rule ${id}.`, nearestOf(id, known));
    }
    if (!isReadable(reason)) throw new WaiverError(source, 'NoReason', `${id} is ${severity ? 'rated otherwise' : 'switched off'} without a reason.`, 'say why: reports show it.');
    const fault = faultOf(reason.trim());
    if (fault !== undefined) throw new WaiverError(source, 'NoReason', `the reason of ${id} ${fault}.`, WRITE_AGAIN);
    if (severity !== undefined && !SEVERITIES.includes(severity as Severity)) {
      throw new WaiverError(source, 'BadConfigFile', `${severity} is no severity.`, nearestOf(severity, SEVERITIES));
    }
    if (rule.severity === 'critical' && (severity === undefined || !['critical', 'high'].includes(severity))) {
      throw new WaiverError(source, 'CriticalRule', `${id} is critical, and would fail nothing any more.`, 'waive its findings one by one, each with an owner and an end.');
    }
    if (seen.has(id)) throw new WaiverError(source, 'DuplicateSetting', `${id} is set twice.`, 'keep one of the two.');
    seen.add(id);
    return { rule: id, was: rule.severity, severity: severity as Severity | undefined, reason: reason.trim(), source };
  });
}

/**
 * Required capabilities, by name. Throws a `WaiverError` for one that does not exist, and for a provision without ARN or owner. The last
 * word on a capability counts.
 */
export function readRequired(records: RequiredRecord[]): Required[] {
  const found = new Map<string, Required>();
  for (const { capability, providedBy, arn, owner, source } of records) {
    const rule = CAPABILITIES.find((one) => one.capability === capability);
    if (!rule) throw new WaiverError(source, 'UnknownCapability', `there is no capability ${capability}.`, nearestOf(capability, CAPABILITIES.map((one) => one.capability)));
    if (providedBy === undefined && arn === undefined && owner === undefined) {
      if (!found.has(capability)) found.set(capability, { rule });
      continue;
    }
    found.set(capability, { rule, provision: checkProvision(source, providedBy, arn, owner) });
  }
  return [...found.values()];
}

const ARN = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:\S+$/;

function checkProvision(source: string, name = '', arn = '', owner = '') {
  const refuse = (what: string, remediation: string) => new WaiverError(source, 'BadProvision', what, remediation);
  if (!isReadable(name)) throw refuse('what provides the capability has no name.', 'say what it is, as organization trail.');
  if (!ARN.test(arn)) throw refuse(`${arn || 'nothing'} is no ARN.`, 'give the ARN of what provides the capability as a literal.');
  if (!isReadable(owner)) throw refuse('it has no owner.', 'name a person or a team as owner.');
  for (const [field, text] of [['providedBy', name], ['owner', owner]]) {
    const fault = faultOf(text.trim());
    if (fault !== undefined) throw refuse(`${field} ${fault}.`, WRITE_AGAIN);
  }
  return { name: name.trim(), arn, owner: owner.trim() };
}

/** A rule as settings rate it. */
export function rated(rule: Rule, settings: Setting[]): Rule {
  const severity = settings.find((setting) => setting.rule === rule.id)?.severity;
  return severity === undefined ? rule : { ...rule, severity };
}

/** Rates rules as settings say, and takes findings of those that are switched off from what is open: they stay in the evidence with the reason. */
export function applySettings(evidence: Evidence, settings: Setting[]): Evidence {
  if (settings.length === 0) return evidence;
  const rules = new Map(evidence.rules.map((rule) => [rule.id, rated(rule, settings)]));
  const off = new Map(settings.filter(({ severity }) => severity === undefined).map((setting) => [setting.rule, setting]));
  const items = evidence.items.map((item): EvidenceItem => {
    const setting = off.get(item.rule.id);
    const rule = rules.get(item.rule.id) ?? item.rule;
    if (!setting || !isOpen(item)) return rule === item.rule ? item : item.with({ rule });
    return item.with({ rule, verdict: 'off', acceptance: { by: 'settings', accepts: item.verdict as 'fail' | 'unknown', reason: setting.reason, source: setting.source } });
  });
  return { ...evidence, rules: [...rules.values()], items, settings };
}
