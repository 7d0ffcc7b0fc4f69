import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { DataClass, DeclaredEdges, SecureFunction, TrustZone, ZeroTrustChecks, ZoneNetwork } from '../../src';
import { ServiceLink } from '../../src/compute/service-link';
import { DeployedTemplates } from '../support/deployed-template';
import { IamJudge } from '../support/iam-judge';
import { fivePacks, findingsOf } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });

/** A function behind a link in one zone, and callers in another. */
function twoZones(stack = new Stack(new App(), 'Stack')) {
  const [front, back] = ['Front', 'Back'].map((id) => new TrustZone(stack, id));
  const target = new SecureFunction(stack, 'Claims', { code, zone: back });
  const fn = (id = 'Portal') => new SecureFunction(stack, id, { code, zone: front });
  return { stack, target, fn, link: new ServiceLink(stack, 'Link', { target }), template: () => Template.fromStack(stack) };
}

function everyPath(stack: Stack): void {
  const { link, fn } = twoZones(stack);
  link.grantInvoke(fn(), 'GET /claims/*', 'POST /claims');
  link.grantInvoke(fn('Second'), 'GET /health');
}

const arnOf = (prefix: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [expect.stringMatching(`^${prefix}`), attribute] });
const propertiesOf = (template: Template, type: string): any[] => Object.values(template.findResources(type)).map((resource) => resource.Properties);
const policyOf = (template: Template, prefix: string): any[] => propertiesOf(template, 'AWS::VpcLattice::AuthPolicy')
  .filter((policy) => policy.ResourceIdentifier['Fn::GetAtt'][0].startsWith(prefix)).flatMap((policy) => policy.Policy.Statement);
const grantStatements = (template: Template, prefix: string): any[] => Object.entries(template.findResources('AWS::IAM::ManagedPolicy'))
  .filter(([id]) => id.startsWith(prefix)).flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement)
  .filter((statement) => statement.Sid !== 'OwnLogs');
const path = (text: string) => ({ 'Fn::Join': ['', [arnOf('LinkService'), text]] });
const verbs = (...methods: string[]) => ({ StringEquals: { 'vpc-lattice-svcs:RequestMethod': methods } });
const anonymousDenied = {
  Sid: 'NobodyUnsigned',
  Effect: 'Deny',
  Principal: '*',
  Action: 'vpc-lattice-svcs:Invoke',
  Resource: '*',
  Condition: { StringEqualsIgnoreCase: { 'aws:PrincipalType': 'anonymous' } },
};

