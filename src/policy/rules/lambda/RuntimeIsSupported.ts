import { textOf } from '../../model';
import { decide, pass } from '../judge';
import type { Rule } from '../rule';

/** Runtimes that AWS patches no more. Source: AWS Lambda developer guide, "Deprecated runtimes". */
const DEPRECATED = /^(nodejs(\d|1\d)?(\.\d+|\.x)?(-edge)?|python2\.7|python3\.[6-8]|ruby2\.\d|java8|go1\.x|dotnet(core[\d.]+|5\.0|6|7)|provided)$/;

export const rule: Rule = {
  id: 'ZT-LAMBDA-009',
  title: 'A function runs on a runtime that AWS still patches',
  severity: 'high',
  types: ['AWS::Lambda::Function'],
  rationale: 'Holes found in a deprecated runtime stay open, and after a while AWS refuses to update its functions.',
  remediation: 'Move to a runtime of the current list.',
  controls: ['FSBP Lambda.2', 'NIST 800-53 SI-2', 'PCI DSS 6.3.3', 'CSA-12 SAS-6'],
  check(fn) {
    if (textOf(fn.at('PackageType').value) === 'Image') return pass('an image');
    return decide(fn.at('Runtime'), 'its runtime is deprecated', (runtime) => !DEPRECATED.test(String(runtime ?? '')));
  },
};
