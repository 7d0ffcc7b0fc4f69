import { isHigher } from '../../graph/data-class';
import { Flow, readsOf, WORKLOAD_TYPES, writesOf } from '../../graph/data-flows';
import { Declassification, declassificationsOf, declassifying } from '../../graph/declassifications';
import type { TemplateResource } from '../../model';
import { every, fail, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-DATAFLOW-002',
  title: 'Workloads that write to a lower data class than they read declare a declassification',
  severity: 'medium',
  types: WORKLOAD_TYPES,
  rationale: 'The data class of a store decides who can read it. A copy of RESTRICTED data in an INTERNAL bucket is readable inside the whole organization, without an explicit decision.',
  remediation: 'Write to a store of the same class. Where the function removes the sensitive data, declare it: fn.declassify(from, to, reason), which is the metadata zero-trust:declassification.',
  check(workload) {
    const reads = readsOf(workload);
    const downgrades = reads.length === 0 ? [] : writesOf(workload)
      .flatMap((write) => reads.filter((read) => isHigher(read.dataClass, write.dataClass)).map((read) => ({ read, write })));
    if (downgrades.length === 0) return pass('no data goes to a lower data class');
    const declared = declassificationsOf(workload);
    return every(...downgrades.map(({ read, write }) => judge(workload, read, write, declared)));
  },
};

function judge(workload: TemplateResource, read: Flow, write: Flow, declared: Declassification[]): RuleResult {
  const path = `${called(read)} → ${workload.name} → ${called(write)}`;
  const declaration = declassifying(declared, read.dataClass, write.dataClass);
  return declaration ? pass(`${path}, declared: ${declaration.reason}`) : fail('it can write to a lower data class than it reads, and no declassification is declared', path);
}

function called({ store, dataClass }: Flow): string {
  return `${store.name} (${dataClass})`;
}
