import { modelThreats, Threat } from '../../../src/graph/threats/threat-model';
import { TemplateModel, TemplateResource } from '../../../src/model';
import { evaluate, RULES } from '../../../src/rules';

type Json = Record<string, any>;

const get = (id: string, attribute: string) => ({ 'Fn::GetAtt': [id, attribute] });
const ref = (id: string) => ({ Ref: id });

function threatsOf(resources: Json): readonly Threat[] {
  const model = new TemplateModel([{ id: 'App', name: 'App', template: { Resources: resources, Parameters: { Setting: { Type: 'String' } } } }]);
  const found = evaluate(model, RULES);
  const of = (resource: TemplateResource) => found.filter((one) => one.resource === resource)
    .map(({ rule, result }) => ({ rule: rule.id, verdict: result.verdict }));
  return modelThreats(model, { of }).threats;
}

/** How the web ACL mitigates crafted input and floods on a resource: the same for both. */
function webAcl(resources: Json, logicalId: string): string | undefined {
  const threats = threatsOf(resources);
  const [input, flood] = ['ZT-THREAT-002', 'ZT-THREAT-004'].map((threat) => (
    threats.find(({ kind, element }) => kind.id === threat && element.resource?.logicalId === logicalId)?.mitigations.find(({ mitigation }) => mitigation.name === 'AWS WAF web ACL')?.status));
  expect(flood).toBe(input);
  return input;
}

const ACL = { Acl: { Type: 'AWS::WAFv2::WebACL', Properties: { Scope: 'CLOUDFRONT', DefaultAction: { Allow: {} } } } };
const site = (domainName: unknown, origin: Json = {}, config: Json = { WebACLId: get('Acl', 'Arn') }) => ({
  Site: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: { Enabled: true, Origins: [{ Id: 'o', DomainName: domainName, ...origin }], ...config } } },
});
const header = (value: unknown = 'value-of-the-header') => ({ OriginCustomHeaders: [{ HeaderName: 'X-Origin', HeaderValue: value }] });

describe('a web ACL of a distribution in front of an HTTP API', () => {
  const execute = (id: string) => ({ 'Fn::Sub': `\${${id}}.execute-api.eu-west-1.amazonaws.com` });
  const api = (properties: Json = {}) => ({
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'x', ProtocolType: 'HTTP', ...properties } },
    Route: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: ref('Api'), RouteKey: 'GET /' } },
  });
  const domain = (properties: Json = {}) => ({
    Domain: { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainName: 'api.example.com', DomainNameConfigurations: [{ EndpointType: 'REGIONAL' }], ...properties } },
    Mapping: { Type: 'AWS::ApiGatewayV2::ApiMapping', Properties: { ApiId: ref('Api'), DomainName: ref('Domain'), Stage: '$default' } },
  });

  test('mitigates nothing where its execute-api endpoint answers beside it', () => {
    expect(webAcl({ ...ACL, ...api(), ...site(execute('Api')) }, 'Route')).toBe('fail');
    expect(webAcl({ ...ACL, ...api({ DisableExecuteApiEndpoint: false }), ...site(execute('Api')) }, 'Route')).toBe('fail');
    expect(webAcl({ ...ACL, ...api({ DisableExecuteApiEndpoint: { Ref: 'Setting' } }), ...site(execute('Api')) }, 'Route')).toBe('unknown');
  });

  test('mitigates nothing where it has a domain name that answers everybody, and is not known to where it asks for certificates', () => {
    const disabled = { ...ACL, ...api({ DisableExecuteApiEndpoint: true }) };
    for (const name of ['api.example.com', get('Domain', 'RegionalDomainName')]) {
      expect(webAcl({ ...disabled, ...domain(), ...site(name) }, 'Route')).toBe('fail');
      expect(webAcl({ ...disabled, ...domain({ MutualTlsAuthentication: { TruststoreUri: 's3://trust/store.pem' } }), ...site(name) }, 'Route')).toBe('unknown');
    }
    expect(webAcl({ ...disabled, ...site(execute('Api')) }, 'Route')).toBe('pass');
  });

  test('is not known to mitigate where an authorizer asks for the header that the distribution sends', () => {
    const authorizer = (source: string) => {
      const { Route, ...rest } = api();
      return {
        ...rest,
        Route: { ...Route, Properties: { ...Route.Properties, AuthorizationType: 'CUSTOM', AuthorizerId: ref('Authorizer') } },
        Authorizer: { Type: 'AWS::ApiGatewayV2::Authorizer', Properties: { ApiId: ref('Api'), Name: 'a', AuthorizerType: 'REQUEST', IdentitySource: [source] } },
      };
    };
    expect(webAcl({ ...ACL, ...authorizer('$request.header.x-origin'), ...site(execute('Api'), header()) }, 'Route')).toBe('unknown');
    expect(webAcl({ ...ACL, ...authorizer('$request.header.Authorization'), ...site(execute('Api'), header()) }, 'Route')).toBe('fail');
    expect(webAcl({ ...ACL, ...authorizer('$request.header.x-origin'), ...site(execute('Api')) }, 'Route')).toBe('fail');
  });

  test('is one of a distribution that has it as an origin', () => {
    const variable = { Site: { Type: 'AWS::CloudFront::Distribution', Properties: { DistributionConfig: { Enabled: true, WebACLId: get('Acl', 'Arn'), Origins: [{ Id: 'o', DomainName: 'example.com', OriginPath: ref('Api') }] } } } };
    expect(webAcl({ ...ACL, ...api({ DisableExecuteApiEndpoint: true }), ...variable }, 'Route')).toBe('absent');
    expect(webAcl({ ...api({ DisableExecuteApiEndpoint: true }), ...site(execute('Api'), {}, {}) }, 'Route')).toBe('fail');
  });
});

