import type { ThreatKind } from './threat-kind';

/** Types that AWS WAF inspects requests of, themselves or by a distribution in front. Source: AWS WAF developer guide, "Resources that you can protect with AWS WAF". */
const WITH_WEB_ACL = [
  'AWS::ApiGateway::Method', 'AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::Route', 'AWS::AppSync::GraphQLApi', 'AWS::CloudFront::Distribution',
  'AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::Lambda::Url',
];
const OF_API_GATEWAY = ['AWS::ApiGateway::Method', 'AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::Route'];
const LATTICE = ['AWS::VpcLattice::Service'];

/** Threats to routes. */
export const ROUTE_THREATS: readonly ThreatKind[] = [
  {
    id: 'ZT-THREAT-001',
    stride: 'S',
    on: ['route'],
    title: 'A route is called without authentication',
    source: 'external threat actor',
    prerequisites: 'with access to the internet',
    action: 'call {element} without being authenticated',
    impact: 'requests that are carried out for unknown callers',
    goal: 'authenticity',
    changes: true,
    takesOver: true,
    mitigations: [
      { name: 'Authorization on the route', at: 'element', rules: ['ZT-APIGATEWAY-001', 'ZT-APIGATEWAY-021', 'ZT-LAMBDA-008', 'ZT-APPSYNC-001', 'ZT-VPCLATTICE-001', 'ZT-CLOUDFRONT-011'] },
      { name: 'Authorization scopes', at: 'element', rules: ['ZT-APIGATEWAY-023'] },
    ],
    detections: [
      { names: ['lambda-url-without-authentication', 'lambda-opened-to-everyone'], types: ['AWS::Lambda::Url'] },
      { names: ['callers-refused-in-bursts', 'token-from-many-addresses'], types: OF_API_GATEWAY },
    ],
  },
  {
    id: 'ZT-THREAT-002',
    stride: 'T',
    on: ['route'],
    title: 'Input is crafted to attack what is behind a route',
    source: 'external threat actor',
    prerequisites: 'who can call the route',
    action: 'send crafted input through {element}',
    impact: 'data that is changed or code that runs against its intent',
    goal: 'integrity',
    changes: true,
    takesOver: true,
    mitigations: [
      { name: 'Request validation', at: 'element', rules: ['ZT-APIGATEWAY-005'] },
      { name: 'AWS WAF web ACL', at: 'web-acl', rules: ['ZT-APIGATEWAY-004', 'ZT-APPSYNC-005', 'ZT-CLOUDFRONT-003'], types: WITH_WEB_ACL },
      { name: 'Event schema', at: 'targets', rules: ['ZT-LAMBDA-037'], types: LATTICE },
    ],
    detections: [
      { names: ['waf-removed', 'waf-changed', 'waf-attack-only-counted', 'waf-bypass-attempts'], types: WITH_WEB_ACL },
      { names: ['waf-inspection-failed'], types: OF_API_GATEWAY },
    ],
  },
  {
    id: 'ZT-THREAT-003',
    stride: 'I',
    on: ['route'],
    types: ['AWS::ApiGateway::Method', 'AWS::CloudFront::Distribution', 'AWS::VpcLattice::Service'],
    title: 'Requests are read or changed on the network',
    source: 'threat actor in the middle',
    prerequisites: 'on the network between a client and the route',
    action: 'read or change what is sent to {element}',
    impact: 'disclosure of credentials and data',
    goal: 'confidentiality',
    changes: false,
    takesOver: false,
    mitigations: [
      { name: 'TLS 1.2 or later', at: 'api', rules: ['ZT-APIGATEWAY-007', 'ZT-APIGATEWAY-008', 'ZT-CLOUDFRONT-001', 'ZT-CLOUDFRONT-002', 'ZT-VPCLATTICE-003'] },
    ],
  },
  {
    id: 'ZT-THREAT-004',
    stride: 'D',
    on: ['route'],
    title: 'A route is flooded',
    source: 'external threat actor',
    prerequisites: 'with many clients',
    action: 'flood {element} with requests',
    impact: 'refused requests of others, and a bill',
    goal: 'availability',
    changes: false,
    takesOver: false,
    mitigations: [
      { name: 'Throttling', at: 'api', rules: ['ZT-APIGATEWAY-011'], types: OF_API_GATEWAY },
      { name: 'AWS WAF web ACL', at: 'web-acl', rules: ['ZT-APIGATEWAY-004', 'ZT-APPSYNC-005', 'ZT-CLOUDFRONT-003'], types: WITH_WEB_ACL },
      { name: 'Bounded concurrency', at: 'targets', rules: ['ZT-LAMBDA-010'], types: ['AWS::Lambda::Url'] },
      // who is not named is refused before a function runs
      { name: 'Named callers', at: 'policies', rules: ['ZT-VPCLATTICE-001', 'ZT-VPCLATTICE-002'], types: LATTICE },
    ],
    detections: [
      { names: ['waf-removed', 'waf-changed'], types: WITH_WEB_ACL },
    ],
  },
  {
    id: 'ZT-THREAT-005',
    stride: 'R',
    on: ['route'],
    title: 'A caller denies a request',
    source: 'caller',
    prerequisites: 'who is authenticated',
    action: 'deny having called {element}',
    impact: 'an incident that cannot be reconstructed',
    goal: 'non-repudiation',
    changes: false,
    takesOver: false,
    mitigations: [
      { name: 'Access logs', at: 'api', rules: ['ZT-APIGATEWAY-003', 'ZT-APIGATEWAY-018', 'ZT-APPSYNC-002', 'ZT-CLOUDFRONT-006', 'ZT-VPCLATTICE-004'] },
    ],
  },
];
