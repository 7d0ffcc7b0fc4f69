import type { Access, Actor, Decision } from './access';
import { nameOf } from './names';

/** Whether an actor may do something on anything at all, as what it takes to make something new. */
export function mayAnywhere({ identity, functionArn }: Actor, action: string, { policies }: Access): Decision {
  const request = { caller: functionArn ? { ...identity.caller, functionArn } : identity.caller };
  let best: Decision = { answer: 'no', because: [], missing: `no policy of ${nameOf(identity.resource)} allows ${action}` };
  for (const held of identity.policy.statements) {
    if (held.statement.denies || !held.isAbout(action)) continue;
    for (const scope of held.resources.length > 0 ? held.resources : ['*']) {
      const own = policies.rule(identity.policy, action, scope, request);
      const bound = identity.boundary && policies.rule(identity.boundary, action, scope, request);
      if (own.denies === 'yes' || own.allows === 'no' || bound?.denies === 'yes' || bound?.allows === 'no') continue;
      const isOpen = [own.allows, own.denies, bound?.allows, bound?.denies].includes('maybe');
      const decision: Decision = {
        answer: isOpen ? 'maybe' : 'yes',
        because: [{ kind: 'identity-policy', resource: held.holder, text: `${held.label} allows ${action}`, open: isOpen ? own.open ?? bound?.open ?? 'it depends on conditions' : undefined }],
      };
      if (!isOpen) return decision;
      best = decision;
    }
  }
  return best;
}
