import { Expression, TemplateResource, textOf } from '../../model';
import { isPresent, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-012',
  title: 'CloudFront distributions of an S3 bucket have a default root object or an edge function',
  severity: 'low',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'Without a default root object a request for / reaches the bucket, which lists its objects if listing is allowed.',
  remediation: 'Set DefaultRootObject, for example index.html.',
  check(distribution) {
    const config = distribution.at('DistributionConfig');
    const root = isPresent(config.at('DefaultRootObject'), 'it has no default root object');
    if (root.verdict === 'pass') return root;
    const behavior = config.at('DefaultCacheBehavior');
    return leadsToBucket(distribution, behavior) && !isRewritten(behavior) ? root : pass('no S3 origin serves /');
  },
};

/** Also when nobody can tell: one of its origins is a bucket then, and might be this one. */
function leadsToBucket(distribution: TemplateResource, behavior: Expression): boolean {
  const target = textOf(behavior.at('TargetOriginId').value);
  return distribution.at('DistributionConfig', 'Origins').items().some((origin) => {
    const id = textOf(origin.at('Id').value);
    return !origin.at('S3OriginConfig').isAbsent && (id === undefined || target === undefined || id === target);
  });
}

/** Code at the edge may turn / into something else, before the request reaches the bucket. */
function isRewritten(behavior: Expression): boolean {
  return ['FunctionAssociations', 'LambdaFunctionAssociations'].some((name) => behavior.at(name).items()
    .some((association) => /-request$/.test(textOf(association.at('EventType').value) ?? '')));
}
