import { textOf } from '../../model';
import { isPresent, pass, resourceOf } from '../../model/judge';
import type { Rule } from '../rule';
import { partsOf } from './endpoints';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-020',
  title: 'A stage shows its HTTP backends a client certificate',
  severity: 'low',
  types: ['AWS::ApiGateway::Stage'],
  rationale: 'A backend that cannot tell the API from others has to answer everyone, past the API\'s authorizers and firewall.',
  remediation: 'Set ClientCertificateId to an AWS::ApiGateway::ClientCertificate, and let the backend ask for it.',
  check(stage) {
    const api = resourceOf(stage.at('RestApiId').value, 'AWS::ApiGateway::RestApi');
    const methods = api ? partsOf(api, 'AWS::ApiGateway::Method') : [];
    const http = methods.some((method) => /^HTTP(_PROXY)?$/.test(textOf(method.at('Integration', 'Type').value) ?? ''));
    return http ? isPresent(stage.at('ClientCertificateId'), 'its HTTP backends cannot tell it from others') : pass('no HTTP backend');
  },
};
