import { isSomewhere } from './cidr';
import { fail, isFalseOrAbsent, pass } from '../../model/judge';
import type { Rule } from '../rule';

const FINDING = 'it authorizes every client for any address';

export const rule: Rule = {
  id: 'ZT-EC2-018',
  title: 'EC2 Client VPN authorization rules name a group or a network',
  severity: 'high',
  types: ['AWS::EC2::ClientVpnAuthorizationRule'],
  // source: AWS Client VPN administrator guide, "Authorization rules"
  rationale: 'With one rule for all groups and all addresses, each client that connects reaches every network behind the endpoint, and the internet through it.',
  remediation: 'Name the group in AccessGroupId, or the CIDR range of one network in TargetNetworkCidr.',
  check(authorization) {
    const forAll = isFalseOrAbsent(authorization.at('AuthorizeAllGroups'), 'it authorizes every client');
    if (forAll.verdict === 'pass') return pass('a group');
    const network = authorization.at('TargetNetworkCidr');
    if (network.isAbsent) return fail(FINDING, 'TargetNetworkCidr absent');
    const somewhere = isSomewhere(authorization.properties, 'TargetNetworkCidr', FINDING, 'the network that every client is authorized for is not known before deployment');
    return somewhere.verdict === 'fail' && forAll.verdict === 'unknown' ? forAll : somewhere;
  },
};
