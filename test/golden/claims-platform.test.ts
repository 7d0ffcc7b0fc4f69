import { ExampleStackProps, JudgedExample } from './judged-example';
import { addClaimsStacks, claimsApp, DEPLOYED } from '../../examples/claims-platform/app';
import { StructuralCause } from '../../src/zone/structural-acknowledgement';

jest.setTimeout(300_000);

/** CloudFront wants to know the region, and is not offered in all of them. */
function deployedAs(props: ExampleStackProps) {
  const region = props.env?.region;
  return { ...DEPLOYED, ...props, ...region !== DEPLOYED.env?.region && { site: undefined } };
}

const example = new JudgedExample({
  app: (props, stackProps) => claimsApp(props, stackProps && deployedAs(stackProps)),
  addStacks: (app, stackProps) => addClaimsStacks(app, stackProps && deployedAs(stackProps)),
  causes: [StructuralCause.API_CACHE, StructuralCause.DEFAULT_SECURITY_GROUP, StructuralCause.END_OF_CHAIN, StructuralCause.NO_RESOURCE_LEVEL],
  acknowledged: [
    'APIGWCacheEnabledAndEncrypted',
    'IAM5[Resource::*]',
    'IAM5[Resource::<Evidence4CC26D68.Arn>/statements/*]',
    'IAM5[Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:*]',
    'LambdaEventSourceMappingDestination',
    'S3BucketReplicationEnabled',
    'S3DefaultEncryptionKMS',
    'SQSRedrivePolicy',
    'VPCDefaultSecurityGroupClosed',
  ],
  kept: [
    'AWS::DynamoDB::GlobalTable', 'AWS::Events::EventBus', 'AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::SQS::Queue',
    'AWS::SecretsManager::Secret', 'AWS::Cognito::UserPool',
  ],
});

describe('claims-platform', () => {
  example.holdsItsPromises();

  test('has two zones in three stacks, and the one that holds claims knows nothing of the one that takes them in', () => {
    expect(Object.keys(example.templates).sort()).toEqual(['Account', 'Assessment', 'Intake']);
    const zones = Object.entries(example.templates).filter(([, template]) => Object.values<any>(template.Resources).some(({ Type }) => Type === 'AWS::EC2::VPC'));
    expect(zones.map(([stack]) => stack).sort()).toEqual(['Assessment', 'Intake']);
    expect(JSON.stringify(example.templates.Assessment)).not.toContain('Intake');
  });
});
