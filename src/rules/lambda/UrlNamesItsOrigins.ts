import { every, pass, decide } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-LAMBDA-011',
  title: 'The CORS configuration of a function URL names its origins',
  severity: 'medium',
  types: ['AWS::Lambda::Url'],
  rationale: 'With `*` the script of any page in a user\'s browser reads the answers.',
  remediation: 'List the origins in Cors.AllowOrigins, or leave Cors out.',
  check(url) {
    const origins = url.at('Cors', 'AllowOrigins');
    if (origins.isAbsent) return pass('no other origin');
    return every(...origins.items().map((origin) => decide(origin, 'any page may read its answers', (value) => !String(value).includes('*'))));
  },
};
