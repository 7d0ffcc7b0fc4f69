import { att, PARAMETER, remove, resource, RuleCase, set } from '../support/prove';
import { allow } from '../support/resources';

const invoke = 'vpc-lattice-svcs:Invoke';
const STATEMENT = 'Policy.Statement.0';

/** What proves the rules of VPCLATTICE. */
export const vpclatticeCases: RuleCase[] = [
  {
    rule: 'ZT-VPCLATTICE-001',
    on: 'Service',
    secure: {
      Service: resource('AWS::VpcLattice::Service', { AuthType: 'AWS_IAM' }),
      Policy: resource('AWS::VpcLattice::AuthPolicy', { ResourceIdentifier: att('Service'), Policy: { Statement: [allow({ AWS: 'arn:aws:iam::111122223333:role/x' }, invoke)] } }),
    },
    firesWhen: {
      'it is open': set('Service', 'AuthType', 'NONE'),
      'nothing is said': set('Service', 'AuthType'),
      'it is a parameter': set('Service', 'AuthType', PARAMETER),
      'there is no policy': remove('Policy'),
      'the policy is of another service': set('Policy', 'ResourceIdentifier', 'svc-0123456789abcdef0'),
    },
  },
  {
    rule: 'ZT-VPCLATTICE-001',
    on: 'Network',
    secure: {
      Network: resource('AWS::VpcLattice::ServiceNetwork', { AuthType: 'AWS_IAM' }),
      Policy: resource('AWS::VpcLattice::AuthPolicy', { ResourceIdentifier: att('Network'), Policy: { Statement: [] } }),
    },
    firesWhen: { 'it is open': set('Network', 'AuthType', 'NONE') },
  },
  {
    rule: 'ZT-VPCLATTICE-002',
    on: 'Policy',
    secure: { Policy: resource('AWS::VpcLattice::AuthPolicy', { ResourceIdentifier: 'svc-1', Policy: { Statement: [allow({ AWS: 'arn:aws:iam::111122223333:role/x' }, invoke)] } }) },
    passesWhen: {
      'everyone of the organisation may call': set('Policy', STATEMENT, { ...allow('*', invoke), Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc' } } }),
      'everyone of a VPC may call': set('Policy', STATEMENT, { ...allow('*', invoke), Condition: { StringEquals: { 'vpc-lattice-svcs:SourceVpc': 'vpc-1' } } }),
      'calls without a signature are denied': set('Policy', 'Policy.Statement.1', { ...allow('*', invoke), Effect: 'Deny', Condition: { StringEquals: { 'aws:PrincipalType': 'Anonymous' } } }),
    },
    firesWhen: {
      'everyone may call': set('Policy', `${STATEMENT}.Principal`, '*'),
      'nobody knows who may call': set('Policy', `${STATEMENT}.Principal`, { AWS: PARAMETER }),
      'everyone of AWS may call': set('Policy', `${STATEMENT}.Principal`, { AWS: ['*'] }),
      'a condition narrows nothing': set('Policy', STATEMENT, { ...allow('*', invoke), Condition: { StringLike: { 'aws:PrincipalOrgID': '*' } } }),
      'a condition says what and not who': set('Policy', STATEMENT, { ...allow('*', invoke), Condition: { StringEquals: { 'vpc-lattice-svcs:RequestMethod': 'GET' } } }),
      'a condition is skipped when nothing is known': set('Policy', STATEMENT, { ...allow('*', invoke), Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abc' } } }),
      'everyone but one may call': set('Policy', STATEMENT, { Effect: 'Allow', NotPrincipal: { AWS: 'arn:aws:iam::111122223333:role/x' }, Action: invoke, Resource: '*' }),
      'the policy is a parameter': set('Policy', 'Policy', PARAMETER),
    },
  },
];
