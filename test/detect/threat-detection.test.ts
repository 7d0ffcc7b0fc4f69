import { App, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnDetector } from 'aws-cdk-lib/aws-guardduty';
import { Capability, ZeroTrust, ZeroTrustChecks } from '../../src';
import { DeclaredEdges } from '../../src/core/declared-edges';
import { DetectorSource, HubSource } from '../../src/detect/detection-source';
import { InspectorScan } from '../../src/detect/inspector-scan';
import { SecurityStandard } from '../../src/detect/security-standard';
import { ThreatDetection } from '../../src/detect/threat-detection';
import { ThreatDetectionProps } from '../../src/detect/threat-detection-props';
import { ThreatSeverity } from '../../src/detect/threat-severity';
import { Profile } from '../../src/zone/profile';
import { TrustZone } from '../../src/zone/trust-zone';
import { findingsOf, stackFindings } from '../support/packs';

const DETECTOR = '12abc34d567e8fa4901bc2d34e56789f';
const byId = (id: string) => expect.objectContaining({ id });

function templateOf(props?: ThreatDetectionProps, profile?: Profile): Template {
  const stack = new Stack(new App(), 'Account');
  if (profile) new TrustZone(stack, 'Zone', { profile });
  new ThreatDetection(stack, 'Detection', props);
  return Template.fromStack(stack);
}

const whole = templateOf();
const standards = (template: Template) => Object.values<any>(template.findResources('AWS::SecurityHub::Standard'))
  .map(({ Properties }) => Properties.StandardsArn['Fn::Join'][1].at(-1).split('standards/')[1]);
const patterns = (template: Template) => Object.values<any>(template.findResources('AWS::Events::Rule')).map(({ Properties }) => Properties.EventPattern);

describe('the detector', () => {
  test('is enabled with S3 Protection and Lambda Protection, by features and not by data sources, which exclude them', () => {
    const [detector] = Object.values<any>(whole.findResources('AWS::GuardDuty::Detector'));
    expect(detector.Properties).toEqual({
      Enable: true,
      FindingPublishingFrequency: 'FIFTEEN_MINUTES',
      Features: [{ Name: 'S3_DATA_EVENTS', Status: 'ENABLED' }, { Name: 'LAMBDA_NETWORK_LOGS', Status: 'ENABLED' }],
    });
  });

  test('and the hub outlive the stack, as other apps of the account lean on them, but not in a sandbox', () => {
    for (const type of ['AWS::GuardDuty::Detector', 'AWS::SecurityHub::Hub']) {
      whole.hasResource(type, { DeletionPolicy: 'RetainExceptOnCreate' });
      templateOf({}, Profile.SANDBOX).hasResource(type, { DeletionPolicy: 'Delete' });
    }
  });

  test('is what Capability.THREAT_DETECTION asks for', () => {
    const open = (props: ThreatDetectionProps) => findingsOf((app) => {
      ZeroTrust.enforce(app, { packs: [], required: [Capability.THREAT_DETECTION], quiet: true });
      new ThreatDetection(new Stack(app, 'Account'), 'Detection', props);
    }, []).open.map(({ rule }) => rule);
    expect(open({})).toEqual([]);
    expect(open({ detector: DetectorSource.existing(DETECTOR) })).toEqual([expect.stringContaining('ZT-CAPABILITY-002')]);
  });

  test.each([
    [DetectorSource.existing(DETECTOR), DETECTOR, `existing ${DETECTOR}`],
    [DetectorSource.organization('security-team'), undefined, 'organization, security-team'],
  ])('may be there already, which is recorded: its findings are sent all the same', (detector, detectorId, recorded) => {
    const stack = new Stack(new App(), 'Account');
    const made = new ThreatDetection(stack, 'Detection', { detector });
    expect(made.detectorId).toBe(detectorId);
    Template.fromStack(stack).resourceCountIs('AWS::GuardDuty::Detector', 0);
    expect(patterns(Template.fromStack(stack)).map(({ source }) => source)).toContainEqual(['aws.guardduty']);
    expect(made.node.metadata).toContainEqual(expect.objectContaining({ type: 'cdk-zero-trust:existing-detector', data: recorded }));
  });

  test('is named by its id', () => {
    const stack = new Stack(new App(), 'Account');
    const { detectorId } = new ThreatDetection(stack, 'Detection');
    expect(stack.resolve(detectorId)).toEqual({ 'Fn::GetAtt': [Object.keys(Template.fromStack(stack).findResources('AWS::GuardDuty::Detector'))[0], 'Id'] });
  });
});

