import { choiceAt, each, FixedPrice, lengthOf, Monthly, sum, unknown, usd } from './fixed-price';
import { Expression, lastTargetOf, TemplateResource } from '../../model';

const KMS = 'https://aws.amazon.com/kms/pricing/';
const WAF = 'https://aws.amazon.com/waf/pricing/';

/** Managed groups that a web ACL subscribes to, beside 1 USD for the rule itself. */
const SUBSCRIPTIONS: Record<string, number> = {
  AWSManagedRulesBotControlRuleSet: 10,
  AWSManagedRulesATPRuleSet: 10,
  AWSManagedRulesACFPRuleSet: 10,
};

/** Keys, secrets, firewalls, certificates. */
export const SECURITY_PRICES: FixedPrice[] = [
  { type: 'AWS::KMS::Key', source: KMS, note: 'the first and the second rotation add 1 USD each', monthly: () => usd(1) },
  { type: 'AWS::KMS::ReplicaKey', source: KMS, monthly: () => usd(1) },
  {
    type: 'AWS::SecretsManager::Secret',
    source: 'https://aws.amazon.com/secrets-manager/pricing/',
    note: 'each replica is a secret',
    monthly(secret) {
      const replicas = lengthOf(secret.at('ReplicaRegions'));
      return each(0.4, replicas === undefined ? undefined : 1 + replicas, 'replicas it has');
    },
  },
  {
    type: 'AWS::SSM::Parameter',
    source: 'https://aws.amazon.com/systems-manager/pricing/',
    monthly(parameter) {
      const tier = choiceAt(parameter.at('Tier'), 'Standard');
      if (tier === 'Standard') return usd(0);
      return tier === 'Advanced' ? usd(0.05) : unknown('its tier follows what it holds');
    },
  },
  { type: 'AWS::WAFv2::WebACL', source: WAF, note: 'rules, groups and their subscriptions', monthly: webAcl },
  {
    type: 'AWS::ACMPCA::CertificateAuthority',
    source: 'https://aws.amazon.com/private-ca/pricing/',
    monthly(authority) {
      const mode = choiceAt(authority.at('UsageMode'), 'GENERAL_PURPOSE');
      if (mode === undefined) return unknown('its mode is not known before deployment');
      return usd(mode === 'SHORT_LIVED_CERTIFICATE' ? 50 : 400);
    },
  },
  {
    type: 'AWS::AccessAnalyzer::Analyzer',
    source: 'https://aws.amazon.com/iam/access-analyzer/pricing/',
    monthly(analyzer) {
      const kind = choiceAt(analyzer.at('Type'), '');
      if (kind === 'ACCOUNT' || kind === 'ORGANIZATION') return usd(0);
      return unknown('what it analyses is paid for by role and user, or by resource, that the account has');
    },
  },
  {
    type: 'AWS::Macie::Session',
    source: 'https://aws.amazon.com/macie/pricing/',
    monthly: () => unknown('0.10 USD for each bucket that the account has, and by GB that is looked through'),
  },
  { type: 'AWS::FMS::Policy', source: 'https://aws.amazon.com/firewall-manager/pricing/', monthly: () => usd(100) },
];

function webAcl(acl: TemplateResource): Monthly {
  const rules = acl.at('Rules');
  const count = lengthOf(rules);
  if (count === undefined) return each(1, count, 'rules it has');
  return sum(usd(5), ...rules.items().map((rule) => sum(usd(1), subscription(rule), rulesOfGroup(rule))));
}

function subscription(rule: Expression): Monthly {
  const group = rule.at('Statement', 'ManagedRuleGroupStatement');
  if (group.isAbsent) return usd(0);
  if (choiceAt(group.at('VendorName'), '') !== 'AWS') return unknown('what a managed group of another vendor costs is not in the price table');
  const name = choiceAt(group.at('Name'), '');
  if (name === undefined) return unknown('which managed group it uses is not known before deployment');
  return name === 'AWSManagedRulesAntiDDoSRuleSet' ? unknown('what Anti-DDoS costs is not in the price table') : usd(SUBSCRIPTIONS[name] ?? 0);
}

/** A group of one's own costs its rules in each web ACL that it stands in. */
function rulesOfGroup(rule: Expression): Monthly {
  const reference = rule.at('Statement', 'RuleGroupReferenceStatement', 'Arn');
  if (reference.isAbsent) return usd(0);
  const group = lastTargetOf(reference.value)?.resource;
  return each(1, group?.type === 'AWS::WAFv2::RuleGroup' ? lengthOf(group.at('Rules')) : undefined, 'rules its group has');
}
