import { describe, textOf } from '../../model';
import { isBeside } from '../../model/beside';
import { fail, isPresent, resourceOf, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-ROUTE53RESOLVER-003',
  title: 'VPCs with DNS Firewall have Route 53 Resolver query logging',
  severity: 'medium',
  types: ['AWS::Route53Resolver::FirewallRuleGroupAssociation'],
  rationale: 'DNS Firewall blocks a query without a record. Query logs record the source and domain of each query, and which were allowed.',
  remediation: 'Add an AWS::Route53Resolver::ResolverQueryLoggingConfig and associate it with the VPC.',
  check(association, model) {
    const vpc = association.at('VpcId').value;
    const named = resourceOf(vpc, 'AWS::EC2::VPC');
    const logs = model.ofType('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation').filter((one) => {
      const { value } = one.at('ResourceId');
      return one.exists() && (named ? resourceOf(value) === named : value.kind === 'known' && textOf(value) === textOf(vpc) && isBeside(one, association) !== 'no');
    });
    return some(
      ...logs.map((log) => isPresent(log.at('ResolverQueryLogConfigId'), 'its VPC has no query log configuration')),
      fail('its VPC has no query logging', describe(vpc)),
    );
  },
};