describe('a web ACL of a distribution in front of a function URL', () => {
  const url = (AuthType: unknown) => ({
    Fn: { Type: 'AWS::Lambda::Function', Properties: { Role: 'arn:aws:iam::111122223333:role/r', Handler: 'i.h', Runtime: 'nodejs24.x', Code: { S3Bucket: 'b', S3Key: 'k' } } },
    Url: { Type: 'AWS::Lambda::Url', Properties: { AuthType, TargetFunctionArn: get('Fn', 'Arn') } },
  });
  const front = site({ 'Fn::Select': [2, { 'Fn::Split': ['/', get('Url', 'FunctionUrl')] }] }, { OriginAccessControlId: 'E1' });
  const source = (id: string) => ({ 'Fn::Sub': `arn:aws:cloudfront::\${AWS::AccountId}:distribution/\${${id}}` });
  const permission = (principal: unknown, more: Json = {}) => ({ Type: 'AWS::Lambda::Permission', Properties: { FunctionName: get('Fn', 'Arn'), Action: 'lambda:InvokeFunctionUrl', Principal: principal, ...more } });
  const status = (AuthType: unknown, ...permissions: Json[]) => webAcl({ ...ACL, ...url(AuthType), ...front, ...Object.fromEntries(permissions.map((one, i) => [`P${i}`, one])) }, 'Url');
  const OWN = permission('cloudfront.amazonaws.com', { SourceArn: source('Site') });

  test('mitigates where IAM lets the distribution alone in', () => {
    expect(status('AWS_IAM', OWN)).toBe('pass');
    expect(status('AWS_IAM', OWN, permission('s3.amazonaws.com', { Action: 'lambda:InvokeFunction' }))).toBe('pass');
  });

  test('mitigates nothing where everybody, another principal or any distribution is let in', () => {
    expect(status('NONE', OWN)).toBe('fail');
    expect(status('AWS_IAM', OWN, permission('*'))).toBe('fail');
    expect(status('AWS_IAM', OWN, permission('444455556666'))).toBe('fail');
    expect(status('AWS_IAM', permission('cloudfront.amazonaws.com'))).toBe('fail');
  });

  test('is not known to where that is not known', () => {
    expect(status({ Ref: 'Setting' }, OWN)).toBe('unknown');
    expect(status('AWS_IAM', OWN, permission({ Ref: 'Setting' }))).toBe('unknown');
    expect(status('AWS_IAM', permission('cloudfront.amazonaws.com', { SourceAccount: { Ref: 'AWS::AccountId' } }))).toBe('unknown');
  });
});

