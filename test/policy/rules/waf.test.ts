import { add, all, att, PARAMETER, prove, remove, resource, set } from '../support/prove';

const GROUPS = ['AmazonIpReputationList', 'AnonymousIpList', 'CommonRuleSet', 'KnownBadInputsRuleSet', 'SQLiRuleSet'];
const acl = resource('AWS::WAFv2::WebACL', {
  Rules: [
    ...GROUPS.map((group) => ({
      Name: group,
      OverrideAction: { None: {} },
      Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: `AWSManagedRules${group}` } },
    })),
    { Name: 'Rate', Action: { Block: {} }, Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 1000 } } },
  ],
});
const GROUP = 'Rules.2.Statement.ManagedRuleGroupStatement';
const RATE = 'Rules.5.Statement.RateBasedStatement';
const bodyLimit = {
  Action: { Block: {} },
  Statement: { OrStatement: { Statements: [{ SizeConstraintStatement: { ComparisonOperator: 'GT', Size: 16384, FieldToMatch: { Body: { OversizeHandling: 'MATCH' } } } }] } },
};
const countBodies = set('Acl', `${GROUP}.RuleActionOverrides`, [{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }]);

prove('WAF', [
  {
    rule: 'ZT-WAF-001',
    on: 'Acl',
    secure: { Acl: acl },
    passesWhen: {
      'a rule of a group challenges': set('Acl', `${GROUP}.RuleActionOverrides`, [{ Name: 'NoUserAgent_HEADER', ActionToUse: { Challenge: {} } }]),
      'a limit of its own takes the place of the group\'s body limit': all(countBodies, set('Acl', 'Rules.6', bodyLimit)),
    },
    firesWhen: {
      ...Object.fromEntries(GROUPS.map((group, i) => [`${group} is gone`, set('Acl', `Rules.${i}`)])),
      ...Object.fromEntries(GROUPS.map((group, i) => [`${group} counts`, set('Acl', `Rules.${i}.OverrideAction`, { Count: {} })])),
      'a group is somebody else\'s': set('Acl', `${GROUP}.VendorName`, 'Other'),
      'what a group does is a parameter': set('Acl', 'Rules.2.OverrideAction', PARAMETER),
      'a rule of a group counts': set('Acl', `${GROUP}.RuleActionOverrides`, [{ Name: 'NoUserAgent_HEADER', ActionToUse: { Count: {} } }]),
      'a rule of a group allows': set('Acl', `${GROUP}.RuleActionOverrides`, [{ Name: 'NoUserAgent_HEADER', ActionToUse: { Allow: {} } }]),
      'a rule of a group is excluded': set('Acl', `${GROUP}.ExcludedRules`, [{ Name: 'NoUserAgent_HEADER' }]),
      'a group looks at some requests only': set('Acl', `${GROUP}.ScopeDownStatement`, { GeoMatchStatement: { CountryCodes: ['CH'] } }),
      'the body limit counts and nothing takes its place': countBodies,
      'what the limit in its place does is a parameter': all(countBodies, set('Acl', 'Rules.6', { ...bodyLimit, Action: PARAMETER })),
      'the limit in its place counts': all(countBodies, set('Acl', 'Rules.6', { ...bodyLimit, Action: { Count: {} } })),
      'there are no rules': set('Acl', 'Rules'),
      'the rules are a parameter': set('Acl', 'Rules', PARAMETER),
    },
  },
  {
    rule: 'ZT-WAF-002',
    on: 'Acl',
    secure: { Acl: acl },
    passesWhen: { 'it counts by the address that a proxy forwards': set('Acl', `${RATE}.AggregateKeyType`, 'FORWARDED_IP') },
    firesWhen: {
      'the rule is gone': set('Acl', 'Rules.5'),
      'what the rule does is a parameter': set('Acl', 'Rules.5.Action', PARAMETER),
      'the rule counts': set('Acl', 'Rules.5.Action', { Count: {} }),
      'the rule is by header only': set('Acl', `${RATE}.AggregateKeyType`, 'CUSTOM_KEYS'),
      'the rule looks at some requests only': set('Acl', `${RATE}.ScopeDownStatement`, { GeoMatchStatement: { CountryCodes: ['CH'] } }),
      'the limit is no limit': set('Acl', `${RATE}.Limit`, 2_000_000_000),
      'the limit is a parameter': set('Acl', `${RATE}.Limit`, PARAMETER),
    },
  },
  {
    rule: 'ZT-WAF-003',
    on: 'Acl',
    secure: {
      Acl: acl,
      Logging: resource('AWS::WAFv2::LoggingConfiguration', {
        ResourceArn: att('Acl'),
        LogDestinationConfigs: ['arn:aws:logs:eu-west-1:111122223333:log-group:aws-waf-logs-x'],
        RedactedFields: [{ SingleHeader: { Name: 'Authorization' } }, { SingleHeader: { Name: 'cookie' } }],
      }),
    },
    firesWhen: {
      'the logging is gone': remove('Logging'),
      'the logging is of another web ACL': all(add('Other', 'AWS::WAFv2::WebACL', {}), set('Logging', 'ResourceArn', att('Other'))),
      'it logs nowhere': set('Logging', 'LogDestinationConfigs', []),
      'authorization is in the log': set('Logging', 'RedactedFields.0'),
      'cookies are in the log': set('Logging', 'RedactedFields.1'),
      'nothing is redacted': set('Logging', 'RedactedFields'),
      'what is redacted is a parameter': set('Logging', 'RedactedFields', PARAMETER),
    },
  },
]);
