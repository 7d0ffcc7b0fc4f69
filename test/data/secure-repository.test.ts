import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import {
  DataClass, DeclaredEdges, EventSource, FunctionImage, Intent, Profile, SecureFunction, SecureFunctionProps, SecureRepository, SecureRepositoryProps,
  TrustZone, ZeroTrustChecks, ZoneNetwork,
} from '../../src';
import { findingsOf, fivePacks } from '../support/packs';

const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const code = lambda.Code.fromInline('exports.handler = async () => {}');
const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const env = { account: '111122223333', region: 'eu-west-1' };

function withRepository(props: SecureRepositoryProps = {}) {
  const stack = new Stack(new App(), 'Stack', { env });
  const repository = new SecureRepository(stack, 'Images', props);
  return { stack, repository, template: () => Template.fromStack(stack) };
}

const repositoryOf = (template: Template) => Object.values(template.findResources('AWS::ECR::Repository'))[0];

describe('a secure repository', () => {
  test('leaves nothing open in the five packs and ours, with a function and a role that push and pull', () => {
    const { open } = findingsOf((app) => {
      const stack = new Stack(app, 'Stack');
      const repository = new SecureRepository(stack, 'Images');
      new SecureFunction(stack, 'Fn', { code: FunctionImage.fromRepository(repository, DIGEST) });
      repository.grantPush(new SecureFunction(stack, 'Mirror', { code }));
    }, [...fivePacks(), new ZeroTrustChecks()]);
    expect(open).toEqual([]);
  });

  test('has immutable tags, scans on push, is under the key of its class, and is retained without a name', () => {
    const { template } = withRepository({ dataClass: DataClass.RESTRICTED });
    template().hasResource('AWS::ECR::Repository', {
      Properties: {
        ImageTagMutability: 'IMMUTABLE',
        ImageScanningConfiguration: { ScanOnPush: true },
        EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: { 'Fn::GetAtt': [Match.stringLikeRegexp('^TrustZoneRestrictedKey'), 'Arn'] } },
        RepositoryName: Match.absent(),
        RepositoryPolicyText: Match.absent(),
        EmptyOnDelete: Match.absent(),
      },
      DeletionPolicy: 'RetainExceptOnCreate',
    });
  });

  test('deletes images without a tag after two weeks, and no others', () => {
    const rules = JSON.parse(repositoryOf(withRepository().template()).Properties.LifecyclePolicy.LifecyclePolicyText).rules;
    expect(rules).toEqual([expect.objectContaining({
      selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: 14, countUnit: 'days' }, action: { type: 'expire' },
    })]);
  });

  test('keeps no more images than it is told', () => {
    const { template } = withRepository({ maxImageCount: 50, untaggedImageAge: Duration.days(1) });
    const rules = JSON.parse(repositoryOf(template()).Properties.LifecyclePolicy.LifecyclePolicyText).rules;
    expect(rules.map(({ selection }: any) => selection.countNumber)).toEqual([1, 50]);
  });

  test('goes with its images in a sandbox', () => {
    const stack = new Stack(new App(), 'Stack');
    const zone = new TrustZone(stack, 'Zone', { profile: Profile.SANDBOX, network: ZoneNetwork.none('test') });
    new SecureRepository(stack, 'Images', { zone });
    Template.fromStack(stack).hasResource('AWS::ECR::Repository', { Properties: { EmptyOnDelete: true }, DeletionPolicy: 'Delete' });
    expect(withRepository({ removalPolicy: RemovalPolicy.DESTROY }).template().findResources('AWS::ECR::Repository', { Properties: { EmptyOnDelete: true } })).not.toEqual({});
  });

  test.each([0, 1.5, -1])('refuses to keep %d images', (maxImageCount) => {
    expect(() => withRepository({ maxImageCount })).toThrow(failsWith('BadImageCount'));
  });

  test.each([Duration.hours(1), Duration.hours(36)])('refuses %s for images without a tag', (untaggedImageAge) => {
    expect(() => withRepository({ untaggedImageAge })).toThrow(failsWith('BadImageAge'));
  });
});

