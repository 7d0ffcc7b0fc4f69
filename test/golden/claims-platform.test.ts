import { ExampleStackProps, JudgedExample } from './judged-example';
import { addClaimsStacks, claimsApp, DEPLOYED } from '../../examples/claims-platform/app';
import { StructuralCause } from '../../src/core/structural-acknowledgement';

jest.setTimeout(300_000);

/** CloudFront wants to know the region, and is not offered in all of them. */
function deployedAs(props: ExampleStackProps) {
  const region = props.env?.region;
  return { ...DEPLOYED, ...props, ...region !== DEPLOYED.env?.region && { site: undefined } };
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
    'IAM5[Resource::<Evidence4CC26D68.Arn>/*]',
    'IAM5[Resource::<Evidence4CC26D68.Arn>/statements/*]',
    'IAM5[Resource::<Pages127DFD1A.Arn>/*]',
    'IAM5[Resource::<PartnerClaims648F1A8D.Arn>/backup/*]',
    'IAM5[Resource::<Policies05F61E66.Arn>/backup/*]',
    'IAM5[Resource::arn:<AWS::Partition>:events:eu-west-1:<AWS::AccountId>:rule/AwsBackupManagedRule*]',
    'IAM5[Resource::arn:<AWS::Partition>:logs:eu-west-1:<AWS::AccountId>:log-group:*]',
    'LambdaConcurrency',
    'LambdaEventSourceMappingDestination',
    'S3BucketReplicationEnabled',
    'S3DefaultEncryptionKMS',
    'SQSRedrivePolicy',
    'VPCDefaultSecurityGroupClosed',
    'VPCNoUnrestrictedRouteToIGW',
  ],
  kept: [
    'AWS::DynamoDB::GlobalTable', 'AWS::Events::EventBus', 'AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::SQS::Queue',
    'AWS::SecretsManager::Secret', 'AWS::Cognito::UserPool',
  ],
});

describe('claims-platform', () => {
  example.holdsItsPromises();

  test('has three stacks, and what CloudFront wants in us-east-1', () => {
    expect(Object.keys(example.templates).sort()).toEqual(['Account', 'Assessment', 'Intake', 'Intake-edge', 'Intake-edge-watch']);
  });

  test('has two networks, and the zone that holds claims knows nothing of the one that takes them in', () => {
    const networks = Object.entries(example.templates).filter(([, template]) => Object.values<any>(template.Resources).some(({ Type }) => Type === 'AWS::EC2::VPC'));
    expect(networks.map(([stack]) => stack).sort()).toEqual(['Assessment', 'Intake']);
    expect(JSON.stringify(example.templates.Assessment)).not.toContain('Intake');
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
