import { TemplateModel } from '../../src/model';
import { evaluate, RULES } from '../../src/rules';

const KEY = { Type: 'AWS::KMS::Key', Properties: { Tags: [{ Key: 'zero-trust:residency', Value: 'eu-central-1' }] } };
const encryption = { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { KMSMasterKeyID: { 'Fn::GetAtt': ['Key', 'Arn'] } } }] };
const copiesTo = (arn: unknown) => ({ Rules: [{ Destination: { Bucket: arn } }] });
const exported = (arn: unknown) => ({ Arn: { Value: arn, Export: { Name: 'copies' } } });

/** What the rule finds on a bucket of a stack, with another stack that has its replication bucket. */
function verdict(region: string | undefined, copies?: { region?: string; arn?: unknown }) {
  const model = new TemplateModel([
    {
      id: 'Here',
      name: 'Here',
      region,
      template: {
        Resources: {
          Key: KEY,
          Files: {
            Type: 'AWS::S3::Bucket',
            Properties: { BucketEncryption: encryption, ReplicationConfiguration: copies && copiesTo(copies.arn ?? { 'Fn::ImportValue': 'copies' }) },
          },
        },
      },
    },
    { id: 'There', name: 'There', region: copies?.region, template: { Resources: { Copies: { Type: 'AWS::S3::Bucket' } }, Outputs: exported({ 'Fn::GetAtt': ['Copies', 'Arn'] }) } },
  ]);
  const [{ result }] = evaluate(model, RULES.filter(({ id }) => id === 'ZT-DATAFLOW-003')).filter(({ resource }) => resource.logicalId === 'Files');
  return [result.verdict, result.value];
}

test.each<[string, Parameters<typeof verdict>, unknown[]]>([
  ['stays when its stack is in a region of its key', ['eu-central-1'], ['pass', 'eu-central-1']],
  ['is found in a stack that is elsewhere', ['us-east-1'], ['fail', 'us-east-1']],
  ['is not vouched for in a stack that may be anywhere', [undefined], ['unknown', undefined]],
  ['may be copied within the regions', ['eu-central-1', { region: 'eu-central-1' }], ['pass', 'eu-central-1']],
  ['is found where it is copied out of them', ['eu-central-1', { region: 'us-east-1' }], ['fail', 'us-east-1']],
  ['is not vouched for where nobody sees to where it is copied', ['eu-central-1', { arn: 'arn:aws:s3:::elsewhere' }], ['unknown', undefined]],
])('data of a bucket %s', (_, [region, copies], expected) => {
  expect(verdict(region, copies)).toEqual(expected);
});
