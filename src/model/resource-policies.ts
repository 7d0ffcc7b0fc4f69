import { namedIn, policiesByName } from './bucket-names';
import { fail, pass, resourceOf, unknown } from './judge';
import { readStatementsOf } from './policies-anywhere';
import type { Statement } from './policy-document';
import type { RuleResult } from './rule-result';
import type { Expression, TemplateResource, Value } from './template';
import { lastTargetOf, textOf } from './value';

/** The statements of all policies of a type that are attached to a resource, and whether each of them could be read. */
export interface AttachedStatements {
  readonly statements: Statement[];
  readonly readable: boolean;
}

/** Policies that name the resource in one of their properties: `Queues`, `Bucket`, `SecretId` … */
export function attachedStatements(resource: TemplateResource, policyType: string, property: string): AttachedStatements {
  return resource.stack.model.worlds.remember(resource, () => readAttached(resource, policyType, property), policyType);
}

function readAttached(resource: TemplateResource, policyType: string, property: string): AttachedStatements {
  const referring = resource.referrers(policyType)
    .filter((policy) => policy.at(property).items().some((item) => resourceOf(item.value) === resource));
  const named = resource.type === 'AWS::S3::Bucket' ? policiesByName(resource, policyType) : [];
  const documents = [...new Set([...referring, ...named])]
    .map((policy) => policy.at(policyType === 'AWS::SecretsManager::ResourcePolicy' ? 'ResourcePolicy' : 'PolicyDocument'));
  return readAll(documents);
}

export function readAll(documents: Expression[]): AttachedStatements {
  const read = documents.map(readStatementsOf);
  return { statements: read.flatMap((statements) => statements ?? []), readable: read.every((statements) => statements !== undefined) };
}

/**
 * Whether a resource policy denies the actions to everyone who does not use TLS, on the resource itself; for a bucket on its
 * objects too, which have an ARN of their own.
 *
 * Any further condition would make the denial narrower, so it does not count.
 */
export function deniesPlaintext(resource: TemplateResource, { statements, readable }: AttachedStatements, actions: string[]): RuleResult {
  const denied = statements.filter((statement) => statement.denies && statement.forAnyone && statement.covers(actions)
    // …IfExists also denies requests that do not say
    && ['Bool', 'BoolIfExists'].some((operator) => isOnlyCondition(statement, operator, 'aws:securetransport', 'false'))).flatMap((statement) => statement.resources);
  const holds = denied.some((value) => isOn(value, resource)) && (resource.type !== 'AWS::S3::Bucket' || denied.some((value) => isInside(value, resource)));
  if (holds) return pass('a Deny with aws:SecureTransport false');
  return readable ? fail('its policy does not deny requests without TLS', 'no such Deny') : unknown('whether its policy denies requests without TLS is not known before deployment');
}

/** Whether a statement has one condition, with the one value. */
export function isOnlyCondition(statement: Statement, operator: string, key: string, value: string): boolean {
  const [condition] = statement.conditions;
  return statement.conditions.length === 1 && condition.operator === operator && condition.key === key
    && condition.values.length === 1 && textOf(condition.values[0]) === value;
}

/** Whether a resource of a statement is the resource itself. */
function isOn(value: Value, resource: TemplateResource): boolean {
  return textOf(value) === '*' || (lastTargetOf(value)?.resource === resource && /\}\*?$/.test(textOf(value) ?? '')) || nameEnds(value, resource, '');
}

/** Whether a resource of a statement is everything inside of the resource. */
function isInside(value: Value, resource: TemplateResource): boolean {
  return textOf(value) === '*' || (lastTargetOf(value)?.resource === resource && /\}\/?\*$/.test(textOf(value) ?? '')) || nameEnds(value, resource, '/*');
}

function nameEnds(value: Value, resource: TemplateResource, end: string): boolean {
  return resource.type === 'AWS::S3::Bucket' && namedIn(value, resource) === end;
}
