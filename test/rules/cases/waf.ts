import { add, all, att, PARAMETER, remove, resource, RuleCase, set } from '../support/prove';

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

/** A regional web ACL without groups that go by address, which one of scope CLOUDFRONT has. */
const behindCloudFront = () => all(
  set('Acl', 'Scope', 'REGIONAL'), set('Acl', `${RATE}.AggregateKeyType`, 'FORWARDED_IP'), set('Acl', 'Rules.1'), set('Acl', 'Rules.0'),
  add('Edge', 'AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT', Rules: structuredClone(acl.Properties!.Rules) }),
);

const oversize = (OversizeHandling?: string) => ({
  Action: { Block: {} }, Statement: { ByteMatchStatement: { FieldToMatch: { Headers: { MatchScope: 'VALUE', ...(OversizeHandling ? { OversizeHandling } : {}) } } } },
});
const measured = { CloudWatchMetricsEnabled: true };

/** What proves the rules of WAF. */
export const wafCases: RuleCase[] = [
  {
    rule: 'ZT-WAF-001',
    on: 'Acl',
    secure: { Acl: acl },
    passesWhen: {
      'a rule of a group challenges': set('Acl', `${GROUP}.RuleActionOverrides`, [{ Name: 'NoUserAgent_HEADER', ActionToUse: { Challenge: {} } }]),
      'a limit of its own takes the place of the group\'s body limit': all(countBodies, set('Acl', 'Rules.6', bodyLimit)),
      'it is behind CloudFront, and groups that go by address are at the edge': behindCloudFront(),
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
      'it is behind CloudFront, and the edge has no groups either': all(behindCloudFront(), set('Edge', 'Rules.0')),
      'it is behind CloudFront, and there is no edge in the templates': all(behindCloudFront(), remove('Edge')),
      'it is behind CloudFront, and the other web ACL is regional': all(behindCloudFront(), set('Edge', 'Scope', 'REGIONAL')),
      'it is behind CloudFront, and a group that goes by content is at the edge only': all(behindCloudFront(), set('Acl', 'Rules.2')),
      'requests reach it directly, whatever stands at the edge': all(behindCloudFront(), set('Acl', 'Rules.3.Statement.RateBasedStatement.AggregateKeyType', 'IP')),
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
    passesWhen: {
      'only what was blocked is kept': set('Logging', 'LoggingFilter', { DefaultBehavior: 'DROP', Filters: [{ Behavior: 'KEEP', Conditions: [{ ActionCondition: { Action: 'BLOCK' } }] }] }),
    },
    firesWhen: {
      'what was blocked is dropped': set('Logging', 'LoggingFilter', { DefaultBehavior: 'KEEP', Filters: [{ Behavior: 'DROP', Conditions: [{ ActionCondition: { Action: 'BLOCK' } }] }] }),
      'everything is dropped': set('Logging', 'LoggingFilter', { DefaultBehavior: 'DROP', Filters: [] }),
      'what is dropped is a parameter': set('Logging', 'LoggingFilter', PARAMETER),
      'the logging is gone': remove('Logging'),
      'the logging is of another web ACL': all(add('Other', 'AWS::WAFv2::WebACL', {}), set('Logging', 'ResourceArn', att('Other'))),
      'it has no log destination': set('Logging', 'LogDestinationConfigs', []),
      'authorization is in the log': set('Logging', 'RedactedFields.0'),
      'cookies are in the log': set('Logging', 'RedactedFields.1'),
      'nothing is redacted': set('Logging', 'RedactedFields'),
      'what is redacted is a parameter': set('Logging', 'RedactedFields', PARAMETER),
    },
  },
  {
    rule: 'ZT-WAF-004',
    on: 'Acl',
    secure: { Acl: resource('AWS::WAFv2::WebACL', { Rules: [{ ...bodyLimit, Name: 'Size' }] }) },
    passesWhen: {
      'the rule counts': set('Acl', 'Rules.0', { ...oversize('CONTINUE'), Action: { Count: {} } }),
      'the rule decides by what it does not find': set('Acl', 'Rules.0', { Action: { Block: {} }, Statement: { NotStatement: { Statement: oversize('NO_MATCH').Statement } } }),
      'the rule looks at the path': set('Acl', 'Rules.0.Statement', { ByteMatchStatement: { FieldToMatch: { UriPath: {} } } }),
    },
    firesWhen: {
      'padding is looked past': set('Acl', 'Rules.0', oversize('CONTINUE')),
      'padding is no match': set('Acl', 'Rules.0', oversize('NO_MATCH')),
      'nothing is said of padding': set('Acl', 'Rules.0', oversize()),
      'one of two statements looks past it': set('Acl', 'Rules.0.Statement', { AndStatement: { Statements: [{ GeoMatchStatement: {} }, oversize('CONTINUE').Statement] } }),
      'a limit of requests looks past it': set('Acl', 'Rules.0.Statement', { RateBasedStatement: { ScopeDownStatement: oversize('CONTINUE').Statement } }),
      'what it does is a parameter': set('Acl', 'Rules.0.Statement.OrStatement.Statements.0.SizeConstraintStatement.FieldToMatch.Body.OversizeHandling', PARAMETER),
      'the rules are a parameter': set('Acl', 'Rules', PARAMETER),
    },
  },
  {
    rule: 'ZT-WAF-005',
    on: 'Acl',
    secure: {
      Acl: resource('AWS::WAFv2::WebACL', {
        Rules: [{ Action: { Block: {} }, Statement: { RateBasedStatement: { AggregateKeyType: 'CUSTOM_KEYS', CustomKeys: [{ Header: { Name: 'authorization' } }], Limit: 1000 } } }],
      }),
    },
    passesWhen: { 'it counts by cookie': set('Acl', 'Rules.0.Statement.RateBasedStatement.CustomKeys.0', { Cookie: { Name: 'session' } }) },
    firesWhen: {
      'there is no rule': set('Acl', 'Rules'),
      'the rule counts': set('Acl', 'Rules.0.Action', { Count: {} }),
      'the rule is by address': set('Acl', 'Rules.0.Statement.RateBasedStatement.AggregateKeyType', 'IP'),
      'the only key is the address': set('Acl', 'Rules.0.Statement.RateBasedStatement.CustomKeys.0', { IP: {} }),
      'the limit is no limit': set('Acl', 'Rules.0.Statement.RateBasedStatement.Limit', 2_000_000_000),
      'the limit is a parameter': set('Acl', 'Rules.0.Statement.RateBasedStatement.Limit', PARAMETER),
      'the rules are a parameter': set('Acl', 'Rules', PARAMETER),
    },
  },
  {
    rule: 'ZT-WAF-006',
    on: 'Acl',
    secure: { Acl: resource('AWS::WAFv2::WebACL', { VisibilityConfig: measured, Rules: [{ Name: 'Rate', VisibilityConfig: measured }] }) },
    firesWhen: {
      'CloudWatch metrics are not enabled': set('Acl', 'VisibilityConfig.CloudWatchMetricsEnabled', false),
      'nothing is said': set('Acl', 'VisibilityConfig'),
      'a rule has no CloudWatch metrics': set('Acl', 'Rules.0.VisibilityConfig.CloudWatchMetricsEnabled', 'false'),
      'nothing is said of a rule': set('Acl', 'Rules.0.VisibilityConfig'),
      'it is a parameter': set('Acl', 'VisibilityConfig.CloudWatchMetricsEnabled', PARAMETER),
    },
  },
  {
    rule: 'ZT-WAF-007',
    on: 'Acl',
    secure: {
      Group: resource('AWS::WAFv2::RuleGroup', { Rules: [{ Name: 'Geo' }] }),
      Acl: resource('AWS::WAFv2::WebACL', { Rules: [{ Name: 'Own', OverrideAction: { None: {} }, Statement: { RuleGroupReferenceStatement: { Arn: att('Group') } } }] }),
    },
    passesWhen: {
      'there is no group': set('Acl', 'Rules'),
      'a rule of the group challenges': set('Acl', 'Rules.0.Statement.RuleGroupReferenceStatement.RuleActionOverrides', [{ Name: 'Geo', ActionToUse: { Challenge: {} } }]),
    },
    firesWhen: {
      'the group counts': set('Acl', 'Rules.0.OverrideAction', { Count: {} }),
      'nothing is said': set('Acl', 'Rules.0.OverrideAction'),
      'a rule of the group counts': set('Acl', 'Rules.0.Statement.RuleGroupReferenceStatement.RuleActionOverrides', [{ Name: 'Geo', ActionToUse: { Count: {} } }]),
      'what the group does is a parameter': set('Acl', 'Rules.0.OverrideAction', PARAMETER),
      'the rules are a parameter': set('Acl', 'Rules', PARAMETER),
    },
  },
  {
    rule: 'ZT-WAF-007',
    on: 'Group',
    secure: { Group: resource('AWS::WAFv2::RuleGroup', { Rules: [{ Name: 'Geo' }] }) },
    firesWhen: { 'it has no rules': set('Group', 'Rules'), 'its list of rules is empty': set('Group', 'Rules', []), 'its rules are a parameter': set('Group', 'Rules', PARAMETER) },
  },
];
