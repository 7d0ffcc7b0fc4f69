import { TemplateResource, textOf } from '../../model';
import { fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule } from '../rule';

/** API Gateway hands it over to Lambda, which chooses the tenant's environment by it. */
const HEADER = 'integration.request.header.x-amz-tenant-id';
/** What an authorizer or a signature proved, or a text of the template. */
const VERIFIED = /^(context\.authorizer\.[\w.-]+|context\.identity\.(accountId|caller|cognitoIdentityId|user|userArn)|'[^']+')$/;

export const rule: Rule = {
  id: 'ZT-LAMBDA-028',
  title: 'API methods pass a verified tenant ID, and only to tenant-isolated Lambda functions',
  severity: 'high',
  types: ['AWS::ApiGateway::Method'],
  rationale: 'A caller that sets the tenant ID in a header, path or query string chooses the execution environment, and with it the tenant whose data is in memory. '
      + 'A function without TenancyConfig ignores the tenant ID, and serves all tenants from one environment.',
  remediation: 'Map integration.request.header.X-Amz-Tenant-Id to a value of context.authorizer, with an authorizer that verifies the token, and TenancyConfig PER_TENANT on the function.',
  check(method) {
    const called = calledFunction(method);
    const apart = called?.at('TenancyConfig').isAbsent === false;
    const parameters = method.at('Integration', 'RequestParameters');
    if (parameters.value.kind !== 'known') return apart ? unknown('its tenant ID mapping is not known before deployment') : pass('no tenant isolation');
    const header = parameters.entries().find(([key, entry]) => key.toLowerCase() === HEADER && !entry.isAbsent)?.[1];
    if (!header) return apart ? fail('it does not pass a tenant ID to Lambda') : pass('no tenant isolation');
    if (called && !apart) return fail('it passes a tenant ID to a function without tenant isolation', called.name);
    const told = textOf(header.value);
    if (header.value.kind !== 'known' || told === undefined) return unknown('the source of its tenant ID is not known before deployment');
    return VERIFIED.test(told) ? pass(told) : fail('it takes the tenant ID from unverified request data', told);
  },
};

/** The function behind the integration, or behind the alias or version that it names. */
function calledFunction(method: TemplateResource): TemplateResource | undefined {
  const { value } = method.at('Integration', 'Uri');
  const called = value.kind === 'reference' ? value.targets.map(({ resource }) => resource) : [];
  for (const one of called) {
    if (one.type === 'AWS::Lambda::Function') return one;
    if (one.type === 'AWS::Lambda::Alias' || one.type === 'AWS::Lambda::Version') return resourceOf(one.at('FunctionName').value, 'AWS::Lambda::Function');
  }
  return undefined;
}
