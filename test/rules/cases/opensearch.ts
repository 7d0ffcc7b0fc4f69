import { all, PARAMETER, resource, RuleCase, set } from '../support/prove';

const network = (more: object, ...others: object[]) => JSON.stringify([{ Rules: [{ ResourceType: 'collection', Resource: ['collection/orders'] }], ...more }, ...others]);
const PRIVATE = { AllowFromPublic: false, SourceVPCEs: ['vpce-0123456789abcdef0'] };

const allow = (principal: object) => ({ Effect: 'Allow', Principal: principal, Action: 'es:ESHttpGet', Resource: '*' });
const data = (...permissions: string[]) => JSON.stringify([{ Rules: [{ ResourceType: 'index', Resource: ['index/orders/*'], Permission: permissions }], Principal: ['arn:aws:iam::111122223333:role/search'] }]);

/** What proves the rules of OPENSEARCH. */
export const opensearchCases: RuleCase[] = [{
  rule: 'ZT-OPENSEARCH-001',
  on: 'Network',
  secure: { Network: resource('AWS::OpenSearchServerless::SecurityPolicy', { Name: 'orders', Type: 'network', Policy: network(PRIVATE) }) },
  passesWhen: {
    'it is for keys': (resources) => void (resources.Network.Properties = { Name: 'orders', Type: 'encryption', Policy: '{"AWSOwnedKey":true}' }),
    'an endpoint is filled in': set('Network', 'Policy', { 'Fn::Sub': network({ AllowFromPublic: false, SourceVPCEs: ['${Unknown}'] }) }),
  },
  firesWhen: {
    'it is public': set('Network', 'Policy', network({ AllowFromPublic: true })),
    'its dashboards are public': set('Network', 'Policy', network(PRIVATE, { Rules: [{ ResourceType: 'dashboard', Resource: ['collection/orders'] }], AllowFromPublic: true })),
    'nothing is said': set('Network', 'Policy', network({})),
    'it is public, by a text in parts': set('Network', 'Policy', { 'Fn::Join': ['', ['[{"Rules":[{"ResourceType":"collection","Resource":["collection/', 'orders"]}],"AllowFromPublic":true}]']] }),
    'it is public, by a text of a text': set('Network', 'Policy', { 'Fn::Sub': ['${Text}', { Text: network({ AllowFromPublic: true }) }] }),
    'it is a parameter': set('Network', 'Policy', PARAMETER),
  },
},
...['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain'].map((type): RuleCase => ({
  rule: 'ZT-OPENSEARCH-002',
  on: 'Domain',
  secure: { Domain: resource(type, { VPCOptions: { SubnetIds: ['subnet-1'] }, AccessPolicies: { Statement: [allow({ AWS: 'arn:aws:iam::111122223333:role/search' })] } }) },
  passesWhen: {
    'its endpoint is public, which another rule judges': all(set('Domain', 'VPCOptions'), set('Domain', 'AccessPolicies.Statement.0.Principal', '*')),
    'its endpoint may be public, which another rule judges': all(set('Domain', 'VPCOptions.SubnetIds', PARAMETER), set('Domain', 'AccessPolicies.Statement.0.Principal', '*')),
  },
  firesWhen: {
    'everyone may search': set('Domain', 'AccessPolicies.Statement.0.Principal', '*'),
    'everyone may search, in a subnet of another stack': all(set('Domain', 'VPCOptions.SubnetIds.0', { 'Fn::ImportValue': 'vpc-SubnetA' }), set('Domain', 'AccessPolicies.Statement.0.Principal', '*')),
    'its policy is a parameter': set('Domain', 'AccessPolicies', PARAMETER),
  },
})),
{
  rule: 'ZT-OPENSEARCH-003',
  on: 'Access',
  secure: { Access: resource('AWS::OpenSearchServerless::AccessPolicy', { Name: 'orders', Type: 'data', Policy: data('aoss:ReadDocument') }) },
  firesWhen: {
    'it grants everything': set('Access', 'Policy', data('aoss:*')),
    'it grants everything beside': set('Access', 'Policy', data('aoss:ReadDocument', 'aoss:*')),
    'it is a parameter': set('Access', 'Policy', PARAMETER),
  },
}];
