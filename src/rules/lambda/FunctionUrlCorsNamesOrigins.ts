import { every, pass, decide } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-011',
  title: 'Lambda function URL CORS configurations allow named origins only',
  severity: 'medium',
  types: ['AWS::Lambda::Url'],
  rationale: 'With a wildcard origin, any website that a user visits can read the responses from the browser.',
  remediation: 'List the allowed origins in Cors.AllowOrigins, or omit Cors.',
  check(url) {
    const origins = url.at('Cors', 'AllowOrigins');
    if (origins.isAbsent) return pass('no CORS configuration');
    return every(...origins.items().map((origin) => decide(origin, 'its CORS configuration allows any origin', (value) => !String(value).includes('*'))));
  },
};
