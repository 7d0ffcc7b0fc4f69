import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ApiTlsPolicy, SecureApiDomain } from '../../src/api/api-domain';
import { SecureApi } from '../../src/api/secure-api';
import { SecureApiProps } from '../../src/api/secure-api-props';
import { SecureFunction } from '../../src/compute/secure-function';
import { code, failsWith, withApi } from '../support/api';

const API = 'AWS::ApiGateway::RestApi';
const DOMAIN = 'AWS::ApiGateway::DomainName';

function withDomain(more: (stack: Stack) => Partial<SecureApiDomain> = () => ({}), props: Partial<SecureApiProps> = {}) {
  const stack = new Stack(new App(), 'Stack');
  const certificate = acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:eu-west-1:111111111111:certificate/x');
  const api = new SecureApi(stack, 'Api', { domain: { domainName: 'api.example.com', certificate, ...more(stack) }, ...props });
  api.addRoute('GET /', new SecureFunction(stack, 'Fn', { code }));
  return { stack, api, template: Template.fromStack(stack) };
}

describe('the endpoint of an API', () => {
  test('is its domain alone', () => {
    const { stack, api, template } = withDomain();
    template.hasResourceProperties(API, { DisableExecuteApiEndpoint: true });
    template.hasResourceProperties(DOMAIN, {
      DomainName: 'api.example.com',
      RegionalCertificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/x',
      EndpointConfiguration: { Types: ['REGIONAL'] },
    });
    template.hasResourceProperties('AWS::ApiGateway::BasePathMapping', {
      DomainName: { Ref: Match.stringLikeRegexp('^ApiDomain') },
      RestApiId: { Ref: Match.stringLikeRegexp('^Api') },
      Stage: { Ref: Match.stringLikeRegexp('^ApiDeploymentStage') },
    });
    expect(stack.resolve(api.url)).toBe('https://api.example.com/');
    expect(api.urlForPath('/orders')).toBe('https://api.example.com/orders');
    expect(Object.values(template.findOutputs('*')).map((output) => output.Value)).toEqual(['https://api.example.com/']);
    expect(api.node.metadata.map((entry) => entry.data)).not.toContain('keepExecuteApiEndpoint');
  });

  test('is the default one only when that is said, on record', () => {
    const { stack, api, fn, template } = withApi();
    api.addRoute('GET /', fn);
    template().hasResourceProperties(API, { DisableExecuteApiEndpoint: false });
    template().resourceCountIs(DOMAIN, 0);
    expect(api.node.metadata).toContainEqual(expect.objectContaining({ type: 'cdk-zero-trust:opt-out', data: 'keepExecuteApiEndpoint' }));
    expect(JSON.stringify(stack.resolve(api.url))).toContain('.execute-api.');
  });

  test('must be chosen', () => {
    const stack = new Stack(new App(), 'Stack');
    expect(() => new SecureApi(stack, 'Api', {})).toThrow(failsWith('NoEndpoint'));
    expect(() => new SecureApi(stack, 'Api', { keepExecuteApiEndpoint: false })).toThrow(failsWith('NoEndpoint'));
    expect(stack.node.children).toEqual([]);
  });

  test('is one of the two', () => {
    expect(() => withDomain(undefined, { keepExecuteApiEndpoint: true })).toThrow(failsWith('TwoEndpoints'));
    expect(() => withDomain(undefined, { keepExecuteApiEndpoint: false })).not.toThrow();
  });

  test.each(['API.example.com', 'localhost', 'https://api.example.com', 'api.example.com/x'])('refuses the domain name %j', (domainName) => {
    expect(() => withDomain(() => ({ domainName }))).toThrow(failsWith('BadDomainName'));
  });

  test('gets a record in its hosted zone', () => {
    const { template } = withDomain((stack) => ({
      hostedZone: route53.HostedZone.fromHostedZoneAttributes(stack, 'HostedZone', { hostedZoneId: 'Z1', zoneName: 'example.com' }),
    }));
    template.hasResourceProperties('AWS::Route53::RecordSet', {
      Name: 'api.example.com.',
      Type: 'A',
      AliasTarget: { DNSName: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ApiDomain'), 'RegionalDomainName'] } },
    });
    withDomain().template.resourceCountIs('AWS::Route53::RecordSet', 0);
  });
});

describe('TLS of an API', () => {
  test.each([
    [undefined, 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09'],
    [ApiTlsPolicy.POST_QUANTUM, 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09'],
    [ApiTlsPolicy.TLS_1_3, 'SecurityPolicy_TLS13_1_3_2025_09'],
    [ApiTlsPolicy.TLS_1_3_FIPS, 'SecurityPolicy_TLS13_1_3_FIPS_2025_09'],
  ])('with the choice %s is %s, on the API and on its domain', (tlsPolicy, SecurityPolicy) => {
    const { template } = withDomain(undefined, { tlsPolicy });
    template.hasResourceProperties(API, { SecurityPolicy, EndpointAccessMode: 'STRICT' });
    template.hasResourceProperties(DOMAIN, { SecurityPolicy, EndpointAccessMode: 'STRICT' });
  });

  test('asks for client certificates by the policy that API Gateway has for that', () => {
    const mutualTls = (stack: Stack) => ({ mutualTls: { bucket: s3.Bucket.fromBucketName(stack, 'Trust', 'trust'), key: 'ca.pem', version: '1' } });
    const { template } = withDomain(mutualTls);
    template.hasResourceProperties(DOMAIN, {
      SecurityPolicy: 'TLS_1_2',
      EndpointAccessMode: Match.absent(),
      MutualTlsAuthentication: { TruststoreUri: 's3://trust/ca.pem', TruststoreVersion: '1' },
    });
    template.hasResourceProperties(API, { DisableExecuteApiEndpoint: true });
    expect(() => withDomain(mutualTls, { tlsPolicy: ApiTlsPolicy.TLS_1_3 })).toThrow(failsWith('MutualTlsPolicy'));
  });
});