describe('a service link', () => {
  test('leaves nothing open in the five packs, with callers', () => {
    const { open, acknowledged } = findingsOf((app) => everyPath(new Stack(app, 'Stack')), fivePacks());
    expect(open).toEqual([]);
    expect(acknowledged.map((a) => `${a.rule} ${a.path}`).sort()).toEqual([
      'AwsSolutions-IAM5[Resource::*] Stack/Back/Runtime/Resource',
      'AwsSolutions-IAM5[Resource::*] Stack/Front/Runtime/Resource',
      expect.stringMatching(/^AwsSolutions-IAM5\[Resource::<LinkService\w+\.Arn>\/claims\/\*\] Stack\/PortalOwn\/Role\/Policy\/Resource$/),
      'HIPAA.Security-VPCDefaultSecurityGroupClosed Stack/Back/Network/Resource',
      'HIPAA.Security-VPCDefaultSecurityGroupClosed Stack/Front/Network/Resource',
      'NIST.800.53.R5-VPCDefaultSecurityGroupClosed Stack/Back/Network/Resource',
      'NIST.800.53.R5-VPCDefaultSecurityGroupClosed Stack/Front/Network/Resource',
      'PCI.DSS.321-VPCDefaultSecurityGroupClosed Stack/Back/Network/Resource',
      'PCI.DSS.321-VPCDefaultSecurityGroupClosed Stack/Front/Network/Resource',
      'Serverless-SQSRedrivePolicy Stack/Back/DeadLetters/Resource',
      'Serverless-SQSRedrivePolicy Stack/Front/DeadLetters/Resource',
    ]);
  });

  test.each([['', {}], ['with the CDK\'s recommended flags ', recommendedFlags]])('%sleaves nothing open in our own pack', (_, context) => {
    expect(findingsOf((app) => everyPath(new Stack(app, 'Stack', { env: { region: 'eu-west-1' } })), [new ZeroTrustChecks()], { context }).open).toEqual([]);
  });

  test('is seven resources, and five for a zone that calls, however many of its functions do', () => {
    const typesOf = (grant: (link: ServiceLink, fns: SecureFunction[]) => void) => {
      const { link, fn, template } = twoZones();
      grant(link, [fn('One'), fn('Two')]);
      return Object.values<any>(template().toJSON().Resources).map((resource) => resource.Type);
    };
    const none = typesOf(() => {});
    expect(none.filter((type) => type.startsWith('AWS::VpcLattice::')).sort()).toEqual([
      'AWS::VpcLattice::AccessLogSubscription', 'AWS::VpcLattice::AuthPolicy', 'AWS::VpcLattice::Listener', 'AWS::VpcLattice::Service',
      'AWS::VpcLattice::TargetGroup',
    ]);
    expect(none.filter((type) => type === 'AWS::Lambda::Permission')).toHaveLength(1);
    expect(typesOf((link, [fn]) => link.grantInvoke(fn, 'GET /a')).length - none.length).toBe(5);
    expect(typesOf((link, fns) => fns.forEach((fn) => link.grantInvoke(fn, 'GET /a'))).length - none.length).toBe(5);
  });

  test('asks who calls, over HTTPS, and denies whoever does not sign', () => {
    const template = twoZones().template();
    template.hasResourceProperties('AWS::VpcLattice::Service', { AuthType: 'AWS_IAM' });
    template.hasResourceProperties('AWS::VpcLattice::Listener', { Protocol: 'HTTPS', Port: 443 });
    expect(policyOf(template, 'LinkService')).toEqual([anonymousDenied]);
  });

  test('answers by its function, which VPC Lattice may invoke for this target group of this account', () => {
    const template = twoZones().template();
    expect(propertiesOf(template, 'AWS::VpcLattice::TargetGroup')).toEqual([{
      Type: 'LAMBDA', Config: { LambdaEventStructureVersion: 'V2' }, Targets: [{ Id: arnOf('Claims') }],
    }]);
    expect(propertiesOf(template, 'AWS::Lambda::Permission')).toEqual([{
      Action: 'lambda:InvokeFunction',
      FunctionName: arnOf('Claims'),
      Principal: 'vpc-lattice.amazonaws.com',
      SourceArn: arnOf('LinkTargets'),
      SourceAccount: { Ref: 'AWS::AccountId' },
    }]);
  });

  test('logs every call, under the key of its data class in the zone of its function, and keeps the log', () => {
    const { stack, target } = twoZones();
    new ServiceLink(stack, 'Restricted', { target, dataClass: DataClass.RESTRICTED, removalPolicy: RemovalPolicy.DESTROY });
    const template = Template.fromStack(stack);
    const logs = (prefix: string) => Object.entries<any>(template.findResources('AWS::Logs::LogGroup')).find(([id]) => id.startsWith(prefix))![1];
    expect(logs('LinkLogs')).toMatchObject({ DeletionPolicy: 'Retain', Properties: { KmsKeyId: arnOf('BackConfidentialKey') } });
    expect(JSON.stringify(logs('LinkLogs').Properties.LogGroupName)).toContain('/aws/vendedlogs/vpc-lattice/');
    expect(logs('RestrictedLogs')).toMatchObject({ DeletionPolicy: 'Delete', Properties: { KmsKeyId: arnOf('BackRestrictedKey') } });
    expect(propertiesOf(template, 'AWS::VpcLattice::AccessLogSubscription')[0]).toEqual({
      ResourceIdentifier: arnOf('LinkService'), DestinationArn: { 'Fn::Join': ['', expect.arrayContaining([{ Ref: expect.stringMatching('^LinkLogs') }])] },
    });
  });

  test('is for no function that keeps tenants apart, as it cannot tell whose request it is', () => {
    const stack = new Stack(new App(), 'Stack');
    const target = new SecureFunction(stack, 'Fn', { code, tenancyConfig: lambda.TenancyConfig.PER_TENANT });
    expect(() => new ServiceLink(stack, 'Link', { target })).toThrow(failsWith('TenantlessSource'));
    expect(stack.node.tryFindChild('Link')).toBeUndefined();
  });

  test('has an address for callers', () => {
    const { stack, link } = twoZones();
    expect(stack.resolve(link.url)).toEqual({ 'Fn::Join': ['', ['https://', arnOf('LinkService', 'DnsEntry.DomainName')]] });
    expect(stack.resolve(link.serviceArn)).toEqual(arnOf('LinkService'));
  });

  test('names no partition or account in us-gov-west-1', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-gov-west-1' } });
    everyPath(stack);
    const text = JSON.stringify(Template.fromStack(stack).toJSON());
    expect(text).not.toContain('arn:aws:');
    expect(text).toContain('us-gov-west-1');
  });
});

