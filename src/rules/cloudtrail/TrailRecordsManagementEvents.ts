import { describe, Expression, TemplateResource, textOf } from '../../model';
import { every, fail, isOneOf, isTrue, pass, some, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDTRAIL-003',
  title: 'CloudTrail trails record all management events of all Regions, including reads and global services',
  severity: 'high',
  types: ['AWS::CloudTrail::Trail'],
  rationale: 'An intruder works in a Region that is not recorded. Reconnaissance only reads, and IAM is a global service: a trail that records writes only, or excludes services, misses both.',
  remediation: 'Set IsLogging and IsMultiRegionTrail. Use a selector of management events with ReadWriteType All and no excluded source, and leave IncludeGlobalServiceEvents on.',
  check: (trail) => every(
    isTrue(trail.at('IsLogging'), 'logging is off'),
    isTrue(trail.at('IsMultiRegionTrail'), 'it records a single Region'),
    isOneOf(trail.at('IncludeGlobalServiceEvents'), ['true', undefined], 'it does not record global service events'),
    selectors(trail),
  ),
};

const FINDING = 'it does not record all management events';

/** All of them are recorded when nothing is selected. */
function selectors(trail: TemplateResource): RuleResult {
  const [basic, advanced] = [trail.at('EventSelectors'), trail.at('AdvancedEventSelectors')];
  if ([basic, advanced].some((list) => list.value.kind === 'unknown')) return unknown(`${FINDING}: not known before deployment`);
  const results = [...basic.items().map(recordsAll), ...advanced.items().map(selectsAll)];
  return results.length === 0 ? pass('no selectors') : some(...results);
}

function recordsAll(selector: Expression): RuleResult {
  return every(
    selector.at('IncludeManagementEvents').isAbsent ? pass() : isTrue(selector.at('IncludeManagementEvents'), FINDING),
    isOneOf(selector.at('ReadWriteType'), ['All', undefined], FINDING),
    ...selector.at('ExcludeManagementEventSources').items().map((source) => fail(FINDING, describe(source.value))),
  );
}

/** A second field would select some of them. */
function selectsAll(selector: Expression): RuleResult {
  const fields = selector.at('FieldSelectors').items();
  const management = fields.some((field) => textOf(field.at('Field').value) === 'eventCategory'
    && field.at('Equals').items().some((category) => textOf(category.value) === 'Management'));
  return management && fields.length === 1 ? pass('all management events') : fail(FINDING, describe(selector.value));
}
