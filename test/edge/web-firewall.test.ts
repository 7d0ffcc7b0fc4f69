import { App, Size, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { FirewallScope } from '../../src/edge/firewall-scope';
import { WebFirewall } from '../../src/edge/web-firewall';
import { WebFirewallProps } from '../../src/edge/web-firewall-props';
import { TrustZone } from '../../src/zone/trust-zone';
import { stackFindings } from '../support/packs';

const CREDENTIALS = ['authorization', 'cookie', 'x-amz-security-token', 'x-api-key'];

function templateOf(props?: WebFirewallProps): Template {
  const stack = new Stack(new App(), 'Stack');
  new WebFirewall(stack, 'Firewall', props);
  return Template.fromStack(stack);
}

function aclOf(props?: WebFirewallProps): any {
  return Object.values(templateOf(props).findResources('AWS::WAFv2::WebACL'))[0].Properties;
}

function ruleOf(name: string, props?: WebFirewallProps): any {
  return aclOf(props).Rules.find((rule: any) => rule.Name === name);
}

function refused(props: WebFirewallProps, id: string): void {
  const stack = new Stack(new App(), 'Stack');
  expect(() => new WebFirewall(stack, 'Firewall', props)).toThrow(expect.objectContaining({ id, path: 'Stack/Firewall' }));
  expect(stack.node.children).toEqual([]);
}

describe('the five packs', () => {
  test('a firewall alone leaves nothing open and acknowledges nothing', () => {
    expect(stackFindings((stack) => { new WebFirewall(stack, 'Firewall'); })).toMatchObject({ open: [], acknowledged: [] });
  });

  test('a protected stage is recognised as protected, and an unprotected one is not', () => {
    const withoutFirewall = (protect: boolean) => stackFindings((stack) => {
      const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
      api.root.addMethod('GET');
      const firewall = new WebFirewall(stack, 'Firewall');
      if (protect) firewall.protect(api.deploymentStage);
    }).open.map(({ rule }) => rule).filter((rule) => /WAF|APIG3/.test(rule));
    expect(withoutFirewall(true)).toEqual([]);
    expect(withoutFirewall(false)).toEqual(['AwsSolutions-APIG3', 'NIST.800.53.R5-APIGWAssociatedWithWAF', 'PCI.DSS.321-APIGWAssociatedWithWAF']);
  });
});

describe('what is blocked', () => {
  test.each([
    ['IpReputation', 'AWSManagedRulesAmazonIpReputationList'],
    ['AnonymousIp', 'AWSManagedRulesAnonymousIpList'],
    ['KnownBadInputs', 'AWSManagedRulesKnownBadInputsRuleSet'],
    ['SqlInjection', 'AWSManagedRulesSQLiRuleSet'],
    ['Common', 'AWSManagedRulesCommonRuleSet'],
  ])('%s blocks by the managed group %s, every rule of it', (name, group) => {
    const rule = ruleOf(name);
    expect(rule.OverrideAction).toEqual({ None: {} });
    expect(rule.Statement).toEqual({ ManagedRuleGroupStatement: { VendorName: 'AWS', Name: group } });
  });

  test('an address is limited to 1,000 requests in five minutes, or to what is asked', () => {
    const statement = (limit: number) => ({ RateBasedStatement: { AggregateKeyType: 'IP', Limit: limit, EvaluationWindowSec: 300 } });
    expect(ruleOf('RatePerAddress').Statement).toEqual(statement(1000));
    expect(ruleOf('RatePerAddress', { rateLimit: 200 }).Statement).toEqual(statement(200));
  });

  test('a caller is limited by the authorization header, or by the header that is asked for', () => {
    const statement = (header: string, limit: number) => ({
      RateBasedStatement: {
        AggregateKeyType: 'CUSTOM_KEYS',
        CustomKeys: [{ Header: { Name: header, TextTransformations: [{ Priority: 0, Type: 'NONE' }] } }],
        Limit: limit,
        EvaluationWindowSec: 300,
      },
    });
    expect(ruleOf('RatePerCaller').Statement).toEqual(statement('authorization', 1000));
    expect(ruleOf('RatePerCaller', { rateLimitKeyHeader: 'X-Client', callerRateLimit: 50 }).Statement).toEqual(statement('x-client', 50));
  });

  test('a body over 8 KiB is blocked, and so is any body, header or cookie that cannot be inspected in full', () => {
    const [body, headers, cookies] = ruleOf('Oversize').Statement.OrStatement.Statements.map((s: any) => s.SizeConstraintStatement);
    const whole = { MatchPattern: { All: {} }, MatchScope: 'VALUE', OversizeHandling: 'MATCH' };
    expect(body).toMatchObject({ ComparisonOperator: 'GT', Size: 8192, FieldToMatch: { Body: { OversizeHandling: 'MATCH' } } });
    expect(headers).toMatchObject({ ComparisonOperator: 'GT', Size: 8192, FieldToMatch: { Headers: whole } });
    expect(cookies).toMatchObject({ ComparisonOperator: 'GT', Size: 8192, FieldToMatch: { Cookies: whole } });
  });

  test('a larger body is inspected in full, and only the size rule of the Common group gives way to ours', () => {
    const props = { maxBodySize: Size.kibibytes(20) };
    const limit = { DefaultSizeInspectionLimit: 'KB_32' };
    expect(aclOf(props).AssociationConfig).toEqual({ RequestBody: { API_GATEWAY: limit, COGNITO_USER_POOL: limit } });
    expect(ruleOf('Oversize', props).Statement.OrStatement.Statements[0].SizeConstraintStatement.Size).toBe(20 * 1024);
    expect(ruleOf('Common', props).Statement.ManagedRuleGroupStatement.RuleActionOverrides)
      .toEqual([{ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } }]);
  });

  test('16 KiB fit into what AWS WAF inspects anyway, so nothing is paid for', () => {
    expect(aclOf({ maxBodySize: Size.kibibytes(16) }).AssociationConfig).toBeUndefined();
  });

  test('requests from other countries than the allowed ones are blocked', () => {
    const rule = ruleOf('OtherCountries', { allowCountries: ['DE', 'FR'] });
    expect(rule.Statement).toEqual({ NotStatement: { Statement: { GeoMatchStatement: { CountryCodes: ['DE', 'FR'] } } } });
    expect(rule.Action.Block).toBeDefined();
  });

  test('requests from blocked countries are blocked', () => {
    expect(ruleOf('BlockedCountries', { blockCountries: ['KP'] }).Statement).toEqual({ GeoMatchStatement: { CountryCodes: ['KP'] } });
  });

  test('requests from other addresses than the allowed ones are blocked, and allowed ones are inspected all the same', () => {
    const props = { allowAddresses: ['203.0.113.0/24', '2001:db8::/32'] };
    const rules = aclOf(props).Rules;
    expect(rules[0].Statement.NotStatement.Statement.OrStatement.Statements).toHaveLength(2);
    expect(rules[0].Action.Block).toBeDefined();
    expect(rules.filter((rule: any) => rule.Action?.Allow)).toEqual([]);
    const template = templateOf(props);
    template.resourceCountIs('AWS::WAFv2::IPSet', 2);
    template.hasResourceProperties('AWS::WAFv2::IPSet', { IPAddressVersion: 'IPV4', Addresses: ['203.0.113.0/24'], Scope: 'REGIONAL' });
    template.hasResourceProperties('AWS::WAFv2::IPSet', { IPAddressVersion: 'IPV6', Addresses: ['2001:db8::/32'], Scope: 'REGIONAL' });
  });

  test('requests from blocked addresses are blocked first, by one set for the one family in use', () => {
    const props = { allowAddresses: ['203.0.113.0/24'], blockAddresses: ['203.0.113.7/32'] };
    const [first, second] = aclOf(props).Rules;
    expect(first).toMatchObject({ Name: 'BlockedAddresses', Statement: { IPSetReferenceStatement: { Arn: expect.anything() } } });
    expect(second.Name).toBe('OtherAddresses');
  });

  test('without lists there is no set of addresses and no rule about countries', () => {
    templateOf().resourceCountIs('AWS::WAFv2::IPSet', 0);
    expect(aclOf().Rules.map((rule: any) => rule.Name)).toEqual([
      'IpReputation', 'AnonymousIp', 'RatePerAddress', 'RatePerCaller', 'Oversize', 'KnownBadInputs', 'SqlInjection', 'Common',
    ]);
  });
});