describe('a caller of a service link', () => {
  test('is named with its verbs and paths by the service, and granted the same', () => {
    const { link, fn, template } = twoZones();
    link.grantInvoke(fn(), 'GET /claims/*', 'POST /claims', 'GET /health');
    const routes = [
      { Resource: [path('/claims/*'), path('/health')], Condition: verbs('GET') },
      { Resource: path('/claims'), Condition: verbs('POST') },
    ].map((route) => ({ Effect: 'Allow', Action: 'vpc-lattice-svcs:Invoke', ...route }));
    expect(grantStatements(template(), 'PortalOwn')).toEqual(routes);
    expect(policyOf(template(), 'LinkService')).toEqual([
      ...routes.map((route) => ({ ...route, Principal: { AWS: arnOf('PortalOwnRole') } })), anonymousDenied,
    ]);
  });

  test('may call its routes and do nothing else, as an IAM simulator judges', async () => {
    const { link, fn, template } = twoZones();
    link.grantInvoke(fn(), 'GET /claims/*');
    link.grantInvoke(fn('Second'), 'POST /claims');
    const deployed = new DeployedTemplates([template().toJSON()]);
    const judge = new IamJudge(deployed);
    const id = (type: string, prefix: string) => Object.keys(deployed.resources(type)).find((logicalId) => logicalId.startsWith(prefix))!;
    const [portal, second, claims] = ['Portal', 'Second', 'Claims'].map((prefix) => id('AWS::Lambda::Function', prefix));
    const service = deployed.arnOf(id('AWS::VpcLattice::Service', 'Link'));
    const call = (verb: string, to: string) => ({
      action: 'vpc-lattice-svcs:Invoke', resource: service + to, context: { 'vpc-lattice-svcs:RequestMethod': verb, 'aws:PrincipalType': 'AssumedRole' },
    });

    expect(await judge.allows(portal, call('GET', '/claims/7'))).toBe(true);
    expect(await judge.allows(portal, call('POST', '/claims/7'))).toBe(false);
    expect(await judge.allows(portal, call('GET', '/admin'))).toBe(false);
    expect(await judge.allows(second, call('POST', '/claims'))).toBe(true);
    expect(await judge.allows(second, call('GET', '/claims/7'))).toBe(false);
    expect(await judge.allows(claims, call('GET', '/claims/7'))).toBe(false);
    const anonymous = call('GET', '/claims/7');
    expect(await judge.allows(portal, { ...anonymous, context: { ...anonymous.context, 'aws:PrincipalType': 'Anonymous' } })).toBe(false);
  });

  test('comes through the one service network of its zone, which lets declared callers of that network through', () => {
    const { stack, target, link, fn, template } = twoZones();
    const [one, two] = [fn('One'), fn('Two')];
    link.grantInvoke(one, 'GET /claims');
    link.grantInvoke(two, 'GET /claims');
    new ServiceLink(stack, 'Other', { target }).grantInvoke(one, 'GET /claims');
    template().resourceCountIs('AWS::VpcLattice::ServiceNetwork', 1);
    template().resourceCountIs('AWS::VpcLattice::ServiceNetworkVpcAssociation', 1);
    template().resourceCountIs('AWS::VpcLattice::ServiceNetworkServiceAssociation', 2);
    template().hasResourceProperties('AWS::VpcLattice::ServiceNetwork', { AuthType: 'AWS_IAM' });
    expect(policyOf(template(), 'FrontLinks')).toEqual([{
      Effect: 'Allow',
      Action: 'vpc-lattice-svcs:Invoke',
      Principal: { AWS: [arnOf('OneOwnRole'), arnOf('TwoOwnRole')] },
      Resource: '*',
      Condition: { StringEquals: { 'vpc-lattice-svcs:SourceVpc': { Ref: expect.stringMatching('^FrontNetwork') } } },
    }, anonymousDenied]);
  });

  test('gets a way to VPC Lattice in its security group, which other functions of its zone do not', () => {
    const { link, fn, template } = twoZones();
    link.grantInvoke(fn(), 'GET /claims');
    fn('Second');
    const egress = (prefix: string) => Object.entries<any>(template().findResources('AWS::EC2::SecurityGroup'))
      .find(([id]) => id.startsWith(prefix))![1].Properties.SecurityGroupEgress;
    expect(egress('PortalOwn')).toEqual([{ CidrIp: '169.254.171.0/24', IpProtocol: 'tcp', FromPort: 443, ToPort: 443, Description: 'HTTPS to VPC Lattice' }]);
    expect(JSON.stringify(egress('SecondOwn'))).not.toContain('169.254');
    expect(JSON.stringify(egress('ClaimsOwn'))).not.toContain('169.254');
    const [association] = propertiesOf(template(), 'AWS::VpcLattice::ServiceNetworkVpcAssociation');
    expect(association.SecurityGroupIds).toEqual([arnOf('FrontLinksSecurityGroup', 'GroupId')]);
    expect(propertiesOf(template(), 'AWS::EC2::SecurityGroup').find((group) => group.SecurityGroupIngress)!.SecurityGroupIngress).toEqual([
      expect.objectContaining({ CidrIp: '10.0.0.0/20', FromPort: 443, ToPort: 443 }),
    ]);
  });

  test('is an edge, and so is the function behind the link', () => {
    const { stack, link, fn } = twoZones();
    link.grantInvoke(fn(), 'GET /claims');
    expect(DeclaredEdges.of(stack)).toEqual([
      { caller: 'Stack/Link', target: 'Stack/Claims', intent: 'invoke', actions: ['lambda:InvokeFunction'] },
      { caller: 'Stack/Portal', target: 'Stack/Link', intent: 'invoke', actions: ['vpc-lattice-svcs:Invoke'] },
    ]);
  });

  test('may be granted more routes later', () => {
    const { link, fn, template } = twoZones();
    const portal = fn();
    link.grantInvoke(portal, 'GET /claims');
    link.grantInvoke(portal, 'POST /claims');
    expect(policyOf(template(), 'LinkService').map((statement) => statement.Condition)).toEqual([verbs('GET'), verbs('POST'), anonymousDenied.Condition]);
  });

  test.each([
    ['claims'], ['GET'], ['GET claims'], ['get /claims'], ['ANY /claims'], ['GET /claims/{id}'], ['GET /cl*ms'], ['GET  /claims'], ['GET /a/*/b'], ['GET /claims?x=1'],
  ])('cannot be granted the route %p', (route) => {
    const { link, fn, template } = twoZones();
    expect(() => link.grantInvoke(fn(), route)).toThrow(failsWith('BadRoute'));
    template().resourceCountIs('AWS::VpcLattice::ServiceNetwork', 0);
  });

  test('needs a route, and a network', () => {
    const { stack, link, fn } = twoZones();
    expect(() => link.grantInvoke(fn())).toThrow(failsWith('NoRoutes'));
    const outside = new TrustZone(stack, 'Outside', { network: ZoneNetwork.none('calls nothing') });
    const caller = new SecureFunction(stack, 'Caller', { code, zone: outside });
    expect(() => link.grantInvoke(caller, 'GET /claims')).toThrow(failsWith('NoNetwork'));
  });
});

