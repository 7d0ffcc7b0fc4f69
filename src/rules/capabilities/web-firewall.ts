import { Expression, TemplateModel, TemplateResource } from '../../model';
import { every, fail, isThere, pass, unknown } from '../../model/judge';
import type { RuleResult } from '../rule';
import { capability } from './capability';

const BLOCKS = ['Block', 'Captcha', 'Challenge'];

/** One that counts only, or protects nothing, is no firewall. Its rule groups are what ZT-WAF-001 asks. */
export const webFirewall = capability('web-firewall', '006', {
  title: 'The app has an AWS WAF web ACL that blocks and is associated',
  types: ['AWS::WAFv2::WebACL'],
  rationale: 'Attacks on web applications, such as injection, reach the code where nothing inspects requests.',
  remediation: 'Add a WebFirewall, or name the web ACL in front of the app: Capability.WEB_FIREWALL.providedBy(name, arn, owner).',
}, (acl, model) => every(blocks(acl), isAssociated(acl, model)));

function blocks(acl: TemplateResource): RuleResult {
  const rules = acl.at('Rules');
  if (isThere(acl.at('DefaultAction', 'Block')) || rules.items().some(blocksSome)) return pass('it blocks');
  return [rules, ...rules.items()].some(({ value }) => value.kind === 'unknown') ? unknown('its rules are not known before deployment') : fail('none of its rules blocks', 'no such rule');
}

function blocksSome(one: Expression): boolean {
  return BLOCKS.some((action) => isThere(one.at('Action', action))) || isThere(one.at('OverrideAction', 'None'));
}

function isAssociated(acl: TemplateResource, model: TemplateModel): RuleResult {
  if (acl.referrers('AWS::WAFv2::WebACLAssociation', 'AWS::CloudFront::Distribution').length > 0) return pass('associated');
  const maybe = model.ofType('AWS::WAFv2::WebACLAssociation').some((one) => one.exists() && one.at('WebACLArn').value.kind === 'unknown');
  return maybe ? unknown('whether it is associated is not known before deployment') : fail('it is associated with nothing', 'no AWS::WAFv2::WebACLAssociation');
}
