import { runSimulation } from '@cloud-copilot/iam-simulate';
import { App, Aws, CfnParameter, Duration, NestedStack, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { SecureFunction } from '../../src/compute/secure-function';
import { DataClass } from '../../src/core/data-class';
import { DeclaredEdges } from '../../src/core/declared-edges';
import { SecureSecret, SecureSecretProps } from '../../src/secrets/secure-secret';
import { ZoneNetwork } from '../../src/zone/network/zone-network';
import { TrustZone } from '../../src/zone/trust-zone';
import { stackFindings } from '../support/packs';

const code = lambda.Code.fromInline('exports.handler = async () => {}');
const fnIn = (stack: Stack, id = 'Fn') => new SecureFunction(stack, id, { code });
const stackOf = (props?: StackProps) => new Stack(new App(), 'Stack', props);

function trusting(stack: Stack, ...trustedAccounts: string[]): Stack {
  new TrustZone(stack, 'Zone', { trustedAccounts });
  return stack;
}

function secretIn(props?: SecureSecretProps, stack = stackOf()) {
  const secret = new SecureSecret(stack, 'Secret', props);
  return { stack, secret };
}

/** The Deny of the secret's policy, its readers, and every other statement. */
function policyOf(stack: Stack) {
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::SecretsManager::ResourcePolicy'));
  const [deny, ...others] = policy.Properties.ResourcePolicy.Statement;
  return { policy, deny, others, readers: deny.Condition.ArnNotLike['aws:PrincipalArn'] };
}

/** All statements that a role has for an action, as they stand in the template. */
function statementsFor(stack: Stack, action: string) {
  return Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'))
    .flatMap((policy) => policy.Properties.PolicyDocument.Statement)
    .filter((statement) => [statement.Action].flat().includes(action));
}

/** What CloudFormation makes of text with pseudo parameters; fails on any other reference. */
function fill(value: any): string {
  if (typeof value === 'string') return value;
  if ('Fn::Join' in value) return value['Fn::Join'][1].map(fill).join(value['Fn::Join'][0]);
  const pseudo: Record<string, string> = { 'AWS::Partition': 'aws', 'AWS::AccountId': '111122223333', 'AWS::Region': 'eu-west-1' };
  expect(Object.keys(pseudo)).toContain(value.Ref);
  return pseudo[value.Ref];
}

const roleOf = (stack: Stack, fn: SecureFunction) => stack.resolve(fn.role!.roleArn);

describe('a secret', () => {
  test('is generated, under the key of restricted data, retained, and says what it is', () => {
    const { stack } = secretIn();
    Template.fromStack(stack).hasResource('AWS::SecretsManager::Secret', {
      Properties: {
        Description: 'Stack/Secret',
        GenerateSecretString: { PasswordLength: 40, RequireEachIncludedType: true },
        SecretString: Match.absent(),
        Name: Match.absent(),
        KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('RestrictedKey'), 'Arn'] },
      },
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('takes another class, removal policy, description and generator', () => {
    const { stack } = secretIn({
      dataClass: DataClass.INTERNAL, removalPolicy: RemovalPolicy.DESTROY, description: 'Signs receipts', length: 64, excludePunctuation: true,
    });
    Template.fromStack(stack).hasResource('AWS::SecretsManager::Secret', {
      Properties: {
        Description: 'Signs receipts',
        GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
        KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('InternalKey'), 'Arn'] },
      },
      DeletionPolicy: 'Delete',
    });
  });

  test('may hold references in its template, which CloudFormation resolves', () => {
    const stack = stackOf();
    const host = new CfnParameter(stack, 'Host').valueAsString;
    secretIn({ generateKey: 'password', template: { user: 'orders', host } }, stack);
    Template.fromStack(stack).hasResourceProperties('AWS::SecretsManager::Secret', {
      GenerateSecretString: { GenerateStringKey: 'password', SecretStringTemplate: { 'Fn::Join': ['', Match.arrayWith([{ Ref: 'Host' }])] } },
    });
  });

  test('leaves the key policy as it is, without the L2\'s wildcards for the whole account', () => {
    const { stack } = secretIn();
    const keys = Object.entries(Template.fromStack(stack).findResources('AWS::KMS::Key')).filter(([id]) => id.includes('Restricted'));
    expect(keys).toHaveLength(1);
    expect(JSON.stringify(keys)).not.toMatch(/ViaService|ReEncrypt\*/);
  });

  test('belongs to its zone', () => {
    const { secret } = secretIn();
    expect(secret.zone._members).toContain(secret);
    expect(secret.encryptionKey).toBe(secret.zone.key(DataClass.RESTRICTED));
  });

  test('leaves nothing open in the five packs', () => {
    const { open, acknowledged } = stackFindings((stack) => secretIn({}, stack).secret.grantRead(fnIn(stack)));
    expect(open).toEqual([]);
    expect(acknowledged.map((finding) => finding.rule).sort()).toEqual([
      'AwsSolutions-IAM5[Resource::*]',
      'HIPAA.Security-VPCDefaultSecurityGroupClosed',
      'NIST.800.53.R5-VPCDefaultSecurityGroupClosed',
      'PCI.DSS.321-VPCDefaultSecurityGroupClosed',
      'Serverless-SQSRedrivePolicy',
    ]);
  });
});

describe('the policy of a secret', () => {
  test('denies the value to everyone but the readers, administrators included, and lets nobody widen it to the public', () => {
    const { stack, secret } = secretIn();
    const fn = fnIn(stack);
    secret.grantRead(fn);
    const { policy, deny, others, readers } = policyOf(stack);
    expect(deny).toMatchObject({ Effect: 'Deny', Principal: { AWS: '*' }, Action: 'secretsmanager:GetSecretValue', Resource: '*' });
    expect(readers).toEqual([{ 'Fn::GetAtt': [expect.stringMatching(/SecretRotationOwnRole/), 'Arn'] }, roleOf(stack, fn)]);
    expect(others).toEqual([]);
    expect(policy.Properties.BlockPublicPolicy).toBe(true);
  });

  test('denies it to a function that was not granted, and to one that may only write', () => {
    const { stack, secret } = secretIn();
    const [writer, stranger] = [fnIn(stack, 'Writer'), fnIn(stack, 'Stranger')];
    secret.grantWrite(writer);
    const { readers } = policyOf(stack);
    expect(readers).toHaveLength(1);
    expect(readers).not.toContainEqual(roleOf(stack, writer));
    expect(readers).not.toContainEqual(roleOf(stack, stranger));
  });

  test('denies nothing else: who may manage and delete the secret still may', () => {
    expect(policyOf(secretIn().stack).deny.Action).toBe('secretsmanager:GetSecretValue');
  });

  test('stays with a secret that stays', () => {
    expect(policyOf(secretIn().stack).policy).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
    expect(policyOf(secretIn({ removalPolicy: RemovalPolicy.DESTROY }).stack).policy).toMatchObject({ DeletionPolicy: 'Delete' });
  });

  test('spares the exceptions that are named, and the metadata says so', () => {
    const breakGlass = `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/BreakGlass-*`;
    const { stack, secret } = secretIn({ alsoReadableBy: [breakGlass] });
    expect(policyOf(stack).readers).toContainEqual(stack.resolve(breakGlass));
    expect(secret.node.metadata).toContainEqual(expect.objectContaining({ type: 'cdk-zero-trust:opt-out', data: `alsoReadableBy: ${breakGlass}` }));
    expect(secretIn().secret.node.metadata.map(({ type }) => type)).not.toContain('cdk-zero-trust:opt-out');
  });

  test.each([
    '*', 'arn:aws:iam::*:role/Admin', 'arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:root', 'arn:aws:iam::111122223333:*',
    'arn:aws:sts::111122223333:assumed-role/Admin/session', 'Admin', '',
  ])('has no exception for %p', (pattern) => {
    const stack = stackOf();
    expect(() => secretIn({ alsoReadableBy: [pattern] }, stack)).toThrow(expect.objectContaining({ id: 'TooManyReaders', path: 'Stack/Secret' }));
    expect(stack.node.findAll()).toHaveLength(1);
  });
});

describe('an independent evaluator of policies decides', () => {
  const ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:Secret-abcdef';
  const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

  /** For a principal that its own policies allow everything. */
  async function decide(principal: string, action: string, resourcePolicy: object) {
    const response = await runSimulation({
      request: { principal, action, resource: { resource: ARN, accountId: '111122223333' }, contextVariables: { 'aws:PrincipalArn': principal } },
      identityPolicies: [{ name: 'Administrator', policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy,
    }, {});
    if (response.resultType === 'error') throw new Error(JSON.stringify(response.errors));
    return response.overallResult;
  }

  test('that an administrator may manage the secret and not read it, and that readers and exceptions may', async () => {
    const { stack, secret } = secretIn({ alsoReadableBy: [role('BreakGlass-*')] });
    secret.grantRead(iam.Role.fromRoleArn(stack, 'Reader', role('Reader')));
    const { policy: { Properties: { ResourcePolicy } } } = policyOf(stack);
    // the rotation's role is the one reference
    const policy = JSON.parse(JSON.stringify(ResourcePolicy, (_, value) => (value?.['Fn::GetAtt'] ? role('Rotation') : value)));

    const read = (name: string) => decide(role(name), 'secretsmanager:GetSecretValue', policy);
    expect(await read('Administrator')).toBe('ExplicitlyDenied');
    expect(await read('ReaderToo')).toBe('ExplicitlyDenied');
    expect(await read('Reader')).toBe('Allowed');
    expect(await read('Rotation')).toBe('Allowed');
    expect(await read('BreakGlass-1')).toBe('Allowed');
    for (const action of ['DeleteSecret', 'PutResourcePolicy', 'RotateSecret', 'DescribeSecret', 'TagResource']) {
      expect(await decide(role('Administrator'), `secretsmanager:${action}`, policy)).toBe('Allowed');
    }
  });
});

describe('a reader', () => {
  test('may get and describe this secret, and use the key through Secrets Manager only', () => {
    const { stack, secret } = secretIn();
    secret.grantRead(fnIn(stack));
    const Resource = stack.resolve(secret.secretArn);
    const own = (action: string) => statementsFor(stack, action).filter((statement) => ![statement.Action].flat().includes('secretsmanager:PutSecretValue'));
    expect(own('secretsmanager:GetSecretValue')).toEqual([{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource }]);
    expect(own('secretsmanager:DescribeSecret')).toEqual([{ Effect: 'Allow', Action: 'secretsmanager:DescribeSecret', Resource }]);
    expect(statementsFor(stack, 'kms:Decrypt')).toContainEqual({
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: stack.resolve(secret.encryptionKey!.keyArn),
      Condition: { StringEquals: { 'kms:ViaService': stack.resolve(`secretsmanager.${Aws.REGION}.${Aws.URL_SUFFIX}`) } },
    });
  });

  test('may be held to stages, and can describe the secret all the same', () => {
    const { stack, secret } = secretIn();
    secret.grantRead(fnIn(stack), ['AWSCURRENT', 'AWSPREVIOUS']);
    const staged = { 'ForAnyValue:StringEquals': { 'secretsmanager:VersionStage': ['AWSCURRENT', 'AWSPREVIOUS'] } };
    expect(statementsFor(stack, 'secretsmanager:GetSecretValue')).toContainEqual(expect.objectContaining({ Condition: staged }));
    expect(statementsFor(stack, 'secretsmanager:DescribeSecret')).not.toContainEqual(expect.objectContaining({ Condition: staged }));
  });

  test('is an edge of the app, as is the rotation', () => {
    const { stack, secret } = secretIn();
    secret.grantRead(fnIn(stack));
    secret.grantWrite(fnIn(stack, 'Writer'));
    expect(DeclaredEdges.of(stack).map(({ caller, target, intent }) => [caller, target, intent])).toEqual([
      ['Stack/Fn', 'Stack/Secret', 'read'],
      ['Stack/TrustZone/SecretRotation', 'Stack/Secret', 'read-write'],
      ['Stack/Writer', 'Stack/Secret', 'write'],
    ]);
  });

  test('may be an imported role, by its ARN', () => {
    const { stack, secret } = secretIn();
    secret.grantRead(iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111122223333:role/app/reader'));
    expect(policyOf(stack).readers).toContain('arn:aws:iam::111122223333:role/app/reader');
  });

  test('of an account that nobody trusts is refused', () => {
    const { stack, secret } = secretIn({}, stackOf({ env: { account: '111122223333', region: 'eu-west-1' } }));
    for (const principal of [new iam.ArnPrincipal('arn:aws:iam::444455556666:role/reader'), iam.Role.fromRoleArn(stack, 'Abroad', 'arn:aws:iam::444455556666:role/reader')]) {
      expect(() => secret.grantRead(principal)).toThrow(expect.objectContaining({ id: 'UntrustedAccount', path: expect.stringMatching(/^Stack\//) }));
    }
  });

  test('that is only an ARN is allowed by the policies of secret and key', () => {
    const { stack, secret } = secretIn({}, trusting(stackOf(), '444455556666'));
    const reader = 'arn:aws:iam::444455556666:role/reader';
    expect(secret.grantRead(new iam.ArnPrincipal(reader)).success).toBe(true);
    const { readers, others } = policyOf(stack);
    expect(readers).toContain(reader);
    expect(others).toEqual(['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'].map((Action) => ({
      Effect: 'Allow', Principal: { AWS: reader }, Action, Resource: '*',
    })));
    Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([{
          Effect: 'Allow',
          Principal: { AWS: reader },
          Action: 'kms:Decrypt',
          Resource: '*',
          Condition: { StringEquals: { 'kms:ViaService': stack.resolve(`secretsmanager.${Aws.REGION}.${Aws.URL_SUFFIX}`) } },
        }]),
      },
    });
  });

  test('of another account is allowed by the policy of the secret too', () => {
    const { stack, secret } = secretIn({}, trusting(stackOf({ env: { account: '111122223333', region: 'eu-west-1' } }), '444455556666'));
    const reader = 'arn:aws:iam::444455556666:role/reader';
    secret.grantRead(iam.Role.fromRoleArn(stack, 'Abroad', reader));
    expect(policyOf(stack).others).toContainEqual({
      Effect: 'Allow', Principal: { AWS: reader }, Action: 'secretsmanager:GetSecretValue', Resource: '*',
    });
  });

  test.each<[string, (stack: Stack) => iam.IGrantable]>([
    ['a service', () => new iam.ServicePrincipal('ec2.amazonaws.com')],
    ['anyone', () => new iam.AnyPrincipal()],
    ['a star', () => new iam.StarPrincipal()],
    ['an organisation', () => new iam.OrganizationPrincipal('o-1234567890')],
    ['an account', () => new iam.AccountPrincipal('111122223333')],
    ['the account', () => new iam.AccountRootPrincipal()],
    ['a pattern', () => new iam.ArnPrincipal('arn:aws:iam::111122223333:role/*')],
    ['a session', () => new iam.ArnPrincipal('arn:aws:sts::111122223333:assumed-role/a/b')],
    ['a federation', () => new iam.FederatedPrincipal('cognito-identity.amazonaws.com')],
    ['two principals', () => new iam.CompositePrincipal(new iam.ArnPrincipal('arn:aws:iam::111122223333:role/a'), new iam.ArnPrincipal('arn:aws:iam::111122223333:role/b'))],
    ['a principal on a condition', () => new iam.PrincipalWithConditions(new iam.ArnPrincipal('arn:aws:iam::111122223333:role/a'), { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })],
    ['a group', (stack) => new iam.Group(stack, 'Group')],
    ['a function whose role is not known', (stack) => lambda.Function.fromFunctionArn(stack, 'Imported', 'arn:aws:lambda:eu-west-1:111122223333:function:x')],
  ])('is not %s: UnknownReader', (_, grantee) => {
    const { stack, secret } = secretIn();
    const principal = grantee(stack);
    expect(() => secret.grantRead(principal)).toThrow(expect.objectContaining({ id: 'UnknownReader', path: 'Stack/Secret' }));
    expect(policyOf(stack).readers).toHaveLength(1);
    expect(policyOf(stack).others).toEqual([]);
  });

  test('that may write is not a service either', () => {
    expect(() => secretIn().secret.grantWrite(new iam.ServicePrincipal('ec2.amazonaws.com'))).toThrow(expect.objectContaining({ id: 'UnknownReader' }));
  });
});

describe('a writer', () => {
  test('may put a value and nothing else, and cannot read it', () => {
    const { stack, secret } = secretIn();
    secret.grantWrite(fnIn(stack));
    const writes = statementsFor(stack, 'secretsmanager:PutSecretValue').filter(({ Action }) => !Array.isArray(Action));
    expect(writes).toEqual([{ Effect: 'Allow', Action: 'secretsmanager:PutSecretValue', Resource: stack.resolve(secret.secretArn) }]);
    expect(statementsFor(stack, 'secretsmanager:UpdateSecret')).toEqual([]);
  });
});

describe('a reader in another stack', () => {
  const envs: [string, StackProps][] = [['without an environment', {}], ['in one environment', { env: { account: '111122223333', region: 'eu-west-1' } }]];

  test.each(envs)('is named without a reference, so that the stacks make no cycle (%s)', (_, props) => {
    const app = new App();
    const [data, compute] = [new Stack(app, 'Data', props), new Stack(app, 'Compute', props)];
    const { secret } = secretIn({}, data);
    secret.grantRead(fnIn(compute));
    expect(() => app.synth()).not.toThrow();
    expect(compute.dependencies).toEqual([data]);
    expect(data.dependencies).toEqual([]);

    // the very name that the role has, and nothing but pseudo parameters beside it
    const named = Template.fromStack(compute).findResources('AWS::IAM::Role', { Properties: { RoleName: Match.anyValue() } });
    const [name] = Object.values(named).map((role) => fill(role.Properties.RoleName));
    expect(name).toMatch(/^ComputeFnOwnRole\w+-eu-west-1$/);
    expect(name.length).toBeLessThanOrEqual(64);
    expect(fill(policyOf(data).readers[1])).toBe(`arn:aws:iam::111122223333:role/${name}`);
  });

  test('in a nested stack is named likewise', () => {
    const { stack, secret } = secretIn();
    secret.grantRead(fnIn(new NestedStack(stack, 'Nested')));
    expect(() => Template.fromStack(stack)).not.toThrow();
    expect(JSON.stringify(policyOf(stack).readers[1])).toMatch(/:role\/StackNestedFnOwnRole\w+-/);
  });

  test('has a name only because of that: other functions have none', () => {
    const app = new App();
    const [data, compute] = [new Stack(app, 'Data'), new Stack(app, 'Compute')];
    secretIn({}, data).secret.grantRead(fnIn(compute));
    fnIn(compute, 'Other');
    Template.fromStack(compute).resourcePropertiesCountIs('AWS::IAM::Role', { RoleName: Match.anyValue() }, 1);
    Template.fromStack(data).resourcePropertiesCountIs('AWS::IAM::Role', { RoleName: Match.anyValue() }, 0);
  });

  test('whose role is not of this library is refused, and an import by name is not', () => {
    const app = new App();
    const [data, compute] = [new Stack(app, 'Data'), new Stack(app, 'Compute')];
    const { secret } = secretIn({}, data);
    const role = new iam.Role(compute, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'), roleName: 'reader' });
    expect(() => secret.grantRead(role)).toThrow(expect.objectContaining({ id: 'ReaderInOtherStack' }));
    secret.grantRead(iam.Role.fromRoleName(data, 'Reader', 'reader'));
    expect(() => app.synth()).not.toThrow();
    expect(JSON.stringify(policyOf(data).readers[1])).toContain(':role/reader');
  });
});

describe('the rotation', () => {
  test('is on, every 30 days, by a function that only Secrets Manager may call, for this secret and from this account', () => {
    const { stack, secret } = secretIn();
    const template = Template.fromStack(stack);
    const fn = { 'Fn::GetAtt': [Match.stringLikeRegexp('^TrustZoneSecretRotation'), 'Arn'] };
    template.hasResourceProperties('AWS::SecretsManager::RotationSchedule', {
      SecretId: stack.resolve(secret.secretArn), RotationLambdaARN: fn, RotationRules: { ScheduleExpression: 'rate(30 days)' },
    });
    template.resourceCountIs('AWS::Lambda::Permission', 1);
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: fn,
      Principal: 'secretsmanager.amazonaws.com',
      SourceArn: stack.resolve(secret.secretArn),
      SourceAccount: { Ref: 'AWS::AccountId' },
    });
  });

  test('begins when the permission, the policy of the function and its way to Secrets Manager are there', () => {
    const { stack } = secretIn();
    const [schedule] = Object.values(Template.fromStack(stack).findResources('AWS::SecretsManager::RotationSchedule'));
    expect(schedule.DependsOn).toEqual([
      expect.stringMatching(/^SecretRotationPermission/),
      expect.stringMatching(/^TrustZoneEndpointssecretsmanager/),
      expect.stringMatching(/^TrustZoneSecretRotationOwnRolePolicy/),
    ]);
  });

  test('may take four actions on the secrets of its zone and no other, and asks for no random value of every resource', () => {
    const { stack, secret } = secretIn();
    const other = new SecureSecret(stack, 'Other');
    const rotates = statementsFor(stack, 'secretsmanager:UpdateSecretVersionStage');
    expect(rotates).toEqual([secret, other].map(({ secretArn }) => ({
      Effect: 'Allow',
      Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'],
      Resource: stack.resolve(secretArn),
    })));
    expect(statementsFor(stack, 'secretsmanager:GetRandomPassword')).toEqual([]);
  });

  test('is one function for all secrets of a zone in a stack', () => {
    const { stack } = secretIn();
    new SecureSecret(stack, 'Other');
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.resourceCountIs('AWS::SecretsManager::RotationSchedule', 2);
    template.resourceCountIs('AWS::Lambda::Permission', 2);
  });

  test('is another function in another zone', () => {
    const stack = stackOf();
    const [one, two] = [new TrustZone(stack, 'One', { network: ZoneNetwork.none('test') }), new TrustZone(stack, 'Two', { network: ZoneNetwork.none('test') })];
    new SecureSecret(stack, 'A', { zone: one });
    new SecureSecret(stack, 'B', { zone: two });
    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 2);
  });

  test('stands in the stack of its secret when the zone is in another, without a cycle', () => {
    const app = new App();
    const [base, data] = [new Stack(app, 'Base'), new Stack(app, 'Data')];
    const zone = new TrustZone(base, 'Zone');
    zone.serve(data);
    new SecureSecret(data, 'One').grantRead(fnIn(data));
    new SecureSecret(data, 'Two');
    expect(() => app.synth()).not.toThrow();
    Template.fromStack(base).resourceCountIs('AWS::Lambda::Function', 0);
    Template.fromStack(data).resourceCountIs('AWS::Lambda::Function', 2);
  });

  test.each([[Duration.hours(4), 'rate(4 hours)'], [Duration.days(1), 'rate(1 day)'], [Duration.days(7), 'rate(7 days)']])('may be more often: %s', (rotateAfter, expected) => {
    Template.fromStack(secretIn({ rotateAfter }).stack).hasResourceProperties('AWS::SecretsManager::RotationSchedule', {
      RotationRules: { ScheduleExpression: expected },
    });
  });

  test.each([Duration.days(0), Duration.days(31), Duration.hours(3), Duration.minutes(270)])('cannot be %s: RotationInterval', (rotateAfter) => {
    const stack = stackOf();
    expect(() => secretIn({ rotateAfter }, stack)).toThrow(expect.objectContaining({ id: 'RotationInterval', path: 'Stack/Secret' }));
    expect(stack.node.findAll()).toHaveLength(1);
  });

  test('needs a literal interval', () => {
    const stack = stackOf();
    const days = new CfnParameter(stack, 'Days', { type: 'Number' }).valueAsNumber;
    expect(() => secretIn({ rotateAfter: Duration.days(days) }, stack)).toThrow(expect.objectContaining({ id: 'LiteralNeeded' }));
  });

  test('tells the function by a tag how the value is generated', () => {
    const { stack } = secretIn({ length: 32, generateKey: 'password', excludeCharacters: '"@' });
    Template.fromStack(stack).hasResourceProperties('AWS::SecretsManager::Secret', {
      Tags: [{ Key: 'cdk-zero-trust:generator', Value: `length=32 exclude=${Buffer.from('"@').toString('base64url')} key=password` }],
    });
  });

  test('cannot be scheduled twice, in the way of the L2 either', () => {
    const { secret, stack } = secretIn();
    const rotationLambda = fnIn(stack);
    expect(() => secret.addRotationSchedule('Again', { rotationLambda })).toThrow(expect.objectContaining({ id: 'AlreadyRotates' }));
  });
});

describe('a rotation function of one\'s own', () => {
  test('is granted rotation and is a reader; the zone\'s is not made', () => {
    const stack = stackOf();
    const rotationFunction = fnIn(stack);
    const { secret } = secretIn({ rotationFunction }, stack);
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Lambda::Function', 1);
    expect(policyOf(stack).readers).toEqual([roleOf(stack, rotationFunction)]);
    expect(statementsFor(stack, 'secretsmanager:UpdateSecretVersionStage')).toHaveLength(1);
    template.hasResourceProperties('AWS::Lambda::Permission', { SourceArn: stack.resolve(secret.secretArn), SourceAccount: { Ref: 'AWS::AccountId' } });
    template.hasResourceProperties('AWS::SecretsManager::Secret', { Tags: Match.absent() });
  });

  test('has to be in the stack of the secret', () => {
    const app = new App();
    const rotationFunction = fnIn(new Stack(app, 'Compute'));
    const data = new Stack(app, 'Data');
    expect(() => secretIn({ rotationFunction }, data)).toThrow(expect.objectContaining({ id: 'RotationFunctionInOtherStack' }));
    expect(data.node.findAll()).toHaveLength(1);
  });

  test('has to have a role that is known', () => {
    const stack = stackOf();
    const rotationFunction = lambda.Function.fromFunctionArn(stack, 'Imported', 'arn:aws:lambda:eu-west-1:111122223333:function:x');
    expect(() => secretIn({ rotationFunction }, stack)).toThrow(expect.objectContaining({ id: 'UnknownReader' }));
    expect(stack.node.tryFindChild('Secret')).toBeUndefined();
  });
});

describe('the ways of the L2 around the readers are closed', () => {
  test('a template holds the value only when an exception lets CloudFormation in', () => {
    const { secret } = secretIn();
    expect(() => secret.secretValue).toThrow(expect.objectContaining({ id: 'ValueInTemplate' }));
    expect(() => secret.secretValueFromJson('key')).toThrow(expect.objectContaining({ id: 'ValueInTemplate' }));
    const { secret: open, stack } = secretIn({ alsoReadableBy: ['arn:aws:iam::111122223333:role/cdk-hnb659fds-cfn-exec-role-*'] });
    expect(JSON.stringify(stack.resolve(open.secretValueFromJson('key')))).toContain('resolve:secretsmanager');
  });

  test('a database is not attached', () => {
    const { secret } = secretIn();
    const targetType = secretsmanager.AttachmentTargetType.RDS_DB_INSTANCE;
    expect(() => secret.attach({ asSecretAttachmentTarget: () => ({ targetId: 'db', targetType }) })).toThrow(expect.objectContaining({ id: 'NoTargetAttachment' }));
  });

  test('a copy in another region is under a key of one\'s own', () => {
    const { stack, secret } = secretIn();
    expect(() => secret.addReplicaRegion('eu-central-1')).toThrow(expect.objectContaining({ id: 'ReplicaWithoutKey' }));
    secret.addReplicaRegion('eu-central-1', secret.encryptionKey!);
    Template.fromStack(stack).hasResourceProperties('AWS::SecretsManager::Secret', {
      ReplicaRegions: [{ Region: 'eu-central-1', KmsKeyId: stack.resolve(secret.encryptionKey!.keyArn) }],
    });
  });
});

describe('an app with secrets', () => {
  test('is synthesised alike each time', () => {
    const build = () => {
      const { stack, secret } = secretIn();
      secret.grantRead(fnIn(stack));
      return Template.fromStack(stack).toJSON();
    };
    expect(build()).toEqual(build());
  });

  test('names no partition and no domain of a region', () => {
    const { stack, secret } = secretIn();
    secret.grantRead(fnIn(stack));
    const { Resources } = Template.fromStack(stack).toJSON();
    expect(JSON.stringify(Resources)).not.toMatch(/arn:aws[:-]/);
    expect(JSON.stringify(Resources)).not.toMatch(/secretsmanager\.[\w-]+\.amazonaws/);
  });

  test('pays four resources for each secret after the first', () => {
    const count = (secrets: number) => {
      const stack = stackOf();
      for (let i = 0; i < secrets; i++) new SecureSecret(stack, `Secret${i}`);
      return Object.keys(Template.fromStack(stack).toJSON().Resources).length;
    };
    expect(count(2) - count(1)).toBe(4);
  });
});
