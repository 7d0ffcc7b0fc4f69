import { TemplateResource, textOf } from '../../model';
import { fail, pass, resourceOf, unknown } from '../../model/judge';
import type { Rule } from '../rule';

/** API Gateway hands it over to Lambda, which chooses the tenant's environment by it. */
const HEADER = 'integration.request.header.x-amz-tenant-id';
/** What an authorizer or a signature proved, or a text of the template. */
const VERIFIED = /^(context\.authorizer\.[\w.-]+|context\.identity\.(accountId|caller|cognitoIdentityId|user|userArn)|'[^']+')$/;

export const rule: Rule = {
  id: 'ZT-LAMBDA-028',
  title: 'A function that keeps tenants apart is told the tenant by what was verified',
  severity: 'high',
  types: ['AWS::ApiGateway::Method'],
  rationale: 'Whoever writes the tenant into a header, a path or a query chooses whose environment runs and whose data it holds in memory.',
  remediation: 'Map integration.request.header.X-Amz-Tenant-Id from context.authorizer, with an authorizer that verifies the token.',
  check(method) {
    const apart = calledFunction(method)?.at('TenancyConfig').isAbsent === false;
    const parameters = method.at('Integration', 'RequestParameters');
    if (parameters.value.kind !== 'known') return apart ? unknown('what it tells of the tenant is not known before deployment') : pass('no tenants');
    const header = parameters.entries().find(([key, entry]) => key.toLowerCase() === HEADER && !entry.isAbsent)?.[1];
    if (!header) return apart ? fail('it does not tell Lambda whose request it is') : pass('no tenants');
    const told = textOf(header.value);
    if (header.value.kind !== 'known' || told === undefined) return unknown('where it takes the tenant from is not known before deployment');
    return VERIFIED.test(told) ? pass(told) : fail('it takes the tenant from what the caller wrote', told);
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
