import { TemplateResource, textOf } from '../../model';
import { fail, isPresent, resourceOf, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-004',
  title: 'REST API stages are associated with an AWS WAF web ACL',
  severity: 'medium',
  types: ['AWS::ApiGateway::Stage'],
  rationale: 'Without a web ACL, floods, known attacks and requests from IP addresses with a bad reputation reach the authorizer and the functions.',
  remediation: 'Add an AWS::WAFv2::WebACLAssociation for the stage; it may be in any stack.',
  check(stage) {
    const api = resourceOf(stage.at('RestApiId').value);
    const associations = new Set([...stage.referrers(ASSOCIATION), ...(api?.referrers(ASSOCIATION) ?? [])].filter((one) => isFor(one, stage, api)));
    return some(
      ...[...associations].map((association) => isPresent(association.at('WebACLArn'), `${association.name} has no web ACL`)),
      fail('it has no AWS WAF web ACL', 'no AWS::WAFv2::WebACLAssociation'),
    );
  },
};

const ASSOCIATION = 'AWS::WAFv2::WebACLAssociation';

/** By reference to the stage, or by its name in the ARN of its API. */
function isFor(association: TemplateResource, stage: TemplateResource, api?: TemplateResource): boolean {
  const { value } = association.at('ResourceArn');
  if (resourceOf(value) === stage) return true;
  const name = textOf(stage.at('StageName').value);
  return resourceOf(value) === api && name !== undefined && (textOf(value) ?? '').endsWith(`/stages/${name}`);
}
