import { capability } from './capability';
import { threatDetection } from './threat-detection';
import { FUNCTION, isEnabled, Reached, reachedBy, receiverOf, roleOf } from '../../graph/response';
import { TemplateModel, TemplateResource, textOf } from '../../model';
import { isBeside, someBeside } from '../../model/beside';
import { statementsForRole } from '../../model/identity-policies';
import { every, fail, isTrue, pass, unknown } from '../../model/judge';
import type { RuleResult } from '../rule';

/** Sources of findings, with what has to be there so that they send any. */
const FINDERS: Record<string, (model: TemplateModel) => TemplateResource[]> = {
  'aws.guardduty': (model) => model.ofType('AWS::GuardDuty::Detector').filter((one) => isTrue(one.at('Enable'), '').verdict !== 'fail'),
  'aws.securityhub': (model) => ['AWS::SecurityHub::Hub', 'AWS::SecurityHub::HubV2'].flatMap((type) => model.ofType(type)),
  'zero-trust': (model) => model.ofType(FUNCTION).filter((fn) => sendsFindings(fn, 'zero-trust')),
};

export const incidentResponse = capability('incident-response', '008', {
  title: 'The app has a complete chain from findings to a response and to a subscriber',
  types: ['AWS::Events::Rule'],
  rationale: 'An intruder works in minutes. A finding that waits for a person to read it is answered in hours, and a chain in which one link is missing looks like a response '
    + 'and is none.',
  remediation: 'Enable a detector, send its findings to a function, a state machine or a runbook, and notify a subscribed topic: ThreatDetection and IncidentResponder, and a '
    + 'subscription of the zone\'s alarm topic. Or name what responds elsewhere: Capability.INCIDENT_RESPONSE.providedBy(name, arn, owner).',
}, (rule, model, elsewhere) => {
  const sources = rule.at('EventPattern', 'source');
  const found = sources.items().map(({ value }) => textOf(value) ?? '').filter((source) => source in FINDERS);
  const isUnknown = [sources, ...sources.items()].some(({ value }) => value.kind === 'unknown');
  if (found.length === 0) return isUnknown ? unknown('its sources are not known before deployment') : fail('it matches no findings', 'no such source');
  const reached = reachedBy(rule);
  return every(
    isFound(found, rule, model, elsewhere),
    isEnabled(rule),
    responds(reached),
    reached.actors.length > 0 || reached.elsewhere.length > 0 ? isReceived(reached, rule) : pass(),
  );
});

const NOT_FOUND = 'nothing in the account and Region sends its findings';

/** A detector of the organization finds as well: `Capability.THREAT_DETECTION.providedBy`. */
function isFound(sources: string[], rule: TemplateResource, model: TemplateModel, elsewhere: ReadonlySet<string>): RuleResult {
  const found = sources.flatMap((source) => FINDERS[source](model));
  // each account has the findings of its own in each Region
  const result = someBeside(rule, found.filter((one) => one.at('Enable').isAbsent || isTrue(one.at('Enable'), '').verdict === 'pass'), NOT_FOUND, sources.join(', '));
  if (result.verdict === 'pass') return result;
  if (sources.some((source) => source.startsWith('aws.')) && elsewhere.has(threatDetection.capability)) return pass('a detector that is provided');
  const isUnclear = found.some((one) => !one.at('Enable').isAbsent && isTrue(one.at('Enable'), '').verdict === 'unknown' && isBeside(one, rule) !== 'no' && one.exists());
  return isUnclear ? unknown('whether its detector is enabled is not known before deployment') : result;
}

function sendsFindings(fn: TemplateResource, source: string): boolean {
  const role = roleOf(fn);
  return role !== undefined && statementsForRole(role).statements.some((statement) => statement.allows && statement.covers(['events:PutEvents'])
    && statement.conditions.filter(({ key }) => key === 'events:source').every(({ values }) => values.some((value) => textOf(value) === source)));
}

function responds({ actors, elsewhere, broken, unclear }: Reached): RuleResult {
  if (actors.length > 0 || elsewhere.length > 0) return pass('a response');
  if (unclear.length > 0) return unknown(unclear[0]);
  return broken.length > 0 ? fail(broken[0]) : fail('none of its targets responds', 'no function, state machine or runbook');
}

/** What acts elsewhere notifies there. */
function isReceived({ actors, elsewhere }: Reached, rule: TemplateResource): RuleResult {
  const { told, topics } = receiverOf(actors, rule);
  if (told || elsewhere.length > 0) return pass('a subscriber');
  return topics.length > 0 ? fail(`${topics.map(({ name }) => name).join(', ')} has no subscription`) : fail('its response notifies no topic');
}