describe('Inspector', () => {
  const scansOf = (template: Template) => Object.entries<any>(template.findResources('Custom::InspectorScan'));

  test('stays as it is where nothing is asked for', () => {
    expect(scansOf(whole)).toEqual([]);
    whole.resourceCountIs('AWS::Lambda::Function', 0);
  });

  test('scans packages, and code after them, by a resource each, which is retained as the detector is', () => {
    expect(scansOf(templateOf({ inspector: InspectorScan.PACKAGES })).map(([, { Properties }]) => Properties.ScanType)).toEqual(['LAMBDA']);
    const [packages, code] = scansOf(templateOf({ inspector: InspectorScan.PACKAGES_AND_CODE }));
    expect([packages, code].map(([, { Properties }]) => Properties.ScanType)).toEqual(['LAMBDA', 'LAMBDA_CODE']);
    expect(code[1].DependsOn).toContain(packages[0]);
    expect(packages[1].DependsOn).not.toContain(code[0]);
    expect([packages[1].DeletionPolicy, packages[1].UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
    templateOf({ inspector: InspectorScan.PACKAGES }, Profile.SANDBOX).hasResource('Custom::InspectorScan', { DeletionPolicy: 'Delete' });
  });

  test('is changed by a function that may enable and disable it and no more, once it may, and has its way', () => {
    const template = templateOf({ inspector: InspectorScan.PACKAGES });
    const [[, scan]] = scansOf(template);
    const [id, { Properties }] = Object.entries<any>(template.findResources('AWS::IAM::ManagedPolicy')).find(([, one]) => JSON.stringify(one).includes('inspector2'))!;
    const role = ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':role/aws-service-role/inspector2.amazonaws.com/AWSServiceRoleForAmazonInspector2'];
    expect(Properties.PolicyDocument.Statement.filter((one: any) => JSON.stringify(one).includes('inspector2'))).toEqual([
      { Effect: 'Allow', Action: ['inspector2:BatchGetAccountStatus', 'inspector2:Disable', 'inspector2:Enable'], Resource: '*' },
      {
        Effect: 'Allow',
        Action: 'iam:CreateServiceLinkedRole',
        Resource: { 'Fn::Join': ['', role] },
        Condition: { StringEquals: { 'iam:AWSServiceName': 'inspector2.amazonaws.com' } },
      },
    ]);
    const endpoints = Object.entries<any>(template.findResources('AWS::EC2::VPCEndpoint')).filter(([, one]) => /s3|inspector2/.test(JSON.stringify(one.Properties.ServiceName)));
    expect(endpoints).toHaveLength(2);
    expect(scan.DependsOn).toEqual(expect.arrayContaining([id, ...endpoints.map(([endpoint]) => endpoint)]));
  });

  test('leaves nothing open in the five packs and ours', () => {
    const build = (stack: Stack) => void new ThreatDetection(stack, 'Detection', { inspector: InspectorScan.PACKAGES_AND_CODE });
    expect(stackFindings(build).open).toEqual([]);
    expect(findingsOf((app) => build(new Stack(app, 'Account')), [new ZeroTrustChecks()]).open).toEqual([]);
  });
});

describe('Security Hub', () => {
  test('enables new controls, one finding a control, and no standard that is not named', () => {
    whole.hasResourceProperties('AWS::SecurityHub::Hub', { AutoEnableControls: true, ControlFindingGenerator: 'SECURITY_CONTROL', EnableDefaultStandards: false });
  });

  test.each([
    [undefined, ['aws-foundational-security-best-practices/v/1.0.0']],
    [Profile.HIPAA, ['aws-foundational-security-best-practices/v/1.0.0', 'nist-800-53/v/5.0.0']],
    [Profile.PCI_DSS.customize({ name: 'ACME' }), ['aws-foundational-security-best-practices/v/1.0.0', 'pci-dss/v/4.0.1']],
  ])('checks against FSBP and what the framework of the profile asks for', (profile, names) => {
    expect(standards(templateOf({}, profile))).toEqual(names);
  });

  test('checks against named standards, once it is enabled', () => {
    const template = templateOf({ standards: [SecurityStandard.NIST_800_53, SecurityStandard.of('cis-aws-foundations-benchmark/v/3.0.0')] });
    expect(standards(template)).toEqual(['nist-800-53/v/5.0.0', 'cis-aws-foundations-benchmark/v/3.0.0']);
    const [hub] = Object.keys(template.findResources('AWS::SecurityHub::Hub'));
    template.allResources('AWS::SecurityHub::Standard', { DependsOn: [hub] });
    template.hasResourceProperties('AWS::SecurityHub::Standard', {
      StandardsArn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':securityhub:', { Ref: 'AWS::Region' }, '::standards/nist-800-53/v/5.0.0']] },
    });
  });

  test.each([
    ['existing, security-team', HubSource.existing('security-team')],
    ['organization, security-team', HubSource.organization('security-team')],
  ])('may be there already: %s', (recorded, hub) => {
    const stack = new Stack(new App(), 'Account');
    const made = new ThreatDetection(stack, 'Detection', { hub });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::SecurityHub::Hub', 0);
    template.resourceCountIs('AWS::SecurityHub::Standard', 0);
    expect(patterns(template)).toHaveLength(2);
    expect(made.node.metadata).toContainEqual(expect.objectContaining({ type: 'cdk-zero-trust:existing-hub', data: recorded }));
  });

  test('that is there already enables the standards that are named', () => {
    const template = templateOf({ hub: HubSource.existing('security-team'), standards: [SecurityStandard.FSBP] });
    expect(standards(template)).toEqual(['aws-foundational-security-best-practices/v/1.0.0']);
    template.hasResource('AWS::SecurityHub::Standard', { DependsOn: Match.absent() });
  });

  test('can be given up for a reason, which is recorded', () => {
    const stack = new Stack(new App(), 'Account');
    const made = new ThreatDetection(stack, 'Detection', { withoutHub: 'findings go to the SIEM' });
    expect(patterns(Template.fromStack(stack)).map(({ source }) => source)).toEqual([['aws.guardduty']]);
    expect(made.node.metadata).toContainEqual(expect.objectContaining({ type: 'cdk-zero-trust:opt-out', data: 'withoutHub: findings go to the SIEM' }));
  });
});

