import { Expression, TemplateResource, textOf } from '../../model';
import { isNotEmpty, isPresent, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-012',
  title: 'A distribution of a bucket says what it answers for /',
  severity: 'low',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'Without a default root object the bucket itself answers for /: with the names of its objects, if it may be listed.',
  remediation: 'Set DefaultRootObject, for example index.html.',
  check(distribution) {
    const config = distribution.at('DistributionConfig');
    const root = isPresent(config.at('DefaultRootObject'), 'its bucket answers for / itself');
    if (root.verdict === 'pass') return root;
    const behavior = config.at('DefaultCacheBehavior');
    return leadsToBucket(distribution, behavior) && !isRewritten(behavior) ? root : pass('no bucket answers for /');
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

/** Code at the edge may turn / into something else. */
function isRewritten(behavior: Expression): boolean {
  return ['FunctionAssociations', 'LambdaFunctionAssociations'].some((name) => isNotEmpty(behavior.at(name), '').verdict === 'pass');
}
