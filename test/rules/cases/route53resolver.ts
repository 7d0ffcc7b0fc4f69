import { wayOut } from '../../policy/support/way-out';
import { add, all, att, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';

const list = (...domains: string[]) => resource('AWS::Route53Resolver::FirewallDomainList', { Domains: domains });

/** What proves the rules of ROUTE53RESOLVER. */
export const route53resolverCases: RuleCase[] = [
  {
    rule: 'ZT-ROUTE53RESOLVER-001',
    on: 'Group',
    secure: {
      Own: list('example.com.'),
      All: list('*'),
      Group: resource('AWS::Route53Resolver::FirewallRuleGroup', {
        FirewallRules: [
          { Priority: 2, Action: 'BLOCK', BlockResponse: 'NODATA', FirewallDomainListId: att('All', 'Id') },
          { Priority: 1, Action: 'ALLOW', FirewallDomainListId: att('Own', 'Id') },
        ],
      }),
    },
    passesWhen: {
      'what is allowed before is a list from elsewhere': set('Group', 'FirewallRules.1.FirewallDomainListId', 'rslvr-fdl-1'),
      'everything is blocked twice': all(set('Own', 'Domains', ['*']), set('Group', 'FirewallRules.1.Action', 'BLOCK')),
    },
    firesWhen: {
      'there are no rules': set('Group', 'FirewallRules'),
      'the last rule only alerts': set('Group', 'FirewallRules.0.Action', 'ALERT'),
      'the last rule is gone': set('Group', 'FirewallRules.0'),
      'which names are allowed before is a parameter': set('Own', 'Domains', PARAMETER),
      'a name that is allowed before is a parameter': set('Own', 'Domains.0', PARAMETER),
      'the list that is allowed before is a parameter': set('Group', 'FirewallRules.1.FirewallDomainListId', PARAMETER),
      'every name is allowed before': set('Own', 'Domains', ['example.com.', '*']),
      'every name is let through with an alert before': all(set('Own', 'Domains', ['*']), set('Group', 'FirewallRules.1.Action', 'ALERT')),
      'the last rule is not the last': set('Group', 'FirewallRules.1.Priority', 3),
      'some names are blocked': set('All', 'Domains', ['bad.example.']),
      'the names are in a file': all(set('All', 'Domains'), set('All', 'DomainFileUrl', 's3://bucket/names')),
      'one type of question is blocked': set('Group', 'FirewallRules.0.Qtype', 'TXT'),
      'the list is one of AWS': set('Group', 'FirewallRules.0.FirewallDomainListId', 'rslvr-fdl-abc'),
      'the order is a parameter': set('Group', 'FirewallRules.1.Priority', PARAMETER),
    },
  },
  {
    rule: 'ZT-ROUTE53RESOLVER-002',
    on: 'Association',
    secure: { Association: resource('AWS::Route53Resolver::FirewallRuleGroupAssociation', { VpcId: 'vpc-1', Priority: 101, MutationProtection: 'ENABLED' }) },
    firesWhen: {
      'it can be changed': set('Association', 'MutationProtection', 'DISABLED'),
      'nothing is said': set('Association', 'MutationProtection'),
      'it is empty': set('Association', 'MutationProtection', ''),
      'it is a truth value': set('Association', 'MutationProtection', true),
      'it is a parameter': set('Association', 'MutationProtection', PARAMETER),
    },
  },
  {
    rule: 'ZT-ROUTE53RESOLVER-003',
    on: 'Association',
    secure: {
      Vpc: resource('AWS::EC2::VPC'),
      Logs: resource('AWS::Logs::LogGroup'),
      Queries: resource('AWS::Route53Resolver::ResolverQueryLoggingConfig', { DestinationArn: att('Logs') }),
      Logged: resource('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation', { ResolverQueryLogConfigId: ref('Queries'), ResourceId: ref('Vpc') }),
      Association: resource('AWS::Route53Resolver::FirewallRuleGroupAssociation', { VpcId: att('Vpc', 'VpcId'), Priority: 101, MutationProtection: 'ENABLED' }),
    },
    passesWhen: { 'the VPC is not of these templates': all(set('Association', 'VpcId', 'vpc-1'), set('Logged', 'ResourceId', 'vpc-1')) },
    firesWhen: {
      'nothing is logged': remove('Logged'),
      'another VPC is logged': set('Logged', 'ResourceId', 'vpc-2'),
      'which VPC is logged is a parameter': set('Logged', 'ResourceId', PARAMETER),
      'the firewall is of another VPC': set('Association', 'VpcId', 'vpc-2'),
      'it is logged nowhere': set('Logged', 'ResolverQueryLogConfigId'),
      'where to is a parameter': set('Logged', 'ResolverQueryLogConfigId', PARAMETER),
    },
  },
  {
    rule: 'ZT-ROUTE53RESOLVER-004',
    on: 'Vpc',
    secure: { ...wayOut(), Names: resource('AWS::Route53Resolver::FirewallRuleGroupAssociation', { VpcId: ref('Vpc'), Priority: 101, MutationProtection: 'ENABLED' }) },
    passesWhen: {
      'no function reaches the internet': all(remove('Names'), remove('Out')),
      'no function stands there': all(remove('Names'), remove('Fn')),
    },
    firesWhen: {
      'there is no DNS firewall': remove('Names'),
      'the DNS firewall is of another VPC': set('Names', 'VpcId', 'vpc-1'),
      'which VPC has it is a parameter': set('Names', 'VpcId', PARAMETER),
      'the way out is a NAT gateway': all(remove('Names'), set('Out', 'VpcEndpointId'), set('Out', 'NatGatewayId', 'nat-1')),
      'a second VPC has the DNS firewall': all(add('Two', 'AWS::EC2::VPC', { CidrBlock: '10.1.0.0/16' }), set('Names', 'VpcId', ref('Two'))),
    },
  },
];
