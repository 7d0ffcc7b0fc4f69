import { textOf } from '../../model';
import { every, isNotEmpty, isTrue, pass } from '../../model/judge';
import { securityGroupsOf } from '../network-interfaces';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-EC2-009',
  title: 'Interface VPC endpoints have private DNS and their own security groups',
  severity: 'medium',
  types: ['AWS::EC2::VPCEndpoint'],
  rationale: 'Without private DNS, the DNS name of the service resolves to public addresses of AWS, which bypasses the endpoint and its policy.',
  remediation: 'Set PrivateDnsEnabled to true, and SecurityGroupIds.',
  check(endpoint) {
    if (textOf(endpoint.at('VpcEndpointType').value) !== 'Interface') return pass('not an interface endpoint');
    // services of others have names only when they say so
    const ofAws = !/\.vpce-svc-/.test(textOf(endpoint.at('ServiceName').value) ?? '');
    return every(
      ofAws ? isTrue(endpoint.at('PrivateDnsEnabled'), 'private DNS is not enabled') : pass('an endpoint service of another provider'),
      isNotEmpty(securityGroupsOf(endpoint), 'it has no security group, so it gets the default one'),
    );
  },
};
