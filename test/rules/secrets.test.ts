import { secretsCases } from './cases/secrets';
import { judge, prove, ref, resource } from './support/prove';
import { TemplateModel } from '../../src/model';
import { evaluate, RULES } from '../../src/rules';

prove('SECRETS', secretsCases);

test('each resource with a credential is a finding of its own, and what is beside resources is one more', () => {
  const rule = RULES.find(({ id }) => id === 'ZT-SECRETS-009')!;
  const tagged = () => resource('AWS::SQS::Queue', { Tags: [{ Key: 'k', Value: `AKIA${'IOSFODNN7EXAMPLE'}` }] });
  const template = { Resources: { One: tagged(), Other: tagged(), Noted: { ...resource('AWS::SQS::Queue'), Metadata: { note: `AKIA${'IOSFODNN7EXAMPLE'}` } }, Clean: resource('AWS::SQS::Queue') }, Outputs: { Key: { Value: `AKIA${'IOSFODNN7EXAMPLE'}` } } };
  const verdicts = evaluate(new TemplateModel([{ id: 'S', name: 'S', template }]), [rule]);
  expect(verdicts.map(({ resource: { logicalId }, result }) => [logicalId, result.verdict, result.value])).toEqual([
    ['One', 'fail', 'One.Properties.Tags.0.Value'], ['Other', 'fail', 'Other.Properties.Tags.0.Value'], ['Noted', 'fail', 'Noted.Metadata.note'], ['Clean', 'pass', undefined], ['Template', 'fail', 'Outputs.Key.Value'],
  ]);
});

/** Types that have rules of their own on secrets: each place in them under a name that is none of a secret. */
const PLACES: [string, string, (text: string) => object][] = [
  ['a header of an origin', 'AWS::CloudFront::Distribution', (text) => ({ DistributionConfig: { Origins: [{ Id: 'o', OriginCustomHeaders: [{ HeaderName: 'x-note', HeaderValue: text }] }] } })],
  ['a variable of a project', 'AWS::CodeBuild::Project', (text) => ({ Environment: { EnvironmentVariables: [{ Name: 'NOTE', Value: text }] } })],
  ['a buildspec', 'AWS::CodeBuild::Project', (text) => ({ Source: { BuildSpec: `phases:\n  build:\n    commands:\n      - deploy ${text}` } })],
  ['the description of a project', 'AWS::CodeBuild::Project', (text) => ({ Description: text })],
  ['a tag of a pipeline', 'AWS::CodePipeline::Pipeline', (text) => ({ Tags: [{ Key: 'note', Value: text }] })],
  ['the configuration of an action', 'AWS::CodePipeline::Pipeline', (text) => ({ Stages: [{ Actions: [{ Name: 'a', Configuration: { Note: text } }] }] })],
  ['a header of a connection', 'AWS::Events::Connection', (text) => ({ AuthParameters: { InvocationHttpParameters: { HeaderParameters: [{ Key: 'note', Value: text }] } } })],
  ['the description of a connection', 'AWS::Events::Connection', (text) => ({ Description: text })],
  ['a variable of a function', 'AWS::Lambda::Function', (text) => ({ Environment: { Variables: { NOTE: text } } })],
  ['a parameter', 'AWS::SSM::Parameter', (text) => ({ Type: 'StringList', Value: `a,${text}` })],
  ['the description of a parameter', 'AWS::SSM::Parameter', (text) => ({ Type: 'String', Value: 'a', Description: text })],
  ['the description of a secret', 'AWS::SecretsManager::Secret', (text) => ({ Description: text })],
];
const CREDENTIALS = {
  'an access key': `AKIA${'IOSFODNN7EXAMPLE'}`,
  'a token of GitHub': `ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'}`,
  'a key of Stripe': `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`,
  'a private key': `-----BEGIN RSA PRIVATE ${'KEY-----'}\nMIIEowIBAAKCAQEA`,
  'a password in a URL': `postgres://admin:${'S3cr3tPassw0rd'}@db.example.com/app`,
};