describe('rules that only count', () => {
  const props = { countOnly: { AWSManagedRulesCommonRuleSet: ['NoUserAgent_HEADER'] } };

  test('are named one by one, and all others of the group still block', () => {
    const rule = ruleOf('Common', props);
    expect(rule.OverrideAction).toEqual({ None: {} });
    expect(rule.Statement.ManagedRuleGroupStatement.RuleActionOverrides).toEqual([{ Name: 'NoUserAgent_HEADER', ActionToUse: { Count: {} } }]);
    expect(ruleOf('SqlInjection', props).Statement.ManagedRuleGroupStatement.RuleActionOverrides).toBeUndefined();
  });

  test('are recorded as an opt-out', () => {
    const optOuts = (given?: WebFirewallProps) => new WebFirewall(new Stack(new App(), 'Stack'), 'Firewall', given).node.metadata
      .filter(({ type }) => type === 'cdk-zero-trust:opt-out').map(({ data }) => data);
    expect(optOuts(props)).toEqual(['countOnly: AWSManagedRulesCommonRuleSet/NoUserAgent_HEADER']);
    expect(optOuts()).toEqual([]);
  });
});

describe('the web ACL', () => {
  test('is regional, allows what no rule blocks and gives each rule a priority and a metric of its own', () => {
    const acl = aclOf();
    expect(acl).toMatchObject({ Scope: 'REGIONAL', DefaultAction: { Allow: {} } });
    expect(acl.Rules.map((rule: any) => rule.Priority)).toEqual(acl.Rules.map((_: any, index: number) => index));
    for (const rule of acl.Rules) {
      expect(rule.VisibilityConfig).toEqual({ CloudWatchMetricsEnabled: true, MetricName: rule.Name, SampledRequestsEnabled: false });
    }
  });

  test('stays within the 1,500 capacity units of the basic price with everything on', () => {
    const groups: Record<string, number> = { Common: 700, KnownBadInputs: 200, SqlInjection: 200, AnonymousIp: 50, IpReputation: 25 };
    const capacity = (statement: any): number => {
      const [type, content]: [string, any] = Object.entries(statement)[0] as any;
      if (type === 'OrStatement') return content.Statements.map(capacity).reduce((a: number, b: number) => a + b);
      if (type === 'NotStatement') return capacity(content.Statement);
      return type === 'RateBasedStatement' ? 2 + 30 * (content.CustomKeys?.length ?? 0) : 1;
    };
    const rules: any[] = aclOf({
      allowAddresses: ['203.0.113.0/24', '2001:db8::/32'], blockAddresses: ['203.0.113.7/32', '2001:db8::1/128'], blockCountries: ['KP'],
    }).Rules;
    const total = rules.map((rule) => groups[rule.Name] ?? capacity(rule.Statement)).reduce((a, b) => a + b);
    expect(total).toBe(1217);
  });

  test('answers with a status and no reason', () => {
    const acl = aclOf({ blockCountries: ['KP'] });
    const own = acl.Rules.filter((rule: any) => rule.Action);
    expect(own.map((rule: any) => [rule.Name, rule.Action.Block.CustomResponse])).toEqual([
      ['BlockedCountries', { ResponseCode: 403, CustomResponseBodyKey: 'Forbidden' }],
      ['RatePerAddress', { ResponseCode: 429, CustomResponseBodyKey: 'TooManyRequests' }],
      ['RatePerCaller', { ResponseCode: 429, CustomResponseBodyKey: 'TooManyRequests' }],
      ['Oversize', { ResponseCode: 403, CustomResponseBodyKey: 'Forbidden' }],
    ]);
    expect(acl.CustomResponseBodies).toEqual({
      Forbidden: { ContentType: 'APPLICATION_JSON', Content: '{"message":"Forbidden"}' },
      TooManyRequests: { ContentType: 'APPLICATION_JSON', Content: '{"message":"Too many requests"}' },
    });
  });

  test('has no fixed name, and a metric name that alarms can use at synth', () => {
    const stack = new Stack(new App(), 'Stack');
    const one = new WebFirewall(stack, 'One');
    const two = new WebFirewall(stack, 'Two');
    expect(Token.isUnresolved(one.metricName)).toBe(false);
    expect(one.metricName).not.toBe(two.metricName);
    Template.fromStack(stack).hasResourceProperties('AWS::WAFv2::WebACL', {
      Name: Match.absent(), VisibilityConfig: Match.objectLike({ MetricName: one.metricName }),
    });
    expect(stack.resolve(one.webAclName)).toEqual({ 'Fn::Select': [0, { 'Fn::Split': ['|', { Ref: expect.stringMatching(/^OneWebAcl/) }] }] });
    expect(stack.resolve(one.webAclArn)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^OneWebAcl/), 'Arn'] });
  });

  test('joins its zone', () => {
    const stack = new Stack(new App(), 'Stack');
    const zone = new TrustZone(stack, 'Zone');
    const firewall = new WebFirewall(stack, 'Firewall');
    expect(firewall.zone).toBe(zone);
    expect(zone._members).toEqual([firewall]);
  });
});

