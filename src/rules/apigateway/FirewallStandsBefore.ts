import { TemplateResource, textOf } from '../../model';
import { fail, isPresent, resourceOf, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-004',
  title: 'A web firewall stands before every stage',
  severity: 'high',
  types: ['AWS::ApiGateway::Stage'],
  rationale: 'Without it floods, known attacks and addresses of ill repute reach the authorizer and the functions.',
  remediation: 'Associate a web ACL with the stage; the association may be in any stack.',
  check(stage) {
    const api = resourceOf(stage.at('RestApiId').value);
    const associations = new Set([...stage.referrers(ASSOCIATION), ...(api?.referrers(ASSOCIATION) ?? [])].filter((one) => isFor(one, stage, api)));
    return some(
      ...[...associations].map((association) => isPresent(association.at('WebACLArn'), `${association.name} names no web ACL`)),
      fail('no web firewall stands before it', 'no AWS::WAFv2::WebACLAssociation'),
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
