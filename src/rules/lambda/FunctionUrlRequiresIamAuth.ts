import { isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-008',
  title: 'Lambda function URLs require IAM authentication',
  severity: 'critical',
  types: ['AWS::Lambda::Url'],
  rationale: 'A function URL with AuthType NONE is open to the internet, without AWS WAF, throttling or request validation.',
  remediation: 'Set AuthType to AWS_IAM, or put the function behind an API.',
  check: (url) => isOneOf(url.at('AuthType'), ['AWS_IAM'], 'it requires no authentication'),
};
