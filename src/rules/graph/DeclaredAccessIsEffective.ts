import { CALLERS, differencesOf } from './differences';
import { every, fail, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-GRAPH-001',
  title: 'Access that constructs declare is allowed by IAM policies, key policies and the network',
  severity: 'medium',
  types: CALLERS,
  rationale: 'A declared edge that a policy, a VPC endpoint or a security group refuses is a call that fails at run time, and a trust graph that does not show what is deployed.',
  remediation: 'Grant by the method of the construct, which opens the key and the network as well, or take the declaration away. What refuses the call is named.',
  check(resource, model) {
    const differences = differencesOf(model);
    if (!differences) return pass('declares no edges');
    return every(pass(), ...(differences.withoutEffect.get(resource) ?? []).map(({ caller, target, actions, missing }) => (
      fail('a declared edge of the trust graph has no effect', `${caller} → ${target} (${actions.join(', ')}): ${missing}`))));
  },
};
