import { hasVpcLink, usesTls } from './integration-tls';
import { pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-019',
  title: 'API HTTP integrations over the internet use TLS',
  severity: 'high',
  types: ['AWS::ApiGateway::Method', 'AWS::ApiGatewayV2::Integration'],
  rationale: 'Tokens and request bodies travel from the API to the backend over the internet.',
  remediation: 'Use https in the URI of an HTTP integration.',
  check: (resource) => (hasVpcLink(resource) ? pass('a VPC link: see ZT-APIGATEWAY-026') : usesTls(resource)),
};
