import { describe, TemplateResource, textOf, Value } from '../../model';
import { fail, isPresent, pass, resourceOf, saysTrue, some, unknown } from '../../model/judge';
import { isOrganisation } from '../../model/narrowing';
import type { RuleResult } from '../rule';

/** Values that whoever deploys gives: the ARN of something that exists, made elsewhere. */
const GIVEN = /^(parameter |Fn::ImportValue$|a dynamic reference$)/;

/** Whether the principal of a permission is an AWS service. */
export function isService(principal: string): boolean {
  return /\.amazon(aws)?\.com/.test(principal);
}

/** A load balancer and the functions behind it are in one account and Region (ELB user guide, "Lambda functions as targets"). */
const OF_ONE_ACCOUNT = /^elasticloadbalancing\.amazonaws\.com(\.cn)?$/;

/** Whether a permission is what makes a function URL public, and the URL is in the templates, where another rule reports it. */
export function opensPublicUrl(permission: TemplateResource): boolean {
  const isForUrl = textOf(permission.at('FunctionUrlAuthType').value) === 'NONE' || saysTrue(textOf(permission.at('InvokedViaFunctionUrl').value));
  const fn = isForUrl ? resourceOf(permission.at('FunctionName').value, 'AWS::Lambda::Function') : undefined;
  return fn !== undefined && fn.referrers('AWS::Lambda::Url')
    .some((url) => resourceOf(url.at('TargetFunctionArn').value) === fn && textOf(url.at('AuthType').value) === 'NONE');
}

/** Whether a permission says for whom a service acts: by account, by organization, or by the ARN of a source that holds the account. */
export function namesCustomer(permission: TemplateResource): RuleResult {
  if (OF_ONE_ACCOUNT.test(textOf(permission.at('Principal').value) ?? '')) return pass('load balancers of the account of the function');
  return some(
    isPresent(permission.at('PrincipalOrgID'), 'its organization ID is empty'),
    isPresent(permission.at('SourceAccount'), 'it allows an AWS service without SourceAccount'),
    isPresent(permission.at('EventSourceToken'), 'it allows an AWS service without EventSourceToken'),
    holdsAccount(permission),
  );
}

/** Whether a permission for any principal is one for the members of an organization. */
export function namesOrganization(permission: TemplateResource): RuleResult {
  const organization = permission.at('PrincipalOrgID');
  const { value } = organization;
  if (value.kind === 'known' && isOrganisation(value) !== 'narrow') return fail('its PrincipalOrgID names no organization', describe(value));
  return value.kind !== 'unknown' || isNamed(value) ? pass(describe(value)) : unknown('its organization is not known before deployment', describe(value));
}

function holdsAccount(permission: TemplateResource): RuleResult {
  const source = permission.at('SourceArn');
  const { value } = source;
  if (source.isAbsent || textOf(value) === '') return fail('it allows an AWS service without SourceAccount or SourceArn', 'nothing');
  const isS3 = /^s3\./.test(textOf(permission.at('Principal').value) ?? '');
  const account = accountIn(value);
  if (account === undefined && isS3) return fail(ANY_OWNER, describe(value));
  if (account === undefined) return isNamed(value) ? pass(describe(value)) : unknown(NOT_KNOWN, describe(value));
  if (account === '') return fail(isS3 ? ANY_OWNER : 'its SourceArn names no account, and it has no SourceAccount', describe(value));
  return /[*?]/.test(account) ? fail('its SourceArn matches sources of any account, and it has no SourceAccount', describe(value)) : pass(describe(value));
}

const ANY_OWNER = 'the ARN of an S3 bucket names no account, and it has no SourceAccount';
const NOT_KNOWN = 'whether its SourceArn names an account is not known before deployment';

/** The account of an ARN whose text is known so far; what fills the place counts. */
function accountIn(value: Value): string | undefined {
  const text = (textOf(value) ?? '').replace(/\$\{[^}]*\}/g, 'x');
  if (/^[*?]+$/.test(text)) return '*';
  return /^[*?a-z]+:/.test(text) ? text.split(':')[4] ?? '' : undefined;
}

/** A resource of the templates, whose ARN holds its account unless it is a bucket; or what whoever deploys gives. */
function isNamed(value: Value): boolean {
  if (value.kind === 'reference') return value.targets[0].resource.type !== 'AWS::S3::Bucket';
  return value.kind === 'unknown' && GIVEN.test(value.why);
}
