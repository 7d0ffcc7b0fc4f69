import { TemplateResource, textOf } from '../../model';
import { fail, isNotEmpty, isOneOf, pass } from '../../model/judge';
import type { Rule } from '../rule';

const READ = 'GetSecretValue';

export const rule: Rule = {
  id: 'ZT-SECRETS-007',
  title: 'Secrets Manager reads are monitored by a metric filter or EventBridge rule',
  severity: 'low',
  types: ['AWS::SecretsManager::Secret'],
  rationale: 'A stolen credential reads secrets that it never read before. CloudTrail records the call, but does not notify.',
  remediation: 'Add a metric filter on GetSecretValue with an alarm to the log group of a trail, or an AWS::Events::Rule for the call.',
  check(_secret, model) {
    const watchers = [
      ...model.ofType('AWS::Logs::MetricFilter').filter((filter) => (textOf(filter.at('FilterPattern').value) ?? '').includes(READ)),
      ...model.ofType('AWS::Events::Rule').filter(isTold),
    ].filter((one) => one.exists());
    return watchers.length > 0 ? pass(watchers[0].name) : fail('its reads are not monitored', `no metric filter or rule for ${READ}`);
  },
};

function isTold(eventRule: TemplateResource): boolean {
  return eventRule.at('EventPattern', 'detail', 'eventName').items().some((name) => textOf(name.value) === READ)
    && isOneOf(eventRule.at('State'), [undefined, 'ENABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'], '').verdict === 'pass'
    && isNotEmpty(eventRule.at('Targets'), '').verdict === 'pass';
}
