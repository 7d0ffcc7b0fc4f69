import { generateKeyPairSync } from 'crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { JudgedTemplates, JudgedTemplatesProps, ZeroTrustChecks } from '../../src';
import { DeclaredEdges } from '../../src/core/declared-edges';
import { DeployedTemplates } from '../support/deployed-template';
import { IamJudge } from '../support/iam-judge';
import { findingsOf, fivePacks } from '../support/packs';

const PEM = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey.export({ type: 'spki', format: 'pem' }) as string;

function made(props: JudgedTemplatesProps = { publicKey: PEM }) {
  const stack = new Stack(new App(), 'Account');
  const judged = new JudgedTemplates(stack, 'Judged', props);
  return { stack, judged, template: Template.fromStack(stack) };
}
const refused = (props: JudgedTemplatesProps) => () => made(props);

describe('the hook', () => {
  const { template } = made();

  test('fails stacks and change sets before anything is created or updated', () => {
    template.hasResourceProperties('AWS::CloudFormation::LambdaHook', {
      Alias: 'CdkZeroTrust::Deployments::JudgedTemplates',
      FailureMode: 'FAIL',
      HookStatus: 'ENABLED',
      TargetOperations: ['STACK', 'CHANGE_SET'],
      TargetFilters: { Actions: ['CREATE', 'UPDATE'], InvocationPoints: ['PRE_PROVISION'] },
      StackFilters: Match.absent(),
    });
  });

  test('is assumed by CloudFormation for hooks of this account, and invokes one function', () => {
    const [[id, role]] = Object.entries<any>(template.findResources('AWS::IAM::Role')).filter(([name]) => /^JudgedRole/.test(name));
    expect(role.Properties.AssumeRolePolicyDocument.Statement).toEqual([{
      Action: 'sts:AssumeRole',
      Effect: 'Allow',
      Principal: { Service: 'hooks.cloudformation.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':cloudformation:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':type/hook/*']] } },
      },
    }]);
    const policies = Object.values<any>(template.findResources('AWS::IAM::ManagedPolicy')).filter(({ Properties }) => JSON.stringify(Properties.Roles ?? '').includes(id));
    expect(policies.map(({ Properties }) => Properties.PolicyDocument.Statement)).toEqual([[
      { Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^JudgedFunction/), 'Arn'] } },
    ]]);
  });

  test('leaves out stacks by name, with a reason that is kept', () => {
    const { template: other, judged } = made({ publicKey: PEM, withoutAttestation: { CDKToolkit: 'made by cdk bootstrap' } });
    other.hasResourceProperties('AWS::CloudFormation::LambdaHook', { StackFilters: { FilteringCriteria: 'ALL', StackNames: { Exclude: ['CDKToolkit'] } } });
    expect(judged.node.metadata.map(({ data }) => data)).toContain('withoutAttestation: CDKToolkit: made by cdk bootstrap');
  });
});