describe('the log', () => {
  test('has a name that AWS WAF takes and that is new with every new stack, and is kept under the zone key', () => {
    const stack = new Stack(new App(), 'Stack');
    new WebFirewall(stack, 'Firewall');
    Template.fromStack(stack).hasResource('AWS::Logs::LogGroup', {
      DeletionPolicy: 'Retain',
      Properties: {
        LogGroupName: {
          'Fn::Join': ['', ['aws-waf-logs-Stack-Firewall-4724B702-', {
            'Fn::Select': [0, { 'Fn::Split': ['-', { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }] }],
          }]],
        },
        KmsKeyId: Match.anyValue(),
        RetentionInDays: 365,
      },
    });
  });

  test('is named to AWS WAF without the ending that it refuses, and uses up no resource policy of the account', () => {
    const template = templateOf();
    const [configuration] = Object.values(template.findResources('AWS::WAFv2::LoggingConfiguration'));
    const parts = configuration.Properties.LogDestinationConfigs[0]['Fn::Join'][1];
    expect(parts[parts.length - 1]).toEqual({ Ref: expect.stringMatching(/^FirewallLogs/) });
    template.resourceCountIs('AWS::Logs::ResourcePolicy', 0);
  });

  test('and everything else that AWS WAF stores holds no credentials', () => {
    const headersOf = (props?: WebFirewallProps) => {
      const [configuration] = Object.values(templateOf(props).findResources('AWS::WAFv2::LoggingConfiguration'));
      expect(aclOf(props).DataProtectionConfig.DataProtections).toEqual([{
        Action: 'SUBSTITUTION', Field: { FieldType: 'SINGLE_HEADER', FieldKeys: expect.arrayContaining(CREDENTIALS) },
      }]);
      const redacted = configuration.Properties.RedactedFields.map((field: any) => field.SingleHeader.Name);
      expect(aclOf(props).DataProtectionConfig.DataProtections[0].Field.FieldKeys).toEqual(redacted);
      return redacted;
    };
    expect(headersOf()).toEqual(CREDENTIALS);
    expect(headersOf({ rateLimitKeyHeader: 'X-Client' })).toEqual([...CREDENTIALS, 'x-client']);
  });
});

