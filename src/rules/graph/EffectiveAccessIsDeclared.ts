import { CALLERS, differencesOf } from './differences';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-GRAPH-002',
  title: 'Access that IAM policies and event sources allow is declared by constructs',
  severity: 'medium',
  types: CALLERS,
  rationale: 'Access that no construct declares was added beside the code that is reviewed, by an override, a wildcard or a resource policy. Zero trust is least privilege that can be named.',
  remediation: 'Grant it by the method of the construct, or narrow the statement that allows it. The statement is named.',
  check(resource, model) {
    const differences = differencesOf(model);
    if (!differences) return pass('declares no edges');
    return every(pass(), ...(differences.undeclared.get(resource) ?? []).map(({ from, to, actions, certainty, because }) => {
      const path = `${from.name} → ${to.name}${actions.length > 0 ? ` (${actions.join(', ')})` : ''}: ${because.map(({ text }) => text).join('; ')}`;
      if (certainty === 'certain') return fail('access in effect is not declared', path);
      return unknown('access that may be in effect is not declared', `${path}; possible because ${because.map(({ open }) => open).filter((open) => open !== undefined).join('; ')}`);
    }));
  },
};
