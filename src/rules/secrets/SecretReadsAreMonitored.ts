import { TemplateResource, textOf } from '../../model';
import { isInAccountOf, someBeside } from '../../model/beside';
import { isNotEmpty, isOneOf, some } from '../../model/judge';
import type { Rule } from '../rule';

const READ = 'GetSecretValue';

export const rule: Rule = {
  id: 'ZT-SECRETS-007',
  title: 'Secrets Manager reads are monitored by a metric filter or EventBridge rule',
  severity: 'low',
  types: ['AWS::SecretsManager::Secret'],
  rationale: 'A stolen credential reads secrets that it never read before. CloudTrail records the call, but does not notify.',
  remediation: 'Add a metric filter on GetSecretValue with an alarm to the log group of a trail, or an AWS::Events::Rule for the call.',
  check(secret, model) {
    const filters = model.ofType('AWS::Logs::MetricFilter').filter((filter) => (textOf(filter.at('FilterPattern').value) ?? '').includes(READ));
    const [finding, seen] = ['its reads are not monitored', `no metric filter or rule for ${READ}`];
    return some(
      // a trail brings the events of all Regions to one log group
      someBeside(secret, filters, finding, seen, isInAccountOf),
      someBeside(secret, model.ofType('AWS::Events::Rule').filter(isTold), finding, seen),
    );
  },
};

function isTold(eventRule: TemplateResource): boolean {
  return eventRule.at('EventPattern', 'detail', 'eventName').items().some((name) => textOf(name.value) === READ)
    && isOneOf(eventRule.at('State'), [undefined, 'ENABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'], '').verdict === 'pass'
    && isNotEmpty(eventRule.at('Targets'), '').verdict === 'pass';
}
