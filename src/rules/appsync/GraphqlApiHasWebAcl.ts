import { fail, isOneOf, isPresent, resourceOf, some } from '../../model/judge';
import type { Rule } from '../rule';

const ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';

export const rule: Rule = {
  id: 'ZT-APPSYNC-005',
  title: 'AppSync GraphQL APIs are associated with an AWS WAF web ACL, or private',
  severity: 'medium',
  types: ['AWS::AppSync::GraphQLApi'],
  rationale: 'Without a web ACL, floods, known attacks and requests from IP addresses with a bad reputation reach the authorization and the resolvers.',
  remediation: 'Add an AWS::WAFv2::WebACLAssociation for the API; it may be in any stack. A private API (Visibility PRIVATE) is reached from its VPC endpoints only.',
  check(api) {
    const associations = api.referrers(ASSOCIATION).filter((one) => resourceOf(one.at('ResourceArn').value) === api);
    return some(
      isOneOf(api.at('Visibility'), ['PRIVATE'], 'it has no AWS WAF web ACL'),
      ...associations.map((association) => isPresent(association.at('WebACLArn'), `${association.name} has no web ACL`)),
      fail('it has no AWS WAF web ACL', 'no AWS::WAFv2::WebACLAssociation'),
    );
  },
};
