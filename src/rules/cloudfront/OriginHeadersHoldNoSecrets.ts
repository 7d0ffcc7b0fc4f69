import { describe, textOf } from '../../model';
import { every, fail, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';
import { isReadByAll } from '../secret-text';

/** Names under which a distribution shows an origin who it is. */
const SECRET = /authorization|secret|token|verify|password|api-?key|origin-?auth|credential/i;

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-008',
  title: 'CloudFront origin custom headers contain no plaintext secrets',
  severity: 'high',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'A header that authenticates CloudFront to an origin is a password. In a template, it is readable by every principal that can read the stack.',
  remediation: 'Set HeaderValue to a dynamic reference of a secret and rotate it, or use origin access control.',
  check(distribution) {
    const headers = distribution.at('DistributionConfig', 'Origins').items().flatMap((origin) => origin.at('OriginCustomHeaders').items());
    return every(pass(`${headers.length} headers`), ...headers.map((header): RuleResult => {
      const name = textOf(header.at('HeaderName').value) ?? '';
      const { value } = header.at('HeaderValue');
      return SECRET.test(name) && isReadByAll(value) ? fail(`the value of ${name} is in the template`, name) : pass(describe(header.at('HeaderName').value));
    }));
  },
};
