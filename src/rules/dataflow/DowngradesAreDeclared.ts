import { isHigher } from '../../graph/data-class';
import { Flow, readsOf, WORKLOAD_TYPES, writesOf } from '../../graph/data-flows';
import { Declassification, declassificationsOf, declassifying } from '../../graph/declassifications';
import type { TemplateResource } from '../../model';
import { every, fail, pass } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-DATAFLOW-002',
  title: 'Data goes to a store of a lower class only where this is declared',
  severity: 'medium',
  types: WORKLOAD_TYPES,
  rationale: 'A store is read by those whom its class lets in. A copy of RESTRICTED data in an INTERNAL bucket is read by everyone inside, and nobody has decided that.',
  remediation: 'Write to a store of the same class. Where the function takes out what is sensitive, declare it: fn.declassify(from, to, reason), which is the metadata zero-trust:declassification.',
  check(workload) {
    const reads = readsOf(workload);
    const downgrades = reads.length === 0 ? [] : writesOf(workload)
      .flatMap((write) => reads.filter((read) => isHigher(read.dataClass, write.dataClass)).map((read) => ({ read, write })));
    if (downgrades.length === 0) return pass('nothing goes to a lower class');
    const declared = declassificationsOf(workload);
    return every(...downgrades.map(({ read, write }) => judge(workload, read, write, declared)));
  },
};

function judge(workload: TemplateResource, read: Flow, write: Flow, declared: Declassification[]): RuleResult {
  const path = `${called(read)} → ${workload.name} → ${called(write)}`;
  const declaration = declassifying(declared, read.dataClass, write.dataClass);
  return declaration ? pass(`${path}, declared: ${declaration.reason}`) : fail('it may write to a lower class than it reads, and no downgrade is declared', path);
}

function called({ store, dataClass }: Flow): string {
  return `${store.name} (${dataClass})`;
}
