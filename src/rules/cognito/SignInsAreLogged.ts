import { TemplateResource, textOf } from '../../model';
import { fail, isNotEmpty, resourceOf, some } from '../../model/judge';
import type { Rule } from '../rule';

const PLACES = ['CloudWatchLogsConfiguration', 'FirehoseConfiguration', 'S3Configuration'];

export const rule: Rule = {
  id: 'ZT-COGNITO-014',
  title: 'A user pool delivers its sign-ins, with their risks, to a log',
  severity: 'low',
  types: ['AWS::Cognito::UserPool'],
  rationale: 'How an account was taken over is told by its sign-ins; the pool itself keeps them for a while, and for one user at a time.',
  remediation: 'Add an AWS::Cognito::LogDeliveryConfiguration with EventSource userAuthEvents.',
  check: (pool) => some(
    ...pool.referrers('AWS::Cognito::LogDeliveryConfiguration').filter((one) => resourceOf(one.at('UserPoolId').value) === pool).flatMap(delivers),
    fail('its sign-ins are in no log', 'no LogDeliveryConfiguration for userAuthEvents'),
  ),
};

function delivers(delivery: TemplateResource) {
  return delivery.at('LogConfigurations').items().filter((one) => textOf(one.at('EventSource').value) === 'userAuthEvents')
    .map((one) => some(...PLACES.map((place) => isNotEmpty(one.at(place), 'its sign-ins go nowhere'))));
}
