import { Expression, TemplateResource, textOf } from '../../model';
import { fail, isOneOf, resourceOf, some } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const TEMPLATE = 'AWS::EC2::LaunchTemplate';
const ACCEPTS = 'it accepts IMDSv1 requests';

export const rule: Rule = {
  id: 'ZT-EC2-016',
  title: 'EC2 instances, launch templates and launch configurations require IMDSv2',
  severity: 'medium',
  types: ['AWS::EC2::Instance', TEMPLATE, 'AWS::AutoScaling::LaunchConfiguration'],
  rationale: 'IMDSv1 gives the credentials of the instance\'s role to any request, so a server-side request forgery is enough to take them. '
    + 'Where HttpTokens is left out, the AMI and the account decide.',
  remediation: 'Set MetadataOptions.HttpTokens to required, or HttpEndpoint to disabled.',
  check(resource) {
    if (resource.type === TEMPLATE) return requiresTokens(resource.at('LaunchTemplateData', 'MetadataOptions'));
    const own = resource.at('MetadataOptions');
    if (!own.isAbsent || resource.type !== 'AWS::EC2::Instance') return requiresTokens(own);
    return requiresTokensByTemplate(resource);
  },
};

function requiresTokens(options: Expression): RuleResult {
  if (options.isAbsent) return fail('whether it accepts IMDSv1 requests is left to its AMI and account');
  return some(
    isOneOf(options.at('HttpEndpoint'), ['disabled'], ACCEPTS),
    isOneOf(options.at('HttpTokens'), ['required'], ACCEPTS),
  );
}

/** An instance has the options of its launch template, which it names by id or, as the CDK writes it, by name. */
function requiresTokensByTemplate(instance: TemplateResource): RuleResult {
  const name = textOf(instance.at('LaunchTemplate', 'LaunchTemplateName').value);
  const template = resourceOf(instance.at('LaunchTemplate', 'LaunchTemplateId').value, TEMPLATE)
    ?? (name === undefined ? undefined : instance.stack.model.ofType(TEMPLATE).find((one) => textOf(one.at('LaunchTemplateName').value) === name));
  return requiresTokens(template?.exists() ? template.at('LaunchTemplateData', 'MetadataOptions') : instance.at('MetadataOptions'));
}
