import { Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ClaimsSite, handlerCode } from './claims-stack-props';
import { DataClass, EdgeDistribution, EdgeOrigin, SecureApi, SecureApiDomain, SecureBucket, SecureFunction, SecureFunctionUrl, SiemExport, SignedCode } from 'cdk-zero-trust';

/** The API takes connections from who shows the certificate of the distribution, and from nobody else. */
export function apiDomain(stack: Stack, site: ClaimsSite): SecureApiDomain {
  return {
    domainName: site.apiDomainName,
    certificate: Certificate.fromCertificateArn(stack, 'ApiCertificate', site.apiCertificateArn),
    mutualTls: { bucket: Bucket.fromBucketName(stack, 'TrustStore', site.trustStoreBucket), key: 'authority.pem', version: site.trustStoreVersion },
  };
}

/** One name for pages, claims and the tariff, behind one firewall. */
export function publish(stack: Stack, api: SecureApi, { domainName, certificateArn, clientCertificateArn }: ClaimsSite): EdgeDistribution {
  const pages = new SecureBucket(stack, 'Pages', { dataClass: DataClass.INTERNAL, withoutReplica: 'the build makes them again' });
  const edge = new EdgeDistribution(stack, 'Edge', {
    origin: EdgeOrigin.bucket(pages),
    domain: { domainNames: [domainName], certificate: Certificate.fromCertificateArn(stack, 'Certificate', certificateArn) },
    allowCountries: ['AT', 'BE', 'DE', 'FR', 'IE', 'NL'],
  });
  // a log group sends to a stream of its own region
  new SignedCode(edge.edgeZone, 'Signed').requireIn(edge.edgeZone);
  new SiemExport(edge.edgeZone, 'Siem', { findings: false });
  const clientCertificate = Certificate.fromCertificateArn(stack, 'ClientCertificate', clientCertificateArn);
  edge.addBehavior('/claims*', EdgeOrigin.api(api, { clientCertificate }));
  edge.addBehavior('/partners/*', EdgeOrigin.api(api, { clientCertificate }));

  const tariff = new SecureFunction(stack, 'tariff', { code: handlerCode('tariff') });
  edge.addBehavior('/tariff', EdgeOrigin.functionUrl(new SecureFunctionUrl(stack, 'TariffUrl', { function: tariff })));
  return edge;
}
