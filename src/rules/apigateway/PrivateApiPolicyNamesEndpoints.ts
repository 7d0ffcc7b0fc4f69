import { isPrivate, resourcePoliciesOf } from './endpoints';
import { Statement, textOf } from '../../model';
import { pass } from '../../model/judge';
import { readAll } from '../../model/resource-policies';
import { isOpenToAnyone } from '../open-statements';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-016',
  title: 'Private API resource policies grant access to named principals, VPC endpoints or VPCs only',
  severity: 'high',
  types: ['AWS::ApiGateway::RestApi'],
  rationale: 'A private API can be reached through any VPC endpoint for execute-api, in any account: without a condition, endpoints of other accounts reach it too.',
  remediation: 'Allow execute-api:Invoke under a condition on aws:SourceVpce, or deny it for all VPC endpoints other than yours.',
  check(api) {
    const policies = resourcePoliciesOf(api);
    if (!isPrivate(api) || policies.length === 0) return pass('no policy for private callers');
    const attached = readAll(policies);
    return attached.statements.some(refusesOthers) ? pass('a Deny for other VPC endpoints') : isOpenToAnyone(attached);
  },
};

const PLACES = ['aws:sourcevpce', 'aws:sourcevpc'];

/** A Deny for everyone who comes from elsewhere; a further condition would make it narrower. */
function refusesOthers(statement: Statement): boolean {
  const [condition] = statement.conditions;
  return statement.denies && statement.forAnyone && statement.covers(['execute-api:Invoke']) && statement.conditions.length === 1
    && condition.operator === 'StringNotEquals' && PLACES.includes(condition.key) && condition.values.every((value) => textOf(value) !== undefined);
}