describe('findings', () => {
  test.each([
    [undefined, 7, ['HIGH', 'CRITICAL']],
    [ThreatSeverity.LOW, 1, ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']],
    [ThreatSeverity.MEDIUM, 4, ['MEDIUM', 'HIGH', 'CRITICAL']],
    [ThreatSeverity.CRITICAL, 9, ['CRITICAL']],
  ])('from %s on are sent, those of GuardDuty not twice', (minSeverity, number, labels) => {
    expect(patterns(templateOf({ minSeverity }))).toEqual([
      { 'source': ['aws.guardduty'], 'detail-type': ['GuardDuty Finding'], 'detail': { severity: [{ numeric: ['>=', number] }] } },
      {
        'source': ['aws.securityhub'],
        'detail-type': ['Security Hub Findings - Imported'],
        'detail': {
          findings: {
            ProductName: [{ 'anything-but': ['GuardDuty'] }], Severity: { Label: labels }, Workflow: { Status: ['NEW'] }, RecordState: ['ACTIVE'],
          },
        },
      },
    ]);
  });

  test('reach the encrypted topic of the zone, or its dead letters', () => {
    whole.allResourcesProperties('AWS::Events::Rule', {
      State: 'ENABLED',
      Targets: [{ Id: 'Topic', Arn: { Ref: Match.stringLikeRegexp('^TrustZoneAlarms') }, DeadLetterConfig: { Arn: Match.anyValue() } }],
    });
    whole.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
    for (const rule of Object.keys(whole.findResources('AWS::Events::Rule'))) {
      whole.hasResourceProperties('AWS::SQS::QueuePolicy', {
        PolicyDocument: Match.objectLike({
          Statement: Match.arrayWith([Match.objectLike({
            Action: 'sqs:SendMessage', Condition: Match.objectLike({ ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [rule, 'Arn'] } } }),
          })]),
        }),
      });
    }
  });

  test('are edges of the graph', () => {
    const stack = new Stack(new App(), 'Account');
    new ThreatDetection(stack, 'Detection');
    expect(DeclaredEdges.of(stack).map(({ caller, target }) => [caller, target])).toEqual([
      ['Account/Detection/GuardDutyFindings', 'Account/TrustZone/Alarms'], ['Account/Detection/SecurityHubFindings', 'Account/TrustZone/Alarms'],
    ]);
  });

  test('in a stack of its own have one dead-letter queue for both rules', () => {
    const app = new App();
    const zone = new TrustZone(new Stack(app, 'Base'), 'Zone');
    const account = new Stack(app, 'Account');
    new ThreatDetection(account, 'Detection', { zone });
    Template.fromStack(account).resourceCountIs('AWS::SQS::Queue', 1);
    Template.fromStack(account).resourceCountIs('AWS::Events::Rule', 2);
  });
});

test('nothing is open in the five packs and ours', () => {
  const { open, acknowledged } = stackFindings((stack) => { new ThreatDetection(stack, 'Detection'); });
  expect(open).toEqual([]);
  expect(acknowledged.filter(({ path }) => path.includes('Detection'))).toEqual([]);
  expect(findingsOf((app) => { new ThreatDetection(new Stack(app, 'Account'), 'Detection'); }, [new ZeroTrustChecks()]).open).toEqual([]);
});

