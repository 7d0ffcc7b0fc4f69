import {
  any, all, Check, each, eachIfAny, isAbsent, isFalseOrAbsent, isFilled, isOneOf, isOneOfOrAbsent, isTrue, matches, noItem, someItem,
} from '../check';

const STATELESS = ['aws:forward_to_sfe', 'aws:drop'];
const STATEFUL = ['aws:drop_strict', 'aws:drop_established', 'aws:drop_established_app_layer', 'aws:drop_established_app_layer_to_server'];
const DOMAIN_LIST = 'RuleGroup.RulesSource.RulesSourceList';

/** Custom actions and alerts may be beside the one that decides. */
const drops = (path: string, deciding: string[]): Check[] => [noItem(path, isOneOf('', 'aws:pass')), someItem(path, isOneOf('', ...deciding))];

/** Networks and firewalls. */
export const NETWORK_RULES: Record<string, Record<string, Check[]>> = {
  'ZT-EC2-007': { 'AWS::EC2::Subnet': [isFalseOrAbsent('MapPublicIpOnLaunch'), isFalseOrAbsent('AssignIpv6AddressOnCreation')] },
  'ZT-EC2-019': { 'AWS::EC2::ClientVpnEndpoint': [isTrue('ConnectionLogOptions.Enabled')] },
  'ZT-EC2-020': { 'AWS::EC2::TransitGateway': [isOneOfOrAbsent('AutoAcceptSharedAttachments', 'disable')] },
  'ZT-EC2-021': { 'AWS::EC2::TransitGateway': [isOneOf('DefaultRouteTableAssociation', 'disable'), isOneOf('DefaultRouteTablePropagation', 'disable')] },
  'ZT-NETWORKFIREWALL-001': {
    'AWS::NetworkFirewall::FirewallPolicy': [
      ...drops('FirewallPolicy.StatelessDefaultActions', STATELESS), ...drops('FirewallPolicy.StatelessFragmentDefaultActions', STATELESS),
      isOneOf('FirewallPolicy.StatefulEngineOptions.RuleOrder', 'STRICT_ORDER'), ...drops('FirewallPolicy.StatefulDefaultActions', STATEFUL),
    ],
  },
  'ZT-NETWORKFIREWALL-002': {
    'AWS::NetworkFirewall::Firewall': [isTrue('DeleteProtection'), isTrue('SubnetChangeProtection'), isTrue('FirewallPolicyChangeProtection')],
  },
  'ZT-NETWORKFIREWALL-004': {
    'AWS::NetworkFirewall::RuleGroup': [any(isAbsent(DOMAIN_LIST), all(
      isOneOf(`${DOMAIN_LIST}.GeneratedRulesType`, 'ALLOWLIST'), someItem(`${DOMAIN_LIST}.TargetTypes`, isOneOf('', 'TLS_SNI')),
      each(`${DOMAIN_LIST}.Targets`, matches('', '[^.*]\\.[^.*]')),
    ))],
  },
  'ZT-ROUTE53RESOLVER-002': { 'AWS::Route53Resolver::FirewallRuleGroupAssociation': [isOneOf('MutationProtection', 'ENABLED')] },
  'ZT-VPCLATTICE-005': { 'AWS::VpcLattice::ServiceNetworkVpcAssociation': [isFilled('SecurityGroupIds')] },
  'ZT-WAF-006': {
    'AWS::WAFv2::RuleGroup': [isTrue('VisibilityConfig.CloudWatchMetricsEnabled'), eachIfAny('Rules', isTrue('VisibilityConfig.CloudWatchMetricsEnabled'))],
    'AWS::WAFv2::WebACL': [isTrue('VisibilityConfig.CloudWatchMetricsEnabled'), eachIfAny('Rules', isTrue('VisibilityConfig.CloudWatchMetricsEnabled'))],
  },
};
