import type { Access } from './access';
import type { Draft } from './drafts';
import type { GraphNodes } from './graph-nodes';
import { nameOf } from './names';
import { accountOf } from './texts';
import type { GraphNode } from './trust-graph';
import { StatementCondition, TemplateResource, textOf, Value } from '../../model';
import { resourceOf } from '../../model/judge';
import { narrowingsOf, verdictOf } from '../../model/narrowing';

/** Who outside of the templates may assume a role, by its trust policy. A service is told where nothing is configured to act as the role. */
export function assumers(role: TemplateResource, to: readonly GraphNode[], standsAlone: boolean, access: Access, nodes: GraphNodes): Draft[] {
  return (access.policyOf(role)?.statements ?? []).flatMap((held): Draft[] => {
    const { statement } = held;
    if (statement.denies) return [];
    return statement.principals.flatMap(({ type, value }): Draft[] => {
      const text = access.policies.texts.of(value);
      const conditions = statement.conditions.map(({ key }) => key).join(', ');
      const draft = (from: GraphNode, open?: string): Draft[] => to.map((node) => ({
        from,
        to: node,
        kind: type === 'Service' ? 'access' : 'control',
        intent: type === 'Service' ? 'use' : 'control',
        certainty: open === undefined ? 'certain' : 'possible',
        actions: ['sts:AssumeRole'],
        because: [{ kind: 'trust-policy', resource: role, text: `${nameOf(role)} lets ${from.name} assume it${conditions ? `, under conditions on ${conditions}` : ''}`, open }],
        ...type === 'Service' ? { implied: true } : { path: 'sts-001' },
      }));
      if (type === 'Service') return standsAlone ? draft(nodes.service(text)) : actsAs(text, to) ? [] : draft(nodes.service(text)).map((one) => ({ ...one, implied: false }));
      if (type === 'Federated') return draft(isUnauthenticated(statement.conditions) ? nodes.internet() : nodes.person(`users of ${providerOf(value, text)}`));
      if (text === '*' || type === 'NotPrincipal') {
        const verdict = verdictOf(narrowingsOf(statement));
        return verdict === 'narrow' ? [] : draft(nodes.internet(), verdict === 'unknown' || statement.conditions.length > 0 ? `its conditions on ${conditions} are not decided` : undefined);
      }
      const account = /^(\d{12})$/.exec(text)?.[1] ?? /^arn:aws:(?:iam|sts)::(\d{12}):/.exec(text)?.[1];
      const own = accountOf(role);
      if (account === undefined || account === own) return [];
      return draft(nodes.account(account), !/^\d/.test(own) ? 'whether that is another account is known at deployment' : statement.conditions.length > 0 ? `its conditions on ${conditions} are not decided` : undefined);
    });
  });
}

/** Whether a service is the one that runs what acts as a role. A role of a function that another service may assume as well is not for the function alone. */
function actsAs(service: string, holders: readonly GraphNode[]): boolean {
  return !holders.every(({ resource }) => resource?.type === 'AWS::Lambda::Function') || /^(edge)?lambda\./.test(service);
}

function isUnauthenticated(conditions: StatementCondition[]): boolean {
  return conditions.some(({ key, values }) => key === 'cognito-identity.amazonaws.com:amr' && values.some((value) => textOf(value) === 'unauthenticated'));
}

/** A provider of the templates by the address that it has, any other by its ARN. */
function providerOf(principal: Value, text: string): string {
  const provider = resourceOf(principal, 'AWS::IAM::OIDCProvider');
  const url = provider && textOf(provider.at('Url').value);
  if (url) return url.replace(/^https:\/\//, '');
  return text.replace(/^arn:aws:iam::[^:]*:(oidc|saml)-provider\//, '').replace(/\u0001/g, '').replace(/\u0003/g, 'a provider');
}