test.each(['cn-north-1', 'us-gov-west-1'])('in %s nothing names another partition', (region) => {
  const stack = new Stack(new App(), 'Account', { env: { region } });
  new ThreatDetection(stack, 'Detection');
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toMatch(/arn:aws:/);
});

describe('one for each account and region', () => {
  const env = { account: '111122223333', region: 'eu-west-1' };
  const detect = (scope: Stack, props?: ThreatDetectionProps) => new ThreatDetection(scope, 'Detection', props);

  test('refuses a second one in the app, and says where the first is', () => {
    const app = new App();
    detect(new Stack(app, 'One'));
    expect(() => detect(new Stack(app, 'Two'))).toThrow(byId('TwoInOneRegion'));
    expect(() => detect(new Stack(app, 'Three'))).toThrow(/One\/Detection\/Detector makes the GuardDuty detector/);
  });

  test('refuses a second one in another stage of the same account and region', () => {
    const app = new App();
    detect(new Stack(new Stage(app, 'Blue', { env }), 'Account'));
    expect(() => detect(new Stack(new Stage(app, 'Green', { env }), 'Account'))).toThrow(byId('TwoInOneRegion'));
  });

  test.each([
    ['regions', env, { ...env, region: 'us-east-1' }],
    ['accounts', env, { ...env, account: '444455556666' }],
  ])('takes one in each of two %s', (_, first, second) => {
    const app = new App();
    detect(new Stack(app, 'One', { env: first }));
    expect(() => detect(new Stack(app, 'Two', { env: second }))).not.toThrow();
  });

  test('takes one in each stage when nobody knows where they go', () => {
    const app = new App();
    detect(new Stack(new Stage(app, 'Test'), 'Account'));
    expect(() => detect(new Stack(new Stage(app, 'Live'), 'Account'))).not.toThrow();
  });

  test('takes a second one that names what is there', () => {
    const app = new App();
    detect(new Stack(app, 'One'));
    const both = { detector: DetectorSource.existing(DETECTOR), hub: HubSource.existing('security-team') };
    expect(() => detect(new Stack(app, 'Two'), both)).not.toThrow();
    expect(() => detect(new Stack(app, 'Three'), { detector: both.detector })).toThrow(/makes Security Hub/);
  });

  test('refuses a plain detector, made before or after', () => {
    const before = new Stack(new App(), 'Account');
    new CfnDetector(before, 'Plain', { enable: true });
    expect(() => detect(before)).toThrow(byId('TwoInOneRegion'));
    const after = new Stack(new App(), 'Account');
    detect(after);
    new CfnResource(after, 'Plain', { type: 'AWS::SecurityHub::Hub' });
    expect(() => Template.fromStack(after)).toThrow(/TwoInOneRegion: Account\/Plain makes Security Hub/);
  });
});

describe('refuses', () => {
  const made = (props: any) => () => new ThreatDetection(new Stack(new App(), 'Account'), 'Detection', props);
  const hub = HubSource.existing('security-team');

  test.each([
    ['BadDetector', { detector: DetectorSource.existing('landing-zone') }],
    ['BadDetector', { detector: DetectorSource.existing('') }],
    ['NoReason', { withoutHub: ' ' }],
    ['HubChoice', { withoutHub: 'no', hub }],
    ['HubChoice', { withoutHub: 'no', standards: [SecurityStandard.FSBP] }],
    ['CentralStandards', { hub: HubSource.organization('security-team'), standards: [SecurityStandard.FSBP] }],
    ['BadStandard', { standards: [SecurityStandard.of('cis')] }],
    ['BadStandard', { standards: [SecurityStandard.of('pci-dss/v/3.2.1'), SecurityStandard.PCI_DSS] }],
    ['UnknownProp', { minimumSeverity: 'HIGH' }],
  ])('by %s what would not work', (id, props) => {
    expect(made(props)).toThrow(byId(id));
    expect(made({ hub, standards: [SecurityStandard.FSBP] })).not.toThrow();
  });

  test('what is not made here without an owner', () => {
    for (const source of [DetectorSource.organization, HubSource.organization, HubSource.existing]) expect(() => source(' ')).toThrow(byId('NoOwner'));
  });

  test('nothing that it throws leaves a construct behind', () => {
    const stack = new Stack(new App(), 'Account');
    expect(() => new ThreatDetection(stack, 'Detection', { withoutHub: '' })).toThrow();
    expect(stack.node.tryFindChild('Detection')).toBeUndefined();
  });
});
