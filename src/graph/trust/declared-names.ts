import { importedArn } from './access-edges';
import { inOnePartition, Texts } from './texts';
import type { GraphEdge, GraphNode } from './trust-graph';
import type { TemplateResource } from '../../model';
import { append } from '../../model/append';
import { globMatches } from '../../model/glob';
import type { TemplateModel } from '../../model/template-model';

type IsTo = (node: GraphNode) => boolean;

/** Tests for targets that no node has, by the name that a declaration gives; `undefined` for a name that means nothing in the templates. */
export function targetTest(model: TemplateModel, texts: Texts): (target: string) => IsTo | undefined {
  const byPath = new Map<string, TemplateResource[]>();
  for (const resource of model.resources) if (resource.path !== undefined) append(byPath, resource.path, resource);
  const arnOf = ({ resource, id }: GraphNode) => (resource ? texts.arnOf(resource).replace(/\u0001/g, '') : id);
  return (target) => {
    // everything of a service: the statement is on all that there is
    if (target === '*') return () => true;
    if (target.startsWith('arn:')) {
      const patterns = [target, importedArn(target)].map(inOnePartition);
      return (node) => patterns.some((pattern) => globMatches(pattern, arnOf(node)));
    }
    const resources = [...byPath.get(target) ?? [], ...byPath.get(`${target}/Resource`) ?? []];
    if (resources.length === 0) return undefined;
    const names = resources.map((resource) => texts.nameOf(resource).replace(/\u0001/g, ''));
    return ({ resource, id }) => resource === undefined && names.some((name) => id.includes(name));
  };
}

/** Whether a principal, as the CDK writes it, is who an edge comes from: `ArnPrincipal(arn:aws:iam::111122223333:role/Partner)`. */
export function isNamed(caller: string, { kind, id, name }: GraphNode, certainty: GraphEdge['certainty']): boolean {
  if (kind === 'service') return caller.includes(`(${name})`);
  // who is let in by a condition alone is called everyone, possibly
  const isWide = /^(Any|Star|Organization)Principal\(/.test(caller) || caller.includes('(*)');
  if (kind === 'internet') return isWide && (certainty === 'possible' || !caller.startsWith('Organization'));
  if (kind === 'account') return isWide || caller === 'principal' || caller.includes(name) || (id.includes('$') && /Account/.test(caller));
  return caller === 'principal' || /^(Federated|Saml|WebIdentity|OpenIdConnect|Composite)\w*Principal\(/.test(caller);
}