describe('who gets at a repository', () => {
  const own = (template: Template) => Object.entries(template.findResources('AWS::IAM::ManagedPolicy'))
    .filter(([id]) => id.startsWith('BuildOwnRole')).flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .filter(({ Action }: any) => [Action].flat()[0].startsWith('ecr:'));

  test.each([
    ['grantPull', ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], Intent.READ],
    ['grantPush', ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:CompleteLayerUpload', 'ecr:InitiateLayerUpload',
      'ecr:PutImage', 'ecr:UploadLayerPart'], Intent.READ_WRITE],
    ['grantPullPush', expect.arrayContaining(['ecr:PutImage', 'ecr:BatchGetImage']), Intent.READ_WRITE],
  ] as const)('%s names exact actions on this repository, and the sign-in', (grant, actions, intent) => {
    const { stack, repository, template } = withRepository();
    repository[grant](new SecureFunction(stack, 'Build', { code }));
    expect(own(template())).toEqual([
      expect.objectContaining({ Action: actions, Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Images/), 'Arn'] } }),
      expect.objectContaining({ Action: 'ecr:GetAuthorizationToken', Resource: '*' }),
    ]);
    expect(DeclaredEdges.of(stack)).toContainEqual(expect.objectContaining({ caller: 'Stack/Build', target: 'Stack/Images', intent }));
  });

  test('grantRead reads what was found, and signs in nowhere', () => {
    const { stack, repository, template } = withRepository();
    repository.grantRead(new SecureFunction(stack, 'Build', { code }));
    expect(own(template()).map(({ Action }: any) => Action)).toEqual([['ecr:DescribeImages', 'ecr:DescribeRepositories']]);
  });

  test('nobody, a service without a source and an account that is not trusted are refused', () => {
    const { repository } = withRepository();
    const statement = (principal: iam.IPrincipal, conditions?: any) => new iam.PolicyStatement({ principals: [principal], actions: ['ecr:BatchGetImage'], conditions });
    expect(() => repository.addToResourcePolicy(statement(new iam.AnyPrincipal()))).toThrow(failsWith('PublicRepository'));
    expect(() => repository.addToResourcePolicy(statement(new iam.ArnPrincipal('*')))).toThrow(failsWith('PublicRepository'));
    expect(() => repository.addToResourcePolicy(statement(new iam.ServicePrincipal('lambda.amazonaws.com')))).toThrow(failsWith('ServiceWithoutSource'));
    expect(() => repository.addToResourcePolicy(statement(new iam.AccountPrincipal('999988887777')))).toThrow(failsWith('UntrustedAccount'));
    expect(() => repository.grantPull(new iam.ServicePrincipal('lambda.amazonaws.com'))).toThrow(failsWith('ServiceWithoutSource'));
    expect(() => repository.grant(new iam.ServicePrincipal('lambda.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': '1' } } }), 'ecr:BatchGetImage'))
      .toThrow(failsWith('ServiceWithoutSource'));
    expect(() => repository.grantPull(new iam.AccountPrincipal('999988887777'))).toThrow(failsWith('GrantWithoutEffect'));
    repository.addToResourcePolicy(statement(new iam.ServicePrincipal('inspector2.amazonaws.com'), { StringEquals: { 'aws:SourceAccount': '111122223333' } }));
  });

  test('an account that the zone trusts is let in', () => {
    const stack = new Stack(new App(), 'Stack', { env });
    const zone = new TrustZone(stack, 'Zone', { trustedAccounts: ['999988887777'] });
    const repository = new SecureRepository(stack, 'Images', { zone });
    expect(() => repository.addToResourcePolicy(new iam.PolicyStatement({ principals: [new iam.AccountPrincipal('999988887777')], actions: ['ecr:BatchGetImage'] }))).not.toThrow();
  });

  test('wildcards and grants without actions are refused', () => {
    const { stack, repository } = withRepository();
    const fn = new SecureFunction(stack, 'Build', { code });
    expect(() => repository.grant(fn, 'ecr:*')).toThrow(failsWith('WildcardAction'));
    expect(() => repository.grant(fn)).toThrow(failsWith('NoActions'));
  });
});

