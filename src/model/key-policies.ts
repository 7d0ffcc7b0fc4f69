import { fail, pass, resourceOf, unknown } from './judge';
import { statementsOf } from './policy-document';
import type { RuleResult } from './rule-result';
import type { Expression, TemplateResource } from './template';
import { textOf } from './value';

/**
 * Whether the key that an expression names lets a service use it. A key that is not in the templates is unknown: its policy
 * cannot be seen.
 */
export function keyLetsServiceUse(key: Expression, service: (principal: string) => boolean, actions: string[], who: string): RuleResult {
  const { value } = key;
  const resource = keyOf(resourceOf(value, 'AWS::KMS::Key', 'AWS::KMS::Alias'));
  if (!resource) return unknown(`its key is not in the templates, so whether ${who} can use it is not known`, textOf(value));
  return resource.stack.model.worlds.remember(resource, () => letsServiceUse(resource, service, actions, who), who);
}

function letsServiceUse(resource: TemplateResource, service: (principal: string) => boolean, actions: string[], who: string): RuleResult {
  const statements = statementsOf(resource.at('KeyPolicy'));
  if (!statements) return unknown(`the policy of its key is not known before deployment, so whether ${who} can use it is not known`, resource.name);

  const allowed = statements.filter((statement) => statement.allows && statement.principals.some(
    (principal) => principal.type === 'Service' && service(textOf(principal.value) ?? ''),
  ));
  const missing = actions.filter((action) => !allowed.some((statement) => statement.covers([action])));
  return missing.length === 0
    ? pass(`${resource.name} allows ${who} to use it`)
    : fail(`its key does not allow ${who} to use it`, `${resource.name} lacks ${missing.join(', ')}`);
}

/** The key behind an alias, or the key itself. */
export function keyOf(resource?: TemplateResource): TemplateResource | undefined {
  if (resource?.type !== 'AWS::KMS::Alias') return resource;
  const target = resourceOf(resource.at('TargetKeyId').value);
  return target?.type === 'AWS::KMS::Key' ? target : undefined;
}