describe('the function', () => {
  test('reads attestations, and the public key where it is of KMS: nothing else', () => {
    const stack = new Stack(new App(), 'Account');
    const key = new kms.Key(stack, 'Key', { keySpec: kms.KeySpec.ECC_NIST_P256, keyUsage: kms.KeyUsage.SIGN_VERIFY });
    new JudgedTemplates(stack, 'Judged', { key });
    const template = Template.fromStack(stack);
    const [[id]] = Object.entries<any>(template.findResources('AWS::IAM::Role')).filter(([name]) => /^JudgedFunction/.test(name));
    const statements = Object.values<any>(template.findResources('AWS::IAM::ManagedPolicy')).filter(({ Properties }) => JSON.stringify(Properties.Roles ?? '').includes(id))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action).filter((action: string) => !/^(logs|xray|ec2):/.test(action));
    expect(allowed.sort()).toEqual(['kms:Decrypt', 'kms:GetPublicKey', 's3:GetObject']);
    expect(statements.find(({ Action }) => Action === 's3:GetObject').Resource).toEqual({ 'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringMatching(/^JudgedAttestations/), 'Arn'] }, '/attestations/*']] });
  });

  test('has bucket, owner, key and age from the template, and runs outside of the network', () => {
    const { template } = made({ publicKey: PEM, maxAge: Duration.hours(2) });
    const [fn] = Object.values<any>(template.findResources('AWS::Lambda::Function')).filter(({ Properties }) => Properties.Environment?.Variables?.MAX_AGE_SECONDS);
    expect(fn.Properties.Environment.Variables).toEqual({
      BUCKET: { Ref: expect.stringMatching(/^JudgedAttestations/) }, BUCKET_OWNER: { Ref: 'AWS::AccountId' }, MAX_AGE_SECONDS: '7200',
    });
    expect(fn.Properties.Timeout).toBeLessThan(30);
    expect(fn.Properties.VpcConfig).toBeUndefined();
  });
});

test('the public key is beside the code, whose hash changes with it', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'zt-judged-'));
  try {
    const app = new App({ outdir });
    new JudgedTemplates(new Stack(app, 'Account'), 'Judged', { publicKey: PEM });
    app.synth();
    const files = readdirSync(outdir, { recursive: true, encoding: 'utf-8' }).filter((name) => /^asset\..*public-key\.pem$/.test(name));
    expect(files.map((name) => readFileSync(join(outdir, name), 'utf-8'))).toEqual([PEM]);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
});

test('attestations are locked, versioned and encrypted by the key of the zone', () => {
  const { template } = made();
  template.hasResourceProperties('AWS::S3::Bucket', {
    VersioningConfiguration: { Status: 'Enabled' },
    ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 365 } } },
    BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] },
  });
});

test('a pipeline may store attestations, and nothing beside them', () => {
  const stack = new Stack(new App(), 'Account');
  const judged = new JudgedTemplates(stack, 'Judged', { publicKey: PEM });
  const role = new iam.Role(stack, 'Pipeline', { assumedBy: new iam.ServicePrincipal('codebuild.amazonaws.com') });
  judged.grantAttest(role);
  const [{ Properties }] = Object.values<any>(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  const write = Properties.PolicyDocument.Statement.find(({ Action }: any) => [Action].flat().includes('s3:PutObject'));
  expect(write.Resource).toEqual({ 'Fn::Join': ['', [expect.anything(), '/attestations/*']] });
});

describe('by a simulator of IAM that is not ours', () => {
  const stack = new Stack(new App(), 'Account');
  const signing = new kms.Key(stack, 'Key', { keySpec: kms.KeySpec.ECC_NIST_P256, keyUsage: kms.KeyUsage.SIGN_VERIFY });
  new JudgedTemplates(stack, 'Judged', { key: signing });
  const deployed = new DeployedTemplates([Template.fromStack(stack).toJSON()]);
  const judge = new IamJudge(deployed);
  const id = (type: string, name: RegExp) => Object.keys(deployed.resources(type)).find((logicalId) => name.test(logicalId))!;
  const [bucket, fn, key] = [
    deployed.arnOf(id('AWS::S3::Bucket', /^JudgedAttestations/)), id('AWS::Lambda::Function', /^JudgedFunction/), deployed.arnOf(id('AWS::KMS::Key', /^Key/)),
  ];

  test.each([['s3:GetObject', `${bucket}/attestations/a.json`], ['kms:GetPublicKey', key]])('the function may %s on %s', async (action, resource) => {
    expect(await judge.allows(fn, { action, resource })).toBe(true);
  });

  test.each([
    ['s3:GetObject', `${bucket}/other/a.json`], ['s3:PutObject', `${bucket}/attestations/a.json`], ['s3:DeleteObjectVersion', `${bucket}/attestations/a.json`],
    ['s3:ListBucket', bucket], ['s3:GetObject', 'arn:aws:s3:::other/attestations/a.json'], ['kms:Sign', key], ['kms:ScheduleKeyDeletion', key],
    ['lambda:InvokeFunction', deployed.arnOf(fn)],
  ])('the function may not %s on %s', async (action, resource) => {
    expect(await judge.allows(fn, { action, resource })).toBe(false);
  });

  test('the role of the hook may invoke the function alone', async () => {
    const requests = [
      { action: 'lambda:InvokeFunction', resource: deployed.arnOf(fn) }, { action: 'lambda:InvokeFunction', resource: `${deployed.arnOf(fn)}-other` },
      { action: 'lambda:UpdateFunctionCode', resource: deployed.arnOf(fn) }, { action: 's3:GetObject', resource: `${bucket}/attestations/a.json` },
    ];
    expect(await judge.allowedOfRole(id('AWS::IAM::Role', /^JudgedRole/), requests)).toEqual([requests[0]]);
  });
});

test('edges are declared: who invokes the function, and what it reads', () => {
  const { stack } = made();
  expect(DeclaredEdges.of(stack).map(({ caller, target, intent }: any) => [caller, target, intent])).toEqual(expect.arrayContaining([
    ['Account/Judged/Role', 'Account/Judged/Function', 'invoke'], ['Account/Judged/Function', 'Account/Judged/Attestations', 'read'],
  ]));
});

test.each<[string, JudgedTemplatesProps]>([
  ['KeyChoice', {}], ['BadKey', { publicKey: 'no key' }],
  ['BadKey', { publicKey: generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey.export({ type: 'pkcs8', format: 'pem' }) as string }],
  ['BadKey', { publicKey: generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }) as string }],
  ['BadAge', { publicKey: PEM, maxAge: Duration.minutes(59) }], ['BadAge', { publicKey: PEM, maxAge: Duration.days(31) }],
  ['BadLock', { publicKey: PEM, lockRetention: Duration.hours(1) }],
  ['BadAlias', { publicKey: PEM, alias: 'AWS::Hooks::LambdaHook' }], ['BadAlias', { publicKey: PEM, alias: 'Judged' }],
  ['BadStackName', { publicKey: PEM, withoutAttestation: { '*': 'all' } }], ['NoReason', { publicKey: PEM, withoutAttestation: { CDKToolkit: '\u200b\u3164' } }],
  ['TooManyStacks', { publicKey: PEM, withoutAttestation: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`Stack${i}`, 'r'])) }],
])('%s is thrown before anything is made', (id, props) => {
  expect(refused(props)).toThrow(new RegExp(id));
});

test('a key and a public key are one too many', () => {
  const stack = new Stack(new App(), 'Account');
  const key = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab');
  expect(() => new JudgedTemplates(stack, 'Judged', { publicKey: PEM, key })).toThrow(/KeyChoice/);
});

test('no pack has an open finding', () => {
  const { open } = findingsOf((app) => {
    new JudgedTemplates(new Stack(app, 'Account'), 'Judged', { publicKey: PEM, withoutAttestation: { CDKToolkit: 'made by cdk bootstrap' } });
  }, [...fivePacks(), new ZeroTrustChecks()]);
  expect(open).toEqual([]);
});
