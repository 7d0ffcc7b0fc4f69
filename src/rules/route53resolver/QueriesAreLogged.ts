import { describe, textOf } from '../../model';
import { fail, isPresent, resourceOf, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-ROUTE53RESOLVER-003',
  title: 'A VPC with a DNS firewall logs what it is asked',
  severity: 'medium',
  types: ['AWS::Route53Resolver::FirewallRuleGroupAssociation'],
  rationale: 'The firewall says no and forgets. The log of queries tells which function asked for which name, and what got through.',
  remediation: 'Add an AWS::Route53Resolver::ResolverQueryLoggingConfig, and associate it with the VPC.',
  check(association, model) {
    const vpc = association.at('VpcId').value;
    const named = resourceOf(vpc, 'AWS::EC2::VPC');
    const logs = model.ofType('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation').filter((one) => {
      const { value } = one.at('ResourceId');
      return one.exists() && (named ? resourceOf(value) === named : value.kind === 'known' && textOf(value) === textOf(vpc));
    });
    return some(
      ...logs.map((log) => isPresent(log.at('ResolverQueryLogConfigId'), 'its queries are logged nowhere')),
      fail('queries of its VPC are not logged', describe(vpc)),
    );
  },
};
