import { textOf } from '../../model';
import { every, isNotEmpty, isTrue, pass } from '../../model/judge';
import { securityGroupsOf } from '../network-interfaces';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-EC2-009',
  title: 'An interface endpoint answers to the name of its service, behind security groups that are named',
  severity: 'medium',
  types: ['AWS::EC2::VPCEndpoint'],
  rationale: 'Without private DNS the name of the service leads past the endpoint and its policy, to the public addresses of AWS.',
  remediation: 'Set PrivateDnsEnabled to true, and SecurityGroupIds.',
  check(endpoint) {
    if (textOf(endpoint.at('VpcEndpointType').value) !== 'Interface') return pass('no interface endpoint of a service');
    // services of others have names only when they say so
    const ofAws = !/\.vpce-svc-/.test(textOf(endpoint.at('ServiceName').value) ?? '');
    return every(
      ofAws ? isTrue(endpoint.at('PrivateDnsEnabled'), 'the name of the service leads past it') : pass('a service of somebody else'),
      isNotEmpty(securityGroupsOf(endpoint), 'it names no security group, so it gets the default one'),
    );
  },
};
