import { TemplateResource, textOf } from '../../model';
import { every, fail, isPresent, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const FUNCTIONS = ['AWS::Lambda::Alias', 'AWS::Lambda::Function', 'AWS::Lambda::Version', 'AWS::Serverless::Function'];

export const rule: Rule = {
  id: 'ZT-LOGS-008',
  title: 'CloudWatch Logs subscription filters have a destination and permission to deliver to it',
  severity: 'medium',
  types: ['AWS::Logs::SubscriptionFilter'],
  rationale: 'CloudWatch Logs delivers to a stream with an IAM role, and to a function with a Lambda permission. Without it, no log events are delivered.',
  remediation: 'Set RoleArn for streams. For functions, add an AWS::Lambda::Permission for logs.amazonaws.com with the log group as source.',
  check(filter) {
    const destination = filter.at('DestinationArn');
    return every(isPresent(destination, 'it has no destination'), mayDeliver(filter));
  },
};

function mayDeliver(filter: TemplateResource): RuleResult {
  const { value } = filter.at('DestinationArn');
  const fn = resourceOf(value, ...FUNCTIONS);
  if (fn) return isInvokedByLogs(fn);
  // who may invoke a function, or send to a destination, of another app is said there
  const text = textOf(value) ?? '';
  if (resourceOf(value, 'AWS::Logs::Destination') || /^arn:[^:]+:(lambda|logs):/.test(text)) return pass(text);
  const role = filter.at('RoleArn');
  return value.kind === 'unknown' && role.isAbsent ? unknown('its permission to deliver is not known before deployment') : isPresent(role, 'it has no role to deliver with');
}

function isInvokedByLogs(fn: TemplateResource): RuleResult {
  const permissions = fn.referrers('AWS::Lambda::Permission').filter((permission) => resourceOf(permission.at('FunctionName').value) === fn);
  const services = permissions.map((permission) => textOf(permission.at('Principal').value) ?? '');
  return services.some((service) => service.startsWith('logs.')) ? pass('a permission') : fail('it has no permission to invoke the function', fn.name);
}