describe('a function of an image', () => {
  function withImage(props: Partial<SecureFunctionProps> = {}) {
    const { stack, repository, template } = withRepository();
    const fn = new SecureFunction(stack, 'Fn', { code: FunctionImage.fromRepository(repository, DIGEST), ...props });
    return { stack, repository, fn, template };
  }

  test('names it by its digest, needs no runtime, and takes what it changes of the image', () => {
    const { stack, repository, template } = withImage();
    new SecureFunction(stack, 'Other', {
      code: FunctionImage.fromRepository(repository, DIGEST, { command: ['app.other'], entrypoint: ['/start'], workingDirectory: '/srv' }),
    });
    template().hasResourceProperties('AWS::Lambda::Function', {
      PackageType: 'Image',
      Code: { ImageUri: { 'Fn::Join': ['', Match.arrayWith([{ Ref: Match.stringLikeRegexp('^Images') }, `@${DIGEST}`])] } },
      Runtime: Match.absent(),
      Handler: Match.absent(),
    });
    template().hasResourceProperties('AWS::Lambda::Function', { ImageConfig: { Command: ['app.other'], EntryPoint: ['/start'], WorkingDirectory: '/srv' } });
  });

  test('is the only one for which Lambda may pull, and its role may not', () => {
    const { template } = withImage();
    const { FunctionName } = Object.values(template().findResources('AWS::Lambda::Function'))[0].Properties;
    expect(FunctionName).toMatch(/^Stack-Fn/);
    const arn = ['arn:', { Ref: 'AWS::Partition' }, `:lambda:eu-west-1:111122223333:function:${FunctionName}`];
    expect(repositoryOf(template()).Properties.RepositoryPolicyText.Statement).toEqual([{
      Sid: expect.stringMatching(/^Pull/),
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Condition: {
        ArnLike: { 'aws:SourceArn': [{ 'Fn::Join': ['', arn] }, { 'Fn::Join': ['', [...arn.slice(0, -1), `${arn[2]}:*`]] }] },
        StringEquals: { 'aws:SourceAccount': '111122223333' },
      },
    }]);
    expect(JSON.stringify(template().findResources('AWS::IAM::ManagedPolicy'))).not.toContain('ecr:');
  });

  test('keeps the name that it has', () => {
    expect(JSON.stringify(repositoryOf(withImage({ functionName: 'render' }).template()).Properties.RepositoryPolicyText)).toContain('function:render');
  });

  test('may be in another stack than its repository, which then names nothing of it but its name', () => {
    const app = new App();
    const [one, two] = [new Stack(app, 'One', { env }), new Stack(app, 'Two', { env })];
    const repository = new SecureRepository(one, 'Images');
    new SecureFunction(two, 'Fn', { code: FunctionImage.fromRepository(repository, DIGEST) });
    expect(JSON.stringify(Template.fromStack(one).findResources('AWS::ECR::Repository'))).toMatch(/function:Two-Fn/);
    expect(two.dependencies).toContain(one);
    expect(one.dependencies).not.toContain(two);
  });

  test('lets Lambda pull from a plain repository for itself alone as well', () => {
    const stack = new Stack(new App(), 'Stack', { env });
    new SecureFunction(stack, 'Fn', { code: FunctionImage.fromRepository(new ecr.Repository(stack, 'Plain'), DIGEST) });
    expect(repositoryOf(Template.fromStack(stack)).Properties.RepositoryPolicyText.Statement[0].Condition.ArnLike).toBeDefined();
  });

  test.each(['latest', 'v1.2.3', `sha256:${'a'.repeat(63)}`, `sha256:${'A'.repeat(64)}`, `@sha256:${'a'.repeat(64)}`, ''])('by %j is refused', (tag) => {
    const { repository } = withRepository();
    expect(() => FunctionImage.fromRepository(repository, tag)).toThrow(failsWith('ImageByTag'));
    expect(() => new SecureFunction(Stack.of(repository), 'Fn', {
      code: lambda.Code.fromEcrImage(ecr.Repository.fromRepositoryName(Stack.of(repository), 'Other', 'other'), { tagOrDigest: tag || 'latest' }), runtime: lambda.Runtime.FROM_IMAGE,
    })).toThrow(failsWith('ImageByTag'));
  });

  test('by what only deployment knows is refused', () => {
    const { repository } = withRepository();
    expect(() => FunctionImage.fromRepository(repository, Stack.of(repository).stackId)).toThrow(failsWith('LiteralNeeded'));
  });

  test('of another account or region is refused', () => {
    const stack = new Stack(new App(), 'Stack', { env });
    const image = (arn: string) => FunctionImage.fromRepository(ecr.Repository.fromRepositoryArn(stack, `R${arn.length}`, arn), DIGEST);
    expect(() => new SecureFunction(stack, 'A', { code: image('arn:aws:ecr:eu-west-1:999988887777:repository/images') })).toThrow(failsWith('UntrustedAccount'));
    expect(() => new SecureFunction(stack, 'B', { code: image('arn:aws:ecr:us-east-1:111122223333:repository/image') })).toThrow(failsWith('ImageElsewhere'));
    expect(() => new SecureFunction(stack, 'C', { code: image('arn:aws:ecr:eu-west-1:111122223333:repository/imag') })).not.toThrow();
  });

  const layer = 'arn:aws:lambda:eu-west-1:111122223333:layer:tools:3';
  test.each<[string, (stack: Stack) => Partial<SecureFunctionProps>]>([
    ['layers', (stack) => ({ layers: [lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', layer)] })],
    ['insightsVersion', () => ({ insightsVersion: lambda.LambdaInsightsVersion.VERSION_1_0_333_0 })],
    ['paramsAndSecrets', () => ({ paramsAndSecrets: lambda.ParamsAndSecretsLayerVersion.fromVersion(lambda.ParamsAndSecretsVersions.V1_0_103) })],
    ['snapStart', () => ({ snapStart: lambda.SnapStartConf.ON_PUBLISHED_VERSIONS })],
    ['runtimeManagementMode', () => ({ runtimeManagementMode: lambda.RuntimeManagementMode.AUTO })],
    ['AWS_LAMBDA_EXEC_WRAPPER', () => ({ environment: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrapper' } })],
  ])('refuses %s by name, of any kind of image', (name, props) => {
    const { stack, repository } = withRepository();
    const images = [
      { code: FunctionImage.fromRepository(repository, DIGEST) },
      { code: lambda.Code.fromEcrImage(ecr.Repository.fromRepositoryName(stack, 'Other', 'other'), { tagOrDigest: DIGEST }), runtime: lambda.Runtime.FROM_IMAGE },
    ];
    const given = props(stack);
    images.forEach((image) => expect(() => new SecureFunction(stack, 'Fn', { ...image, ...given })).toThrow(
      expect.objectContaining({ id: 'NotInImages', message: expect.stringContaining(`'${name}'`) }),
    ));
    expect(() => new SecureFunction(stack, 'Zip', { code, runtime: lambda.Runtime.PYTHON_3_13, ...given })).not.toThrow();
  });

  test('refuses layers, the wrapper, signatures and event schemas that come later', () => {
    const { stack, fn } = withImage();
    expect(() => fn.addLayers(lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', layer))).toThrow(failsWith('NotInImages'));
    expect(() => fn.addEnvironment('AWS_LAMBDA_EXEC_WRAPPER', '/opt/wrapper')).toThrow(failsWith('NotInImages'));
    expect(() => fn.consumes(EventSource.invocation({ schema: { type: 'object' } }))).toThrow(failsWith('EventCheckRuntime'));
    expect(() => withImage({ codeSigningConfig: new lambda.CodeSigningConfig(stack, 'Signed', { signingProfiles: [] }) })).toThrow();
  });
});
