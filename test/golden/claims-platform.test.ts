import { readFileSync } from 'fs';
import { join } from 'path';
import { ExampleStackProps, JudgedExample } from './judged-example';
import { addClaimsStacks, claimsApp, DEPLOYED } from '../../examples/claims-platform/app';
import { StructuralCause } from '../../src/core/structural-acknowledgement';
import { TemplateModel } from '../../src/model';
import { fixedCosts } from '../../src/report/costs/fixed-costs';

jest.setTimeout(300_000);

/** CloudFront wants to know the region, and is not offered in all of them; the monitor of costs is one of an account. */
function deployedAs(props: ExampleStackProps) {
  const region = props.env?.region;
  return { ...DEPLOYED, ...props, ...region !== DEPLOYED.env?.region && { site: undefined, costs: undefined } };
}

const example = new JudgedExample({
  app: (props, stackProps) => claimsApp(props, stackProps && deployedAs(stackProps)),
  addStacks: (app, stackProps) => addClaimsStacks(app, stackProps && deployedAs(stackProps)),
  causes: [
    StructuralCause.API_CACHE, StructuralCause.DEFAULT_SECURITY_GROUP, StructuralCause.END_OF_CHAIN, StructuralCause.NO_RESOURCE_LEVEL,
    StructuralCause.OTHER_AUTHORIZER, StructuralCause.RESERVED_CONCURRENCY, StructuralCause.WAY_OUT,
  ],
  acknowledged: [
    'APIGWCacheEnabledAndEncrypted',
    'COG4',
    'IAM5[Resource::*]',
    'IAM5[Resource::<ClaimsE8D96B24.Arn>/backup/*]',
    'IAM5[Resource::<ClaimsLinkServiceD91A781E.Arn>/claims/*]',
    'IAM5[Resource::<EdgeZoneSiemArchiveC51D239E.Arn>/failed/*]',
    'IAM5[Resource::<EdgeZoneSiemArchiveC51D239E.Arn>/ocsf/*]',
    'IAM5[Resource::<Evidence4CC26D68.Arn>/*]',
    'IAM5[Resource::<Evidence4CC26D68.Arn>/statements/*]',
    'IAM5[Resource::<HoldersRevocationsTableE41957B4.Arn>/backup/*]',
    'IAM5[Resource::<Pages127DFD1A.Arn>/*]',
    'IAM5[Resource::<PartnerClaims648F1A8D.Arn>/backup/*]',
    'IAM5[Resource::<Policies05F61E66.Arn>/backup/*]',
    'IAM5[Resource::<ZoneResponderEvidence277BFD5F.Arn>/*]',
    'IAM5[Resource::<ZoneResponderEvidence277BFD5F.Arn>/incidents/*]',
    'IAM5[Resource::<ZoneResponderIncidents9A39AF64.Arn>/backup/*]',
    'IAM5[Resource::<ZoneSiemArchiveABF92880.Arn>/failed/*]',
    'IAM5[Resource::<ZoneSiemArchiveABF92880.Arn>/ocsf/*]',
    'IAM5[Resource::arn:<AWS::Partition>:events:eu-west-1:<AWS::AccountId>:rule/AwsBackupManagedRule*]',
    'IAM5[Resource::arn:<AWS::Partition>:events:eu-west-1:<AWS::AccountId>:rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*]',
    'IAM5[Resource::arn:<AWS::Partition>:lambda:eu-west-1:<AWS::AccountId>:event-source-mapping:*]',
    'IAM5[Resource::arn:<AWS::Partition>:logs:eu-west-1:<AWS::AccountId>:log-group:*]',
    'IAM5[Resource::arn:<AWS::Partition>:scheduler:eu-west-1:<AWS::AccountId>:schedule/<ZoneResponderExpiries8EFA0D43>/*]',
    'LambdaConcurrency',
    'LambdaEventSourceMappingDestination',
    'S3BucketReplicationEnabled',
    'S3DefaultEncryptionKMS',
    'SQS3',
    'SQSRedrivePolicy',
    'VPCDefaultSecurityGroupClosed',
    'VPCNoUnrestrictedRouteToIGW',
  ],
  globalHosts: /^malware-protection-plan\.guardduty\.amazonaws\.com$/,
  kept: [
    'AWS::DynamoDB::GlobalTable', 'AWS::Events::EventBus', 'AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::SQS::Queue',
    'AWS::SecretsManager::Secret', 'AWS::Cognito::UserPool',
  ],
});

describe('claims-platform', () => {
  example.holdsItsPromises();

  test('has four stacks, and what CloudFront wants in us-east-1', () => {
    expect(Object.keys(example.templates).sort()).toEqual(['Account', 'Assessment', 'Intake', 'Intake-edge', 'Intake-edge-watch', 'Notices']);
  });

  test('has two networks, one for the export in us-east-1, and the zone that holds claims knows nothing of the one that takes them in', () => {
    const networks = Object.entries(example.templates).filter(([, template]) => Object.values<any>(template.Resources).some(({ Type }) => Type === 'AWS::EC2::VPC'));
    expect(networks.map(([stack]) => stack).sort()).toEqual(['Assessment', 'Intake', 'Intake-edge']);
    expect(JSON.stringify(example.templates.Assessment)).not.toMatch(/"(Fn::ImportValue|StackName)":"Intake/);
  });

  test('costs what its README says, stack by stack', () => {
    const readme = readFileSync(join(__dirname, '../../examples/claims-platform/README.md'), 'utf-8');
    const { stacks } = new TemplateModel(Object.entries(example.templates).map(([id, template]) => ({ id, name: id, template })));
    const usd = Object.fromEntries(stacks.map(({ name, resources }) => [name, fixedCosts(resources.values()).monthlyUsd]));
    const told = [...readme.matchAll(/^\| ([A-Z][\w-]+(?:, [\w-]+)*) \| ([\d.]+) \|/gm)].map(([, names, amount]) => [names, Number(amount)] as const);
    expect(told.flatMap(([names]) => names.split(', ')).sort()).toEqual(Object.keys(usd).sort());
    const sum = (names: string[]) => Number(names.reduce((all, name) => all + usd[name], 0).toFixed(2));
    for (const [names, amount] of told) expect([names, sum(names.split(', '))]).toEqual([names, amount]);
    expect(readme).toContain(`${sum(Object.keys(usd)).toLocaleString('en-US', { minimumFractionDigits: 2 })} USD a month without any usage`);
  });

  test('assesses a claim by what was filed, and not by the event around it', () => {
    const rules = Object.values<any>(example.templates.Assessment.Resources).filter(({ Type, Properties }) => Type === 'AWS::Events::Rule' && Properties.EventPattern['detail-type']?.includes('ClaimFiled'));
    expect(rules.map(({ Properties }) => Properties.Targets.map(({ InputPath }: any) => InputPath))).toEqual([['$.detail']]);
  });

  test('has no second way out: one name for one function, through the firewalls', () => {
    const { Assessment, Intake } = example.templates;
    const of = (template: any, type: string) => Object.values<any>(template.Resources).filter(({ Type }) => Type === type);
    const targets = of(Assessment, 'AWS::NetworkFirewall::RuleGroup').flatMap(({ Properties }) => Properties.RuleGroup.RulesSource.RulesSourceList?.Targets ?? []);
    expect(new Set(targets)).toEqual(new Set(['api.stripe.com']));
    for (const type of ['AWS::EC2::InternetGateway', 'AWS::EC2::NatGateway', 'AWS::EC2::EgressOnlyInternetGateway']) expect(of(Intake, type)).toEqual([]);
  });
});
