import { textOf } from '../../model';
import { isPresent, pass, resourceOf } from '../../model/judge';
import type { Rule } from '../rule';
import { partsOf } from './endpoints';

export const rule: Rule = {
  id: 'ZT-APIGATEWAY-020',
  title: 'REST API stages with HTTP integrations have a client certificate',
  severity: 'low',
  types: ['AWS::ApiGateway::Stage'],
  rationale: 'A backend that cannot authenticate API Gateway has to accept any caller, which bypasses the authorizers and the web ACL of the API.',
  remediation: 'Set ClientCertificateId to an AWS::ApiGateway::ClientCertificate, and verify the certificate in the backend.',
  check(stage) {
    const api = resourceOf(stage.at('RestApiId').value, 'AWS::ApiGateway::RestApi');
    const methods = api ? partsOf(api, 'AWS::ApiGateway::Method') : [];
    const http = methods.some((method) => /^HTTP(_PROXY)?$/.test(textOf(method.at('Integration', 'Type').value) ?? ''));
    return http ? isPresent(stage.at('ClientCertificateId'), 'its HTTP backends cannot authenticate it') : pass('no HTTP backend');
  },
};
