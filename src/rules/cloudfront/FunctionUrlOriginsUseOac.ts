import { Expression, textOf } from '../../model';
import { every, isOneOf, isPresent, pass, resourceOf } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-009',
  title: 'CloudFront Lambda function URL origins use origin access control that always signs requests',
  severity: 'medium',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'A function URL without IAM authentication can be called directly, which bypasses the web ACL of the edge.',
  remediation: 'Give the origin an OriginAccessControlId of type lambda that always signs, and the function URL AuthType AWS_IAM.',
  check(distribution, model) {
    const refersToUrl = model.ofType('AWS::Lambda::Url').some((url) => model.referrers(url).includes(distribution));
    const origins = distribution.at('DistributionConfig', 'Origins').items().filter((origin) => isFunctionUrl(origin, refersToUrl));
    return every(pass(`${origins.length} function URLs`), ...origins.map(signed));
  },
};

/** The name is cut out of the URL, which only deployment can do: a name that nobody knows is one when the distribution names a URL. */
function isFunctionUrl(origin: Expression, refersToUrl: boolean): boolean {
  const { value } = origin.at('DomainName');
  return /\.lambda-url\./.test(textOf(value) ?? '') || (value.kind === 'unknown' && refersToUrl);
}

function signed(origin: Expression): RuleResult {
  const named = origin.at('OriginAccessControlId');
  const control = resourceOf(named.value, 'AWS::CloudFront::OriginAccessControl');
  return every(
    isPresent(named, 'it has a function URL origin without origin access control'),
    control ? isOneOf(control.at('OriginAccessControlConfig', 'SigningBehavior'), ['always'], 'it does not sign every request to a function URL') : pass(),
  );
}
