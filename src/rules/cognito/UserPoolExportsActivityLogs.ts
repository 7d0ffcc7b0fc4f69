import { TemplateResource, textOf } from '../../model';
import { fail, isNotEmpty, resourceOf, some } from '../../model/judge';
import type { Rule } from '../rule';

const PLACES = ['CloudWatchLogsConfiguration', 'FirehoseConfiguration', 'S3Configuration'];

export const rule: Rule = {
  id: 'ZT-COGNITO-014',
  title: 'Amazon Cognito user pools export user activity logs',
  severity: 'low',
  types: ['AWS::Cognito::UserPool'],
  rationale: 'An account takeover is investigated from sign-in events; the user pool keeps them for a limited time and lists them by user only.',
  remediation: 'Add an AWS::Cognito::LogDeliveryConfiguration with EventSource userAuthEvents.',
  check: (pool) => some(
    ...pool.referrers('AWS::Cognito::LogDeliveryConfiguration').filter((one) => resourceOf(one.at('UserPoolId').value) === pool).flatMap(delivers),
    fail('it exports no user activity logs', 'no LogDeliveryConfiguration for userAuthEvents'),
  ),
};

function delivers(delivery: TemplateResource) {
  return delivery.at('LogConfigurations').items().filter((one) => textOf(one.at('EventSource').value) === 'userAuthEvents')
    .map((one) => some(...PLACES.map((place) => isNotEmpty(one.at(place), 'its user activity logs have no destination'))));
}
