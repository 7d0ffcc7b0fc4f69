import { App, CfnResource, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import { SecureUserPool, TrustZone, ZeroTrust } from '../../src';

import { regionTypes } from '../../src/core/region-types';
import data from '../../src/core/region-types.json';

const ACCOUNT = '111122223333';
const CHINA = { account: ACCOUNT, region: 'cn-north-1' };
const SIGNER = 'AWS::Signer::SigningProfile';

// warnings of the rules on bare resources, which are no matter here
beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => jest.restoreAllMocks());

interface Message { readonly path: string; readonly kind: string; readonly text: string }

/** What a synthesis has to say of regions, from the assembly that it writes. */
function messages(app: App): Message[] {
  const all = [app.synth(), ...app.synth().nestedAssemblies.map(({ nestedAssembly }) => nestedAssembly)];
  const found = all.flatMap(({ stacks }) => stacks).flatMap(({ messages: own }) => own)
    .map(({ id, level, entry }) => ({ path: id, kind: level as string, text: String(entry.data) }));
  const onApp = app.node.metadata.filter(({ type }) => type.startsWith('aws:cdk:'))
    .map((entry) => ({ path: 'app', kind: entry.type.replace('aws:cdk:', ''), text: String(entry.data) }));
  return [...found, ...onApp].filter(({ text }) => /TypeNotInRegion|RegionNotKnown|RegionNotInTable/.test(text));
}

function appOf(make: (app: App) => void, enforced = true): App {
  const app = new App();
  make(app);
  if (enforced) ZeroTrust.enforce(app, { packs: [], quiet: true });
  return app;
}

const resource = (scope: Construct, type: string, id = 'It') => new CfnResource(scope, id, { type });

describe('a type that the region of its stack lacks', () => {
  const inChina = () => appOf((app) => resource(new Construct(new Stack(app, 'Stack', { env: CHINA }), 'Part'), SIGNER));

  test('is one warning on the stack with type, construct, region, and what to do', () => {
    const [warning, ...more] = messages(inChina());
    expect(more).toEqual([]);
    expect(warning).toMatchObject({ path: '/Stack', kind: 'warning' });
    expect(warning.text).toContain('cn-north-1 has no AWS::Signer::SigningProfile, by the table of cfn-lint');
    expect(warning.text).toContain('It is made by Stack/Part/It. Leave SignedCode out in this region; or deploy to a region that has all types');
    expect(warning.text).toContain('cdk-zero-trust:TypeNotInRegion-AWS-Signer-SigningProfile');
    expect(/all types of the stack: (.*?)\. /.exec(warning.text)![1].split(', ')).toEqual(regionTypes().regions.filter((region) => !regionTypes().lacking(SIGNER).includes(region)));
  });

  test('is none in a region that has it', () => {
    expect(messages(appOf((app) => resource(new Stack(app, 'Stack', { env: { account: ACCOUNT, region: 'us-east-1' } }), SIGNER)))).toEqual([]);
  });

  test('is told of the resources of a nested stack, and once for many', () => {
    const app = appOf((one) => {
      const nested = new NestedStack(new Stack(one, 'Stack', { env: CHINA }), 'Nested');
      for (const i of [1, 2, 3, 4]) resource(nested, SIGNER, `It${i}`);
    });
    expect(messages(app).map(({ path, text }) => [path, /It is made by (.*?)\. /.exec(text)![1]]))
      .toEqual([['/Stack', 'Stack/Nested/It1, Stack/Nested/It2, Stack/Nested/It3 and 1 more']]);
  });

  test('is told without enforce, where a zone is', () => {
    const pool = (app: App) => new SecureUserPool(new Stack(app, 'Stack', { env: CHINA }), 'Users', {});
    const told = messages(appOf(pool, false));
    expect(told.map(({ text }) => /has no (\S+),/.exec(text)![1])).toContain('AWS::Cognito::UserPool');
    expect(told.every(({ text }) => text.includes('Take tokens of another issuer by JwtAuthorizer'))).toBe(true);
    // enforce beside the zone changes nothing of it
    expect(messages(appOf(pool)).map(({ text }) => text)).toEqual(told.map(({ text }) => text));
  });

  test('is told of stages: by a zone within on its stack, by enforce on the app', () => {
    const staged = (zone: boolean) => appOf((app) => {
      const stack = new Stack(new Stage(app, 'Prod', { env: CHINA }), 'Stack');
      if (zone) new TrustZone(stack, 'Zone');
      resource(stack, SIGNER);
    });
    expect(messages(staged(true)).map(({ path }) => path)).toEqual(['/Prod/Stack']);
    expect(messages(staged(false)).map(({ path }) => path)).toEqual(['app']);
  });

  test('for which nothing else is known is to be left out', () => {
    const app = appOf((one) => resource(new Stack(one, 'Stack', { env: { account: ACCOUNT, region: 'us-gov-west-1' } }), 'AWS::Budgets::Budget'));
    expect(messages(app).map(({ text }) => text)).toEqual([expect.stringContaining('Leave it out in us-gov-west-1; or deploy to')]);
  });

  test('with another one that all its regions lack says that no region has both', () => {
    const types = Object.values(data.lacking).map((names) => `AWS::${names.split(/[ ,]/)[0]}`);
    const without = (type: string) => regionTypes().lacking(type);
    const noneHasBoth = (a: string, b: string) => regionTypes().regions.every((region) => [...without(a), ...without(b)].includes(region));
    const [one, other] = types.flatMap((a) => types.filter((b) => noneHasBoth(a, b)).map((b) => [a, b]))[0];
    const app = appOf((it) => {
      const stack = new Stack(it, 'Stack', { env: CHINA });
      resource(stack, one, 'One');
      resource(stack, other, 'Other');
    });
    expect(messages(app)[0].text).toContain('no region has all types of the stack.');
  });
});

