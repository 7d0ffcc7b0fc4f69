import { hasVpcLink, usesTls } from './integration-tls';
import { pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-026',
  title: 'API integrations with a VPC link use TLS',
  severity: 'medium',
  types: ['AWS::ApiGateway::Method', 'AWS::ApiGatewayV2::Integration'],
  rationale: 'Tokens and request bodies travel through the VPC in plaintext: whoever reads its traffic, or answers for the backend, has them.',
  remediation: 'Use https in the URI and a TLS listener; for an HTTP API, TlsConfig.',
  check: (resource) => (hasVpcLink(resource) ? usesTls(resource) : pass('no VPC link: see ZT-APIGATEWAY-019')),
};
