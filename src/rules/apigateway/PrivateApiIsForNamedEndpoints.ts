import { isPrivate } from './endpoints';
import { Statement, textOf } from '../../model';
import { pass } from '../../model/judge';
import { readAll } from '../../model/resource-policies';
import { isOpenToAnyone } from '../open-statements';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-016',
  title: 'A private API answers to named VPC endpoints, VPCs or principals',
  severity: 'high',
  types: ['AWS::ApiGateway::RestApi'],
  rationale: 'Private means by VPC endpoint, and every account has those: without a condition, endpoints of strangers reach the API too.',
  remediation: 'Allow execute-api:Invoke under a condition on aws:SourceVpce, or deny it where aws:SourceVpce is none of yours.',
  check(api) {
    if (!isPrivate(api) || api.at('Policy').isAbsent) return pass('no policy for private callers');
    const attached = readAll([api.at('Policy')]);
    return attached.statements.some(refusesOthers) ? pass('a Deny for other endpoints') : isOpenToAnyone(attached);
  },
};

const PLACES = ['aws:sourcevpce', 'aws:sourcevpc'];

/** A Deny for everyone who comes from elsewhere; a further condition would make it narrower. */
function refusesOthers(statement: Statement): boolean {
  const [condition] = statement.conditions;
  return statement.denies && statement.forAnyone && statement.covers(['execute-api:Invoke']) && statement.conditions.length === 1
    && condition.operator === 'StringNotEquals' && PLACES.includes(condition.key) && condition.values.every((value) => textOf(value) !== undefined);
}