describe('stacks without a region', () => {
  test('get one warning for all, that names what is not everywhere and what to set', () => {
    const told = messages(appOf((app) => ['A', 'B'].forEach((id) => resource(new Stack(app, id), SIGNER))));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ path: '/A', kind: 'warning' });
    expect(told[0].text).toContain('The region of A, B is not known');
    expect(told[0].text).toContain(`${SIGNER} (not in ap-northeast-3)`);
    expect(told[0].text).toContain('Set env: { region } of the stacks');
  });

  test.each(['AWS::XRay::Group', 'AWS::Cognito::UserPoolGroup'])('get none for %s, which every region has that accounts have from the start', (type) => {
    expect(messages(appOf((app) => resource(new Stack(app, 'Stack'), type)))).toEqual([]);
  });
});

test('a region that the table does not have is no warning, and is said', () => {
  const told = messages(appOf((app) => resource(new Stack(app, 'Stack', { env: { account: ACCOUNT, region: 'me-south-1' } }), SIGNER)));
  expect(told.map(({ kind, path }) => [kind, path])).toEqual([['info', '/Stack']]);
  expect(told[0].text).toContain('Whether me-south-1 has the types of Stack was not checked');
});

describe('the table', () => {
  const { regions } = regionTypes();

  test('has the public regions, GovCloud and China, but for one that cfn-lint has no longer and one that it has not yet', () => {
    const known = RegionInfo.regions.filter(({ partition }) => ['aws', 'aws-us-gov', 'aws-cn'].includes(partition ?? '')).map(({ name }) => name);
    expect(known.filter((region) => !regions.includes(region) && region !== 'me-west-1')).toEqual(['me-south-1']); // me-west-1 is in newer releases of aws-cdk-lib
    expect(regions.filter((region) => !known.includes(region))).toEqual([]);
  });

  // by the pages of endpoints and quotas in the AWS General Reference, and of the services in China
  test.each([
    ['AWS::Cognito::UserPool', ['cn-north-1', 'cn-northwest-1'], ['us-east-1', 'us-gov-west-1', 'eu-central-1']],
    ['AWS::CloudFront::Distribution', ['us-gov-east-1', 'us-gov-west-1'], ['us-east-1', 'cn-north-1']],
    ['AWS::VpcLattice::Service', ['cn-north-1', 'us-gov-west-1'], ['us-east-1', 'eu-west-1']],
    ['AWS::Macie::Session', ['cn-north-1', 'us-gov-west-1'], ['us-east-1', 'eu-west-1']],
  ])('%s', (type, without, having) => {
    expect(regionTypes().lacking(type)).toEqual(expect.arrayContaining(without));
    for (const region of having) expect(regionTypes().lacking(type)).not.toContain(region);
  });

  test.each(regions)('%s has what every app of ours is made of', (region) => {
    const basic = ['Lambda::Function', 'KMS::Key', 'IAM::Role', 'IAM::ManagedPolicy', 'EC2::VPC', 'EC2::VPCEndpoint', 'Logs::LogGroup', 'DynamoDB::GlobalTable', 'S3::Bucket',
      'SQS::Queue', 'SNS::Topic', 'Events::EventBus', 'ApiGateway::RestApi', 'ApiGatewayV2::Api', 'WAFv2::WebACL', 'SecretsManager::Secret', 'StepFunctions::StateMachine',
      'CloudTrail::Trail', 'CloudWatch::Alarm', 'RDS::DBCluster', 'Scheduler::Schedule'];
    expect(basic.filter((type) => regionTypes().lacking(`AWS::${type}`).includes(region))).toEqual([]);
  });

  test.each(regions)('%s: exactly the types that it lacks are warned of, of each that an app of ours may have and some region lacks', (region) => {
    const types = ['Cognito::UserPool', 'Lambda::CodeSigningConfig', 'Signer::SigningProfile', 'Lambda::Url', 'Macie::Session', 'Pipes::Pipe', 'VpcLattice::Service',
      'CloudFront::Distribution', 'Shield::Protection', 'RDS::DBProxy'];
    const app = appOf((one) => {
      const stack = new Stack(one, 'Stack', { env: { account: ACCOUNT, region } });
      new TrustZone(stack, 'Zone');
      for (const type of types) resource(stack, `AWS::${type}`, type.replace('::', ''));
    }, false);
    // read another way than the table is
    const lacks = (type: string) => Object.entries(data.lacking).some(([key, names]) => {
      const [service, name] = type.split('::');
      return new RegExp(`(^|, )${service}::([^,]* )?${name}( |,|$)`).test(names) && key.split(' ').includes(region) === key.startsWith('not ');
    });
    expect(messages(app).map(({ text }) => /has no AWS::(\S+),/.exec(text)![1]).sort()).toEqual(types.filter(lacks).sort());
  });

  test('does not claim of a type that it does not know that a region lacks it', () => {
    expect(['AWS::No::Such', 'Custom::Thing', 'AWS::CDK::Metadata'].flatMap((type) => regionTypes().lacking(type))).toEqual([]);
  });
});
