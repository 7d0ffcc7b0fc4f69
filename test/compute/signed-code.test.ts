import { App, ArnFormat, Aws, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { DeclaredEdges, EventSource, SecureFunction, SecureFunctionProps, SecureQueue, TrustZone, ZeroTrustChecks } from '../../src';
import { SignedCode, SignedCodeProps } from '../../src/compute/signed-code';
import { fivePacks, findingsOf } from '../support/packs';

const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const OTHER = '444455556666';
const layerArn = (account = OTHER, partition = 'aws') => `arn:${partition}:lambda:eu-west-1:${account}:layer:tools:3`;
const profileArn = 'arn:aws:signer:eu-west-1:444455556666:/signing-profiles/Vendor/abc123DEF4';
const inline = lambda.Code.fromInline('exports.handler = async () => {}');
const signedObject = (stack: Stack) => lambda.Code.fromBucket(s3.Bucket.fromBucketName(stack, 'Signed', 'signed-code'), 'app.zip', 'v1');
const propertiesOf = (stack: Stack, type: string): any[] => Object.values(Template.fromStack(stack).findResources(type))
  .map((resource) => resource.Properties);

function withSignedCode(props: SignedCodeProps = {}) {
  const stack = new Stack(new App(), 'Stack');
  new TrustZone(stack, 'TrustZone', { trustedAccounts: [OTHER] });
  const signed = new SignedCode(stack, 'Trusted', props);
  const code = signedObject(stack);
  const fn = (more: Partial<SecureFunctionProps> = {}) => new SecureFunction(stack, 'Fn', { code, codeSigningConfig: signed, ...more });
  return { stack, signed, fn };
}

function everyPath(stack: Stack): void {
  new TrustZone(stack, 'TrustZone', { trustedAccounts: [OTHER] });
  const signed = new SignedCode(stack, 'Trusted');
  signed.allowPublisher(profileArn);
  signed.allowLayersFrom(OTHER);
  const layers = [lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', layerArn())];
  new SecureFunction(stack, 'Fn', { code: signedObject(stack), codeSigningConfig: signed, layers });
}

describe('signed code', () => {
  test('leaves nothing open in the five packs', () => {
    const { open, acknowledged } = findingsOf((app) => everyPath(new Stack(app, 'Stack')), fivePacks());
    expect(open).toEqual([]);
    expect(acknowledged.map((a) => `${a.rule} ${a.path}`).sort()).toEqual([
      'AwsSolutions-IAM5[Resource::*] Stack/TrustZone/Runtime/Resource',
      'HIPAA.Security-VPCDefaultSecurityGroupClosed Stack/TrustZone/Network/Resource',
      'NIST.800.53.R5-VPCDefaultSecurityGroupClosed Stack/TrustZone/Network/Resource',
      'PCI.DSS.321-VPCDefaultSecurityGroupClosed Stack/TrustZone/Network/Resource',
      'Serverless-SQSRedrivePolicy Stack/TrustZone/DeadLetters/Resource',
    ]);
  });

  test.each([['', {}], ['with the CDK\'s recommended flags ', recommendedFlags]])('%sleaves nothing open in our own pack', (_, context) => {
    expect(findingsOf((app) => everyPath(new Stack(app, 'Stack', { env: { region: 'eu-west-1' } })), [new ZeroTrustChecks(undefined, { trustedAccounts: [OTHER] })], { context }).open).toEqual([]);
  });

  test('is a configuration and a signing profile', () => {
    const { stack } = withSignedCode();
    expect(Object.values<any>(Template.fromStack(stack).toJSON().Resources).map((resource) => resource.Type).sort()).toEqual([
      'AWS::Lambda::CodeSigningConfig', 'AWS::Signer::SigningProfile',
    ]);
  });

  test('refuses what nobody signed', () => {
    const { stack } = withSignedCode({ description: 'Orders' });
    expect(propertiesOf(stack, 'AWS::Lambda::CodeSigningConfig')).toEqual([{
      Description: 'Orders',
      AllowedPublishers: { SigningProfileVersionArns: [{ 'Fn::GetAtt': [expect.stringMatching('^TrustedProfile'), 'ProfileVersionArn'] }] },
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' },
    }]);
    expect(propertiesOf(stack, 'AWS::Signer::SigningProfile')[0]).toMatchObject({ PlatformId: 'AWSLambda-SHA384-ECDSA' });
  });

  test('is good for as long as asked, from a day to 135 months', () => {
    expect(propertiesOf(withSignedCode({ signatureValidity: Duration.days(90) }).stack, 'AWS::Signer::SigningProfile')[0].SignatureValidityPeriod)
      .toEqual({ Type: 'DAYS', Value: 90 });
    for (const days of [0, 5000]) {
      const stack = new Stack(new App(), 'Stack');
      expect(() => new SignedCode(stack, 'Trusted', { signatureValidity: Duration.days(days) })).toThrow(failsWith('BadValidity'));
      expect(stack.node.children).toEqual([]);
    }
  });

  test('takes further publishers by the version of their profile, 20 in all', () => {
    const { stack, signed } = withSignedCode();
    signed.allowPublisher(profileArn);
    expect(propertiesOf(stack, 'AWS::Lambda::CodeSigningConfig')[0].AllowedPublishers.SigningProfileVersionArns).toEqual([expect.anything(), profileArn]);
    const full = withSignedCode().signed;
    for (let i = 1; i < 20; i++) full.allowPublisher(`${profileArn}${i}`);
    expect(() => full.allowPublisher(profileArn)).toThrow(failsWith('TooManyPublishers'));
  });

  test.each(['*', 'arn:aws:signer:eu-west-1:444455556666:/signing-profiles/Vendor', 'arn:aws:signer:eu-west-1:*:/signing-profiles/Vendor/abc'])(
    'takes no publisher called %p', (arn) => {
      expect(() => withSignedCode().signed.allowPublisher(arn)).toThrow(failsWith('BadPublisher'));
    });

  test('lets a pipeline sign with its profile and do nothing else', () => {
    const { stack, signed } = withSignedCode();
    const role = new iam.Role(stack, 'Pipeline', { assumedBy: new iam.ServicePrincipal('codebuild.amazonaws.com') });
    signed.grantSign(role);
    expect(propertiesOf(stack, 'AWS::IAM::Policy')[0].PolicyDocument.Statement).toEqual([{
      Effect: 'Allow',
      Action: ['signer:GetSigningProfile', 'signer:StartSigningJob'],
      Resource: { 'Fn::GetAtt': [expect.stringMatching('^TrustedProfile'), 'Arn'] },
    }]);
    expect(DeclaredEdges.of(stack)).toEqual([expect.objectContaining({ caller: 'Stack/Pipeline', target: 'Stack/Trusted', intent: 'use' })]);
    expect(() => withSignedCode().signed.grantSign(new iam.ServicePrincipal('signer.amazonaws.com'))).toThrow(failsWith('GrantWithoutEffect'));
  });

  test.each(['us-gov-west-1', 'cn-north-1'])('names no partition or account in %s', (region) => {
    const stack = new Stack(new App(), 'Stack', { env: { region } });
    new SecureFunction(stack, 'Fn', { code: signedObject(stack), codeSigningConfig: new SignedCode(stack, 'Trusted') });
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('arn:aws:');
  });
});

describe('a function with signed code', () => {
  test('asks Lambda for the signature', () => {
    const { stack, fn } = withSignedCode();
    fn();
    expect(propertiesOf(stack, 'AWS::Lambda::Function')[0].CodeSigningConfigArn).toEqual({ 'Fn::GetAtt': [expect.stringMatching('^Trusted'), 'CodeSigningConfigArn'] });
  });

  test('cannot be inline, nor an image', () => {
    expect(() => withSignedCode().fn({ code: inline })).toThrow(failsWith('SignedInlineCode'));
    const { stack, fn } = withSignedCode();
    const code = lambda.Code.fromEcrImage(ecr.Repository.fromRepositoryName(stack, 'Repo', 'app'), { tagOrDigest: `sha256:${'a'.repeat(64)}` });
    expect(() => fn({ code, runtime: lambda.Runtime.FROM_IMAGE })).toThrow(failsWith('SignedImage'));
  });

  test('may have layers of this app, of this account and of accounts that are allowed', () => {
    const { stack, signed, fn } = withSignedCode();
    signed.allowLayersFrom(OTHER);
    const own = stack.formatArn({ service: 'lambda', resource: 'layer', resourceName: 'own:1', arnFormat: ArnFormat.COLON_RESOURCE_NAME });
    fn({
      layers: [
        lambda.LayerVersion.fromLayerVersionArn(stack, 'Allowed', layerArn()),
        lambda.LayerVersion.fromLayerVersionArn(stack, 'Own', own),
        new lambda.LayerVersion(stack, 'Made', { code: signedObject(new Stack(stack, 'Nowhere')) }),
      ],
    });
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('may not have layers of other accounts, wherever they are named', () => {
    const parameter = (stack: Stack) => new CfnParameter(stack, 'Account').valueAsString;
    for (const arnIn of [() => layerArn(), () => layerArn(OTHER, Aws.PARTITION), (stack: Stack) => layerArn(parameter(stack))]) {
      const { stack, fn } = withSignedCode();
      fn().addLayers(lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', arnIn(stack)));
      expect(() => Template.fromStack(stack)).toThrow(failsWith('LayerNotAllowed'));
    }
  });

  test('may have layers of an account in the partition for which it is allowed', () => {
    const inPartition = (partition: string) => {
      const { stack, signed, fn } = withSignedCode();
      signed.allowLayersFrom(OTHER, 'aws-us-gov');
      fn({ layers: [lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', layerArn(OTHER, partition))] });
      return () => Template.fromStack(stack);
    };
    expect(inPartition('aws-us-gov')).not.toThrow();
    expect(inPartition('aws')).toThrow(failsWith('LayerNotAllowed'));
  });

  test.each(['*', '44445555666', ''])('cannot be allowed layers of %p', (account) => {
    expect(() => withSignedCode().signed.allowLayersFrom(account)).toThrow(failsWith('BadAccount'));
  });

  test('writes the allowed accounts into the template, for our rules', () => {
    const { stack, signed } = withSignedCode();
    signed.allowLayersFrom(OTHER);
    signed.allowLayersFrom('111122223333', 'aws-cn');
    const [config] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::CodeSigningConfig'));
    expect(config.Metadata['zero-trust:layer-accounts']).toEqual([OTHER, 'aws-cn:111122223333']);
  });
});

describe('signed code that a zone requires', () => {
  test('is asked for from all its functions, those that are here and those to come, but for those that have a configuration', () => {
    const stack = new Stack(new App(), 'Stack');
    const zone = new TrustZone(stack, 'Zone');
    const code = signedObject(stack);
    const signed = new SignedCode(stack, 'Trusted');
    new SecureFunction(stack, 'Before', { code });
    new SecureFunction(stack, 'Own', { code, codeSigningConfig: new SignedCode(stack, 'Other') });
    signed.requireIn(zone);
    new SecureFunction(stack, 'After', { code });
    const configs = Object.entries<any>(Template.fromStack(stack).findResources('AWS::Lambda::Function'))
      .map(([id, fn]) => `${id.slice(0, -8)} ${fn.Properties.CodeSigningConfigArn['Fn::GetAtt'][0].slice(0, -8)}`);
    expect(configs.sort()).toEqual(['After Trusted', 'Before Trusted', 'Own Other']);
  });

  test('refuses functions whose code nobody can sign', () => {
    const stack = new Stack(new App(), 'Stack');
    new SignedCode(stack, 'Trusted').requireIn(new TrustZone(stack, 'Zone'));
    expect(() => new SecureFunction(stack, 'Fn', { code: inline })).toThrow(failsWith('SignedInlineCode'));
  });

  test('takes the layer with the check of an event schema for one of this app, which the pipeline signs', () => {
    const stack = new Stack(new App(), 'Stack');
    new SignedCode(stack, 'Trusted').requireIn(new TrustZone(stack, 'Zone'));
    const fn = new SecureFunction(stack, 'Fn', { code: signedObject(stack) });
    fn.consumes(EventSource.queue(new SecureQueue(stack, 'Queue'), { schema: { type: 'object' } }));
    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      CodeSigningConfigArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Trusted'), 'CodeSigningConfigArn'] },
      Layers: [{ Ref: Match.stringLikeRegexp('^FnEventCheck') }],
    });
  });

  test('holds them to the layers that are allowed', () => {
    const stack = new Stack(new App(), 'Stack');
    new SignedCode(stack, 'Trusted').requireIn(new TrustZone(stack, 'Zone', { trustedAccounts: [OTHER] }));
    new SecureFunction(stack, 'Fn', { code: signedObject(stack), layers: [lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', layerArn())] });
    expect(() => Template.fromStack(stack)).toThrow(failsWith('LayerNotAllowed'));
  });
});

describe('a secure function', () => {
  const withImage = (tagOrDigest?: string) => {
    const stack = new Stack(new App(), 'Stack');
    const repository = ecr.Repository.fromRepositoryName(stack, 'Repo', 'app');
    new SecureFunction(stack, 'Fn', { code: lambda.Code.fromEcrImage(repository, { tagOrDigest }), runtime: lambda.Runtime.FROM_IMAGE });
    return stack;
  };

  test('has its image by digest', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    expect(JSON.stringify(propertiesOf(withImage(digest), 'AWS::Lambda::Function')[0].Code.ImageUri)).toContain(`@${digest}`);
  });

  test.each([undefined, 'latest', 'v1.2.3'])('cannot have its image by tag %p', (tag) => {
    expect(() => withImage(tag)).toThrow(failsWith('ImageByTag'));
  });

  test.each(['arn:aws:lambda:eu-west-1:444455556666:layer:tools', 'arn:aws:lambda:eu-west-1:444455556666:layer:tools:*'])('cannot have the layer %p', (arn) => {
    const stack = new Stack(new App(), 'Stack');
    const layer = lambda.LayerVersion.fromLayerVersionArn(stack, 'Layer', arn);
    expect(() => new SecureFunction(stack, 'Fn', { code: inline, layers: [layer] })).toThrow(failsWith('UnpinnedLayer'));
    const fn = new SecureFunction(stack, 'Other', { code: inline });
    expect(() => fn.addLayers(layer)).toThrow(failsWith('UnpinnedLayer'));
  });
});