describe('protecting', () => {
  test('a stage puts the association into the stack of the stage', () => {
    const app = new App();
    const firewall = new WebFirewall(new Stack(app, 'Edge'), 'Firewall');
    const stack = new Stack(app, 'Stack');
    const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
    api.root.addMethod('GET');
    firewall.protect(api.deploymentStage);
    Template.fromStack(stack).hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
      ResourceArn: {
        'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, '::/restapis/',
          { Ref: stack.getLogicalId(api.node.defaultChild as any) }, '/stages/',
          { Ref: stack.getLogicalId(api.deploymentStage.node.defaultChild as any) }]],
      },
      WebACLArn: Match.anyValue(),
    });
  });

  test('a user pool associates its ARN', () => {
    const stack = new Stack(new App(), 'Stack');
    const userPool = new cognito.UserPool(stack, 'Users');
    new WebFirewall(stack, 'Firewall').protectUserPool(userPool);
    Template.fromStack(stack).hasResourceProperties('AWS::WAFv2::WebACLAssociation', {
      ResourceArn: stack.resolve(userPool.userPoolArn), WebACLArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^FirewallWebAcl'), 'Arn'] },
    });
  });

  test('the same thing twice is refused', () => {
    const stack = new Stack(new App(), 'Stack');
    const userPool = new cognito.UserPool(stack, 'Users');
    new WebFirewall(stack, 'One').protectUserPool(userPool);
    expect(() => new WebFirewall(stack, 'Two').protectUserPool(userPool)).toThrow(expect.objectContaining({ id: 'AlreadyProtected' }));
  });
});

