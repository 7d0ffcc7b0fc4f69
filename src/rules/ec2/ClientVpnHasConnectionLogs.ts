import { isTrue } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-EC2-019',
  title: 'EC2 Client VPN endpoints have connection logs',
  severity: 'low',
  types: ['AWS::EC2::ClientVpnEndpoint'],
  rationale: 'Without connection logs, who connected, from which address and for how long is recorded nowhere.',
  remediation: 'Set ConnectionLogOptions.Enabled to true, with CloudwatchLogGroup.',
  check: (endpoint) => isTrue(endpoint.at('ConnectionLogOptions', 'Enabled'), 'its connections are not logged'),
};
