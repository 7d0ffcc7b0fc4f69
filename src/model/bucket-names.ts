import { isBeside } from './beside';
import type { TemplateResource, Value } from './template';
import { textOf } from './value';

/** Policies whose bucket is given by a name and not by a reference, by what the name is written as; once for each model. */
const POLICIES = new WeakMap<object, Map<string, TemplateResource[]>>();

/** Policies that are attached to a bucket by the same name that the bucket is given: a literal, a parameter, or a text made of them. */
export function policiesByName(bucket: TemplateResource, policyType: string): TemplateResource[] {
  const written = writtenAs(bucket, 'BucketName');
  if (written === undefined) return [];
  const { model } = bucket.stack;
  if (!POLICIES.has(model)) POLICIES.set(model, new Map());
  const known = POLICIES.get(model)!;
  if (!known.has(policyType)) {
    known.set(policyType, []);
    for (const policy of model.ofType(policyType)) {
      const key = `${policyType} ${writtenAs(policy, 'Bucket')}`;
      const others = known.get(key);
      if (others) others.push(policy);
      else known.set(key, [policy]);
    }
  }
  return (known.get(`${policyType} ${written}`) ?? []).filter((policy) => isBeside(policy, bucket) !== 'no' && policy.exists());
}

/** What of a bucket an ARN names by the bucket's name: `''` for the bucket itself, `/*` for all objects. */
export function namedIn(arn: Value, bucket: TemplateResource): string | undefined {
  const { value: name } = bucket.at('BucketName');
  const [, written] = /^arn:(?:\$\{[^}]*\}|[^:]+):s3:::(.+)$/.exec(textOf(arn) ?? '') ?? [];
  if (written === undefined) return undefined;
  const text = textOf(name);
  if (text !== undefined && name.kind === 'known') return written.startsWith(text) ? written.slice(text.length) : undefined;
  // the one gap of the ARN is the parameter that the name is, or has in it
  const begins = text ?? GAP;
  const isSameGap = name.kind === 'unknown' && arn.kind === 'unknown' && arn.why === name.why && begins.split(GAP).length === 2;
  return isSameGap && written.startsWith(begins) ? written.slice(begins.length) : undefined;
}

const GAP = '${?}';

function writtenAs(resource: TemplateResource, property: string): string | undefined {
  const { stack, source } = resource.at(property);
  return source === undefined || source === null ? undefined : typeof source === 'string' ? source : `${stack.id} ${JSON.stringify(source)}`;
}