describe('across stacks, a service link', () => {
  function synthesised(build: (app: App) => void): Record<string, Template> {
    const app = new App();
    build(app);
    const stacks = app.node.children.filter((child): child is Stack => Stack.isStack(child));
    return Object.fromEntries(stacks.map((stack) => [stack.stackName, Template.fromStack(stack)]));
  }

  test('stands with its function, and callers with their zone', () => {
    const { Back, Front } = synthesised((app) => {
      const [front, back] = ['Front', 'Back'].map((id) => new Stack(app, id));
      const link = new ServiceLink(back, 'Link', { target: new SecureFunction(back, 'Claims', { code, zone: new TrustZone(back, 'Zone') }) });
      link.grantInvoke(new SecureFunction(front, 'Portal', { code, zone: new TrustZone(front, 'Zone') }), 'GET /claims');
    });
    Front.resourceCountIs('AWS::VpcLattice::ServiceNetworkServiceAssociation', 1);
    Back.resourceCountIs('AWS::VpcLattice::ServiceNetwork', 0);
    expect(policyOf(Back, 'LinkService')[0]).toMatchObject({
      Principal: { AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] } },
      Condition: {
        ...verbs('GET'),
        ArnEquals: { 'aws:PrincipalArn': [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, expect.stringContaining(':role/Front'), { Ref: 'AWS::Region' }]] }] },
      },
    });
  });

  test('makes no cycle where both zones share a stack under those of their functions', () => {
    const templates = synthesised((app) => {
      const base = new Stack(app, 'Base');
      const [front, back] = ['Front', 'Back'].map((id) => new TrustZone(base, id));
      const claims = new Stack(app, 'Claims');
      const link = new ServiceLink(claims, 'Link', { target: new SecureFunction(claims, 'Claims', { code, zone: back }) });
      link.grantInvoke(new SecureFunction(new Stack(app, 'Portal'), 'Portal', { code, zone: front }), 'GET /claims');
    });
    templates.Base.resourceCountIs('AWS::VpcLattice::ServiceNetwork', 1);
    templates.Portal.resourceCountIs('AWS::VpcLattice::ServiceNetworkServiceAssociation', 1);
    templates.Claims.resourceCountIs('AWS::VpcLattice::Service', 1);
  });
});
