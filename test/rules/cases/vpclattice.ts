import { add, all, att, Change, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';
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
      'everyone of the organisation may call': set('Policy', STATEMENT, { ...allow('*', invoke), Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }),
      'everyone of a VPC may call': set('Policy', STATEMENT, { ...allow('*', invoke), Condition: { StringEquals: { 'vpc-lattice-svcs:SourceVpc': 'vpc-1' } } }),
      'calls without a signature are denied': set('Policy', 'Policy.Statement.1', { ...allow('*', invoke), Effect: 'Deny', Condition: { StringEquals: { 'aws:PrincipalType': 'Anonymous' } } }),
    },
    firesWhen: {
      'everyone may call': set('Policy', `${STATEMENT}.Principal`, '*'),
      'nobody knows who may call': set('Policy', `${STATEMENT}.Principal`, { AWS: PARAMETER }),
      'everyone of AWS may call': set('Policy', `${STATEMENT}.Principal`, { AWS: ['*'] }),
      'a condition narrows nothing': set('Policy', STATEMENT, { ...allow('*', invoke), Condition: { StringLike: { 'aws:PrincipalOrgID': '*' } } }),
      'a condition says what and not who': set('Policy', STATEMENT, { ...allow('*', invoke), Condition: { StringEquals: { 'vpc-lattice-svcs:RequestMethod': 'GET' } } }),
      'a condition is skipped when nothing is known': set('Policy', STATEMENT, { ...allow('*', invoke), Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }),
      'everyone but one may call': set('Policy', STATEMENT, { Effect: 'Allow', NotPrincipal: { AWS: 'arn:aws:iam::111122223333:role/x' }, Action: invoke, Resource: '*' }),
      'the policy is a parameter': set('Policy', 'Policy', PARAMETER),
    },
  },
  {
    rule: 'ZT-VPCLATTICE-003',
    on: 'Listener',
    secure: { Listener: resource('AWS::VpcLattice::Listener', { Protocol: 'HTTPS', Port: 443, DefaultAction: { FixedResponse: { StatusCode: 404 } } }) },
    passesWhen: { 'the service ends TLS itself': set('Listener', 'Protocol', 'TLS_PASSTHROUGH') },
    firesWhen: {
      'it is plain': set('Listener', 'Protocol', 'HTTP'),
      'nothing is said': set('Listener', 'Protocol'),
      'it is a parameter': set('Listener', 'Protocol', PARAMETER),
    },
  },
  {
    rule: 'ZT-VPCLATTICE-004',
    on: 'Service',
    secure: {
      Service: resource('AWS::VpcLattice::Service', { AuthType: 'AWS_IAM' }),
      Log: resource('AWS::VpcLattice::AccessLogSubscription', { ResourceIdentifier: att('Service'), DestinationArn: 'arn:aws:s3:::logs' }),
    },
    passesWhen: {
      'the subscription names it by its id': set('Log', 'ResourceIdentifier', ref('Service')),
      'its network is logged': loggedNetwork('SERVICE'),
      'its network is logged without a type': loggedNetwork(),
    },
    firesWhen: {
      'there is no subscription': remove('Log'),
      'the subscription is for another service': set('Log', 'ResourceIdentifier', 'svc-0123456789abcdef0'),
      'only resources of its network are logged': loggedNetwork('RESOURCE'),
      'nobody knows what is logged of its network': loggedNetwork(PARAMETER),
      'it is in another network too, without a log': all(loggedNetwork('SERVICE'), add('Other', 'AWS::VpcLattice::ServiceNetwork', {}),
        add('OtherLink', 'AWS::VpcLattice::ServiceNetworkServiceAssociation', { ServiceIdentifier: att('Service', 'Id'), ServiceNetworkIdentifier: att('Other', 'Id') })),
      'its network is not in the templates': all(remove('Log'),
        add('Link', 'AWS::VpcLattice::ServiceNetworkServiceAssociation', { ServiceIdentifier: att('Service', 'Id'), ServiceNetworkIdentifier: 'sn-0123456789abcdef0' })),
    },
  },
  {
    rule: 'ZT-VPCLATTICE-005',
    on: 'Association',
    secure: {
      Group: resource('AWS::EC2::SecurityGroup', { GroupDescription: 'Clients' }),
      Association: resource('AWS::VpcLattice::ServiceNetworkVpcAssociation', {
        ServiceNetworkIdentifier: 'sn-1', VpcIdentifier: 'vpc-1', SecurityGroupIds: [att('Group', 'GroupId')],
      }),
    },
    firesWhen: {
      'nothing is said': set('Association', 'SecurityGroupIds'),
      'the list is empty': set('Association', 'SecurityGroupIds', []),
      'it is a parameter': set('Association', 'SecurityGroupIds', PARAMETER),
    },
  },
];

/** The log of the service network instead of the service's own. */
function loggedNetwork(type?: unknown): Change {
  return all(
    remove('Log'),
    add('Network', 'AWS::VpcLattice::ServiceNetwork', { AuthType: 'AWS_IAM' }),
    add('Link', 'AWS::VpcLattice::ServiceNetworkServiceAssociation', { ServiceIdentifier: att('Service', 'Id'), ServiceNetworkIdentifier: att('Network', 'Id') }),
    add('NetworkLog', 'AWS::VpcLattice::AccessLogSubscription', {
      ResourceIdentifier: att('Network'), DestinationArn: 'arn:aws:s3:::logs', ...type !== undefined && { ServiceNetworkLogType: type },
    }),
  );
}
