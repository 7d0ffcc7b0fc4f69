import { readsOf } from '../../graph/data-flows';
import { logsOf, masksLogs } from '../../graph/masked-logs';
import { pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-DATAFLOW-001',
  title: 'A function that reads RESTRICTED data has its logs masked',
  severity: 'high',
  types: ['AWS::Lambda::Function'],
  rationale: 'One line that logs an object is enough: what the key of the store protects is then read by everyone who reads logs, for as long as they are kept.',
  remediation: 'Set DataProtectionPolicy with Deidentify on the function\'s log group, or let a SecureFunction be granted by the store\'s own grants.',
  check(fn) {
    const restricted = readsOf(fn).filter(({ dataClass }) => dataClass === 'RESTRICTED');
    if (restricted.length === 0) return pass('reads no RESTRICTED store');
    const path = `${restricted.map(({ store }) => `${store.name} (RESTRICTED)`).join(', ')} → ${fn.name} → ${logsOf(fn)}`;
    const masked = masksLogs(fn);
    return masked.verdict === 'pass' ? pass(`${path} (masked)`) : { ...masked, value: `${path} (unmasked)` };
  },
};
