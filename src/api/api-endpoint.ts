import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as targets from 'aws-cdk-lib/aws-route53-targets';
import { ApiTlsPolicy, SecureApiDomain } from './api-domain';

/** The enhanced policies need an endpoint access mode: STRICT also refuses a host that is not the one of the handshake. */
export function tlsOf(policy: ApiTlsPolicy) {
  return { securityPolicy: SECURITY_POLICIES[policy], endpointAccessMode: apigateway.EndpointAccessMode.STRICT };
}

/** Serves an API under its domain. */
export function serveDomain(api: apigateway.RestApi, domain: SecureApiDomain, policy: ApiTlsPolicy): void {
  const tls = domain.mutualTls ? { securityPolicy: apigateway.SecurityPolicy.TLS_1_2, mtls: domain.mutualTls } : tlsOf(policy);
  const served = api.addDomainName('Domain', { domainName: domain.domainName, certificate: domain.certificate, ...tls });
  if (!domain.hostedZone) return;
  new route53.ARecord(api, 'Record', {
    zone: domain.hostedZone,
    recordName: domain.domainName,
    target: route53.RecordTarget.fromAlias(new targets.ApiGatewayDomain(served)),
  });
}

const SECURITY_POLICIES: Record<ApiTlsPolicy, apigateway.SecurityPolicy> = {
  [ApiTlsPolicy.POST_QUANTUM]: apigateway.SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09,
  [ApiTlsPolicy.TLS_1_3]: apigateway.SecurityPolicy.TLS13_1_3_2025_09,
  [ApiTlsPolicy.TLS_1_3_FIPS]: apigateway.SecurityPolicy.TLS13_1_3_FIPS_2025_09,
};