describe('a web ACL of a distribution in front of a load balancer', () => {
  const balancer = (properties: Json, defaults: string, conditions: Json[] = []) => ({
    Lb: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: properties },
    Listener: { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: { LoadBalancerArn: ref('Lb'), DefaultActions: [{ Type: defaults }] } },
    Rule: { Type: 'AWS::ElasticLoadBalancingV2::ListenerRule', Properties: { ListenerArn: ref('Listener'), Priority: 1, Actions: [{ Type: 'forward', TargetGroupArn: 'arn' }], Conditions: conditions } },
  });
  const has = (...values: unknown[]) => [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-origin', Values: values } }];
  const status = (resources: Json, sent: Json = header()) => webAcl({ ...ACL, ...resources, ...site(get('Lb', 'DNSName'), sent) }, 'Lb');

  test('mitigates where it is internal, or forwards nothing without the header that the distribution sends', () => {
    expect(status(balancer({ Scheme: 'internal' }, 'forward'))).toBe('pass');
    expect(status(balancer({}, 'fixed-response', has('value-of-the-header')))).toBe('pass');
    expect(status(balancer({}, 'fixed-response', has('{{resolve:secretsmanager:s}}')), header('{{resolve:secretsmanager:s}}'))).toBe('pass');
  });

  test('mitigates nothing where it forwards other requests too', () => {
    expect(status(balancer({}, 'forward', has('value-of-the-header')))).toBe('fail');
    expect(status(balancer({}, 'fixed-response', [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } }]))).toBe('fail');
    expect(status(balancer({}, 'fixed-response', has('value-of-the-header')), {})).toBe('fail');
  });

  test('is not known to where the value or the scheme is not known', () => {
    expect(status(balancer({}, 'fixed-response', has('another')))).toBe('unknown');
    expect(status(balancer({}, 'fixed-response', has('*')))).toBe('unknown');
    expect(status(balancer({ Scheme: { Ref: 'Setting' } }, 'forward'))).toBe('unknown');
  });
});

describe('a web ACL of its own', () => {
  const stage = { Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: ref('Api'), StageName: 'prod' } } };
  const rest = (properties: Json = {}) => ({
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'x', ...properties } },
    Get: { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: ref('Api'), HttpMethod: 'GET', ResourceId: get('Api', 'RootResourceId') } },
  });
  const front = site({ 'Fn::Sub': '${Api}.execute-api.eu-west-1.amazonaws.com' });
  const associated = { Association: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { ResourceArn: { 'Fn::Sub': 'arn:aws:apigateway:eu-west-1::/restapis/${Api}/stages/${Stage}' }, WebACLArn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/b' } } };

  test('is asked of the stages of a REST API, whatever is in front', () => {
    expect(webAcl({ ...ACL, ...rest(), ...stage, ...front }, 'Get')).toBe('fail');
    expect(webAcl({ ...ACL, ...rest(), ...stage, ...front, ...associated }, 'Get')).toBe('pass');
    expect(webAcl({ ...rest(), ...stage, ...associated, ...site({ 'Fn::Sub': '${Api}.execute-api.eu-west-1.amazonaws.com' }, {}, {}) }, 'Get')).toBe('pass');
  });

  test('of a REST API whose stage is in no template can be that of a distribution, where nothing is beside it', () => {
    expect(webAcl({ ...ACL, ...rest(), ...front }, 'Get')).toBe('fail');
    expect(webAcl({ ...ACL, ...rest({ DisableExecuteApiEndpoint: true }), ...front }, 'Get')).toBe('pass');
    expect(webAcl({ ...ACL, ...rest({ EndpointConfiguration: { Types: ['PRIVATE'] } }), ...front }, 'Get')).toBe('pass');
  });

  test('of a GraphQL API is its own alone', () => {
    const graph = { Api: { Type: 'AWS::AppSync::GraphQLApi', Properties: { Name: 'x', AuthenticationType: 'AWS_IAM' } } };
    expect(webAcl({ ...ACL, ...graph, ...site(get('Api', 'GraphQLDns')) }, 'Api')).toBe('fail');
    const own = { Association: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { ResourceArn: get('Api', 'Arn'), WebACLArn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/b' } } };
    expect(webAcl({ ...ACL, ...graph, ...site(get('Api', 'GraphQLDns')), ...own }, 'Api')).toBe('pass');
  });

  test('of a distribution is its own', () => {
    expect(webAcl({ ...ACL, ...site('example.com') }, 'Site')).toBe('pass');
    expect(webAcl(site('example.com', {}, {}), 'Site')).toBe('fail');
  });
});
