import { readsOf } from '../../graph/data-flows';
import { logsOf, masksLogs } from '../../graph/masked-logs';
import { pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-DATAFLOW-001',
  title: 'Logs of Lambda functions that read RESTRICTED data are masked',
  severity: 'high',
  types: ['AWS::Lambda::Function'],
  rationale: 'A single line that logs an object exposes data that the key of the store protects, to every principal that can read the logs and for as long as they are kept.',
  remediation: 'Set DataProtectionPolicy with Deidentify on the log group of the function, or grant a SecureFunction with the grants of the store.',
  check(fn) {
    const restricted = readsOf(fn).filter(({ dataClass }) => dataClass === 'RESTRICTED');
    if (restricted.length === 0) return pass('reads no RESTRICTED store');
    const path = `${restricted.map(({ store }) => `${store.name} (RESTRICTED)`).join(', ')} → ${fn.name} → ${logsOf(fn)}`;
    const masked = masksLogs(fn);
    return masked.verdict === 'pass' ? pass(`${path} (masked)`) : { ...masked, value: `${path} (unmasked)` };
  },
};
