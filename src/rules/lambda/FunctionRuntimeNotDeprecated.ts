import { textOf } from '../../model';
import { decide, pass } from '../../model/judge';
import type { Rule } from '../rule';

/** Runtimes that AWS patches no more: those that `SecureFunction` refuses. Source: AWS Lambda developer guide, "Deprecated runtimes". */
const DEPRECATED = new RegExp(`^(${[
  'nodejs', 'nodejs\\d\\.\\d+(-edge)?', 'nodejs(1[02468]|20)\\.x', 'python2\\.7', 'python3\\.([6-9]|10)', 'ruby2\\.\\d', 'ruby3\\.2',
  'java8', 'go1\\.x', 'dotnetcore[\\d.]+', 'dotnet(5\\.0|6|7)', 'provided',
].join('|')})$`);

export const rule: Rule = {
  id: 'ZT-LAMBDA-009',
  title: 'Lambda functions do not use deprecated runtimes',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'A deprecated runtime receives no security patches, and later AWS blocks updates of functions that use it.',
  remediation: 'Upgrade to a supported runtime.',
  check(fn) {
    if (textOf(fn.at('PackageType').value) === 'Image') return pass('a container image');
    return decide(fn.at('Runtime'), 'its runtime is deprecated', (runtime) => !DEPRECATED.test(String(runtime ?? '')));
  },
};