describe.each(PLACES)('in %s', (_, type, properties) => {
  const findings = (text: string) => evaluate(new TemplateModel([{ id: 'S', name: 'S', template: { Resources: { It: resource(type, properties(text)) } } }]), RULES)
    .filter(({ result: { verdict }, rule: { severity } }) => verdict === 'fail' && ['critical', 'high'].includes(severity)).map(({ rule: { id }, result }) => `${id} ${result.value ?? ''}`);

  test.each(Object.entries(CREDENTIALS))('%s is a finding, whatever the place is called', (__, credential) => {
    const without = findings('nothing');
    const found = findings(credential).filter((one) => !without.includes(one));
    expect(found).not.toEqual([]);
    expect(found.join()).not.toContain(credential);
  });
});

describe('a NoEcho parameter with a default', () => {
  const verdict = (Default?: string) => {
    const template = {
      Parameters: { Password: { Type: 'String', NoEcho: true, ...Default === undefined ? {} : { Default } } },
      Resources: { Database: resource('AWS::RDS::DBInstance', { MasterUserPassword: ref('Password') }) },
    };
    return judge(RULES.find(({ id }) => id === 'ZT-SECRETS-010')!, [{ id: 'Stack', name: 'Stack', template }], 'Database');
  };

  test('is a secret in plaintext', () => {
    expect(verdict('Sup3rS3cret1')).toEqual(expect.objectContaining({ verdict: 'fail', finding: 'its parameter has a default in plaintext' }));
    expect(JSON.stringify(verdict('Sup3rS3cret1'))).not.toContain('Sup3rS3cret1');
  });

  test.each([undefined, '', '{{resolve:secretsmanager:db:SecretString:password}}'])('is none where the default is %j', (text) => {
    expect(verdict(text).verdict).toBe('pass');
  });
});

describe('a NoEcho parameter with a default, within a text', () => {
  const text = { 'Fn::Join': ['', ['', ref('Password')]] };
  const [shown, asked] = ['Sup3rS3cret1', '<your-password>'];

  test.each([
    ['ZT-SECRETS-008', 'AWS::SecretsManager::Secret', { SecretString: text }],
    ['ZT-SECRETS-008', 'AWS::SecretsManager::Secret', { SecretString: ref('Password') }],
    ['ZT-SECRETS-010', 'AWS::RDS::DBInstance', { MasterUserPassword: text }],
    ['ZT-EVENTS-004', 'AWS::Events::Connection', { AuthParameters: { BasicAuthParameters: { Password: text } } }],
  ])('is in plaintext by %s, and not where the default asks for one', (id, type, properties) => {
    const verdict = (Default: string) => judge(RULES.find((rule) => rule.id === id)!, [{
      id: 'S', name: 'S', template: { Parameters: { Password: { Type: 'String', NoEcho: true, Default } }, Resources: { It: resource(type, properties) } },
    }], 'It');
    expect(verdict(shown)).toEqual(expect.objectContaining({ verdict: 'fail', finding: 'its parameter has a default in plaintext' }));
    expect(JSON.stringify(verdict(shown))).not.toContain(shown);
    expect(verdict('').verdict).toBe('pass');
    expect(id === 'ZT-SECRETS-010' || verdict(asked).verdict === 'pass').toBe(true);
  });
});