describe('a firewall for distributions', () => {
  const firewallIn = (region?: string, props: WebFirewallProps = {}) => {
    const stack = new Stack(new App(), 'Stack', { env: { region } });
    return { stack, make: () => new WebFirewall(stack, 'Firewall', { firewallScope: FirewallScope.CLOUDFRONT, ...props }) };
  };

  test('is of scope CLOUDFRONT with all its parts, and looks as far into bodies as it is told', () => {
    const { stack, make } = firewallIn('us-east-1', { allowAddresses: ['203.0.113.0/24'], maxBodySize: Size.kibibytes(20) });
    expect(make().firewallScope).toBe(FirewallScope.CLOUDFRONT);
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::WAFv2::IPSet', { Scope: 'CLOUDFRONT' });
    template.hasResourceProperties('AWS::WAFv2::WebACL', {
      Scope: 'CLOUDFRONT', AssociationConfig: { RequestBody: { CLOUDFRONT: { DefaultSizeInspectionLimit: 'KB_32' } } },
    });
  });

  test.each(['eu-west-1', undefined])('is made in us-east-1 and nowhere else: region %s', (region) => {
    const { stack, make } = firewallIn(region);
    expect(make).toThrow(expect.objectContaining({ name: 'ZeroTrustError', id: 'FirewallRegion' }));
    expect(stack.node.children).toEqual([]);
  });

  test('protects no API and no user pool', () => {
    const { stack, make } = firewallIn('us-east-1');
    const firewall = make();
    const pool = new cognito.UserPool(stack, 'Pool');
    const api = new apigateway.RestApi(stack, 'Api');
    const wrongScope = expect.objectContaining({ name: 'ZeroTrustError', id: 'FirewallScope' });
    expect(() => firewall.protectUserPool(pool)).toThrow(wrongScope);
    expect(() => firewall.protect(api.deploymentStage)).toThrow(wrongScope);
  });
});

describe('bad input is refused and leaves nothing behind', () => {
  test.each([9, 2_000_000_001, 10.5])('a rate of %p', (limit) => {
    refused({ rateLimit: limit }, 'InvalidRateLimit');
    refused({ callerRateLimit: limit }, 'InvalidRateLimit');
  });

  test.each(['', 'a header', 'x'.repeat(65)])('a header called %p', (rateLimitKeyHeader) => {
    refused({ rateLimitKeyHeader }, 'InvalidHeaderName');
  });

  test.each([0, 64 * 1024 + 1])('a body of %p bytes', (bytes) => {
    refused({ maxBodySize: Size.bytes(bytes) }, 'BodyNotInspectable');
  });

  test.each(['de', 'UK', 'DEU'])('a country called %p', (country) => {
    refused({ allowCountries: ['DE', country] }, 'UnknownCountry');
    refused({ blockCountries: [country] }, 'UnknownCountry');
  });

  test('a value that is not known before deployment', () => {
    const [text, number] = [Token.asString({ Ref: 'Parameter' }), Token.asNumber({ Ref: 'Parameter' })];
    refused({ rateLimit: number }, 'InvalidRateLimit');
    refused({ rateLimitKeyHeader: text }, 'InvalidHeaderName');
    refused({ maxBodySize: Size.bytes(number) }, 'BodyNotInspectable');
    refused({ blockCountries: [text] }, 'UnknownCountry');
    refused({ allowAddresses: [text] }, 'InvalidCidr');
  });

  test('allowed and blocked countries together', () => {
    refused({ allowCountries: ['DE'], blockCountries: ['KP'] }, 'AmbiguousCountries');
  });

  test.each([
    '203.0.113.7', '203.0.113.0/0', '203.0.113.0/33', '203.0.113.256/32', '2001:db8::/129', '2001:db8::/0', 'example.com/24',
  ])('an address range %p', (cidr) => {
    refused({ allowAddresses: [cidr] }, 'InvalidCidr');
    refused({ blockAddresses: ['203.0.113.0/24', cidr] }, 'InvalidCidr');
  });

  test('a list without an entry', () => {
    refused({ allowCountries: [] }, 'EmptyList');
    refused({ blockAddresses: [] }, 'EmptyList');
    refused({ countOnly: { AWSManagedRulesCommonRuleSet: [] } }, 'EmptyList');
  });

  test('a managed group that the firewall does not use', () => {
    refused({ countOnly: { AWSManagedRulesLinuxRuleSet: ['LFI_BODY'] } }, 'UnknownRuleGroup');
  });
});
