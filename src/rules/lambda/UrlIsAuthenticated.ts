import { isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-008',
  title: 'A function URL asks for AWS credentials',
  severity: 'critical',
  types: ['AWS::Lambda::Url'],
  rationale: 'A URL with AuthType NONE is open to the internet, past firewall, throttle and request validation.',
  remediation: 'Set AuthType AWS_IAM, or put the function behind an API.',
  check: (url) => isOneOf(url.at('AuthType'), ['AWS_IAM'], 'it is open to everyone'),
};