describe('ZT-SECRETS-011', () => {
  const rule = RULES.find(({ id }) => id === 'ZT-SECRETS-011')!;
  const Parameters = {
    Password: { Type: 'String', NoEcho: 'true' }, DatabaseUser: { Type: 'String', NoEcho: true }, Shown: { Type: 'String' }, Plain: { Type: 'String', Default: '/app/password' },
  };
  const Resources = { User: resource('AWS::IAM::AccessKey', { UserName: 'ci' }), Secret: resource('AWS::SecretsManager::Secret', {}), Pool: resource('AWS::Cognito::UserPoolClient', {}) };
  const output = (Value: unknown, name = 'Value') => judge(rule, [{ id: 'S', name: 'S', template: { Parameters, Resources, Outputs: { [name]: { Value } } } }], 'Template');

  test.each<[string, unknown]>([
    ['a NoEcho parameter', ref('Password')],
    ['a text with one', { 'Fn::Sub': 'mysql --password=${Password}' }],
    ['the secret key of a user', { 'Fn::GetAtt': ['User', 'SecretAccessKey'] }],
    ['it in a text', { 'Fn::Sub': 'aws configure set aws_secret_access_key ${User.SecretAccessKey}' }],
    ['the secret of a client, in one branch', { 'Fn::If': ['Any', { 'Fn::GetAtt': 'Pool.ClientSecret' }, 'none'] }],
  ])('an output with %s fails, and its value names the source', (_, value) => {
    expect(output(value)).toEqual({ verdict: 'fail', finding: 'it exposes the value of a secret', value: expect.stringMatching(/^Outputs\.Value\.Value \((NoEcho parameter Password|User\.SecretAccessKey|Pool\.ClientSecret)\)$/) });
  });

  test('an output that is called after a password, with one in plaintext, fails and does not show it', () => {
    expect(output('hunter2hunter2', 'AdminPassword')).toEqual({ verdict: 'fail', finding: 'it exposes the value of a secret', value: 'Outputs.AdminPassword.Value' });
  });

  test.each<[string, unknown, string?]>([
    ['the ARN of a secret', ref('Secret')],
    ['the ARN of a secret, by a name of it', { 'Fn::GetAtt': ['Secret', 'Id'] }, 'DatabaseSecretArn'],
    ['the id of an access key', ref('User')],
    ['the id of a client', { 'Fn::GetAtt': ['Pool', 'ClientId'] }],
    ['the NoEcho name of a user', ref('DatabaseUser')],
    ['a parameter without NoEcho', ref('Shown')],
    ['the name of a parameter of Systems Manager', ref('Plain'), 'InitialPassword'],
    ['a dynamic reference, which CloudFormation resolves in properties only', '{{resolve:secretsmanager:db:SecretString:password}}'],
    ['what a mapping has for a secret key', { 'Fn::FindInMap': ['Sizes', ref('Password'), 'small', { DefaultValue: 'none' }] }],
  ])('an output with %s passes', (...[, value, name]) => {
    expect(output(value, name).verdict).toBe('pass');
  });

  test('nested stacks show parameters, but for those with NoEcho, and outputs of what they are given', () => {
    const nested = (NoEcho: boolean) => [
      { id: 'S', name: 'S', template: { Parameters, Resources: { Inner: resource('AWS::CloudFormation::Stack', { TemplateURL: 'inner.json', Parameters: { Word: ref('Password') } }) } } },
      { id: 'S/Inner', name: 'Inner', nestedIn: { id: 'S', logicalId: 'Inner' }, template: { Parameters: { Word: { Type: 'String', NoEcho } }, Outputs: { Given: { Value: ref('Word') } } } },
    ];
    expect(judge(rule, nested(false), 'Inner')).toEqual(expect.objectContaining({ verdict: 'fail', value: 'Inner.Properties.Parameters.Word (NoEcho parameter Password)' }));
    expect(judge(rule, nested(true), 'Inner').verdict).toBe('pass');
    expect(judge(rule, nested(true), 'Template').verdict).toBe('fail');
  });

  test('conditions do not multiply: a text of 24 branches is judged, whatever they are', () => {
    const branches = (last: unknown) => ({ 'Fn::Join': ['', Array.from({ length: 24 }, (__, i) => ({ 'Fn::If': [`C${i}`, 'a', i === 23 ? last : 'b'] }))] });
    const Conditions = Object.fromEntries(Array.from({ length: 24 }, (__, i) => [`C${i}`, { 'Fn::Equals': [ref('Shown'), `${i}`] }]));
    const verdict = (last: unknown) => judge(rule, [{ id: 'S', name: 'S', template: { Parameters, Conditions, Resources: { Host: resource('AWS::EC2::Instance', { UserData: branches(last) }) } } }], 'Host').verdict;
    expect(verdict(ref('Password'))).toBe('fail');
    expect(verdict('c')).toBe('pass');
  });

  test('a branch that the given parameters rule out is not there', () => {
    const template = {
      Parameters, Conditions: { Hides: { 'Fn::Equals': [ref('Shown'), 'yes'] } }, Resources: { Host: resource('AWS::EC2::Instance', { UserData: { 'Fn::If': ['Hides', 'none', ref('Password')] } }) },
    };
    const verdicts = (given?: string) => evaluate(new TemplateModel([{ id: 'S', name: 'S', template }], given === undefined ? undefined : new Map([['Shown', given]])), [rule])
      .filter(({ resource: { logicalId } }) => logicalId === 'Host').map(({ result: { verdict } }) => verdict);
    expect([verdicts(), verdicts('no'), verdicts('yes')]).toEqual([['fail'], ['fail'], ['pass']]);
  });
});
