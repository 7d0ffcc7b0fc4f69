import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as targets from 'aws-cdk-lib/aws-route53-targets';
import type { SecureApiDomain } from './api-domain';

/** Serves an HTTP API under its domain. TLS 1.2 is the newest that HTTP APIs know. */
export function httpDomain(api: apigatewayv2.HttpApi, domain: SecureApiDomain): apigatewayv2.DomainName {
  const served = new apigatewayv2.DomainName(api, 'Domain', {
    domainName: domain.domainName, certificate: domain.certificate, securityPolicy: apigatewayv2.SecurityPolicy.TLS_1_2, mtls: domain.mutualTls,
  });
  new apigatewayv2.ApiMapping(api, 'Mapping', { api, domainName: served, stage: api.defaultStage });
  if (domain.hostedZone) {
    new route53.ARecord(api, 'Record', {
      zone: domain.hostedZone,
      recordName: domain.domainName,
      target: route53.RecordTarget.fromAlias(new targets.ApiGatewayv2DomainProperties(served.regionalDomainName, served.regionalHostedZoneId)),
    });
  }
  return served;
}
