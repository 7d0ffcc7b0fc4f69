import { textOf, TemplateModel } from '../../src/model';
import { globMatches } from '../../src/model/glob';
import { evaluate, judgeCoverage, RULES } from '../../src/rules';

const url = (AuthType: unknown, more: object = {}) => ({ Type: 'AWS::Lambda::Url', ...more, Properties: { AuthType, TargetFunctionArn: 'f' } });
const model = (template: object, given?: Record<string, unknown>) => (
  new TemplateModel([{ id: 'S', name: 'S', template }], given && new Map(Object.entries(given)))
);
const ruled = (rule: string) => RULES.filter(({ id }) => id === rule);
const verdicts = (template: object, rule: string, given?: Record<string, unknown>) => (
  evaluate(model(template, given), ruled(rule)).map(({ result }) => result.verdict)
);
/** Of the rule on who may call a function's URL. */
const ofUrl = (AuthType: unknown, template: object = {}, given?: Record<string, unknown>) => verdicts({ ...template, Resources: { U: url(AuthType) } }, 'ZT-LAMBDA-008', given);
const seconds = (action: () => void) => {
  const start = process.cpuUsage().user;
  action();
  return (process.cpuUsage().user - start) / 1e6;
};

describe('a condition', () => {
  const under = (Conditions: object) => verdicts({ Conditions, Resources: { U: url('NONE', { Condition: 'A' }) } }, 'ZT-LAMBDA-008');
  const TRUE = { 'Fn::Equals': ['a', 'a'] };
  const chain = (length: number, of: object) => Object.fromEntries([
    ['A', { 'Fn::And': [{ Condition: 'C0' }, { Condition: 'C0' }] }],
    ...[...Array(length).keys()].map((i) => [`C${i}`, i === length - 1 ? of : { 'Fn::And': [{ Condition: `C${i + 1}` }, { Condition: `C${i + 1}` }] }]),
  ]);
  const nest = (depth: number) => { let all: object = TRUE; for (let i = 0; i < depth; i++) all = { 'Fn::And': [all, TRUE] }; return { A: all }; };

  test.each([1, 17, 40, 390, 1000])('built of %d others each of which is named twice does not make its resource vanish, nor hang', (length) => {
    expect(seconds(() => expect(under(chain(length, TRUE))).toEqual(['fail']))).toBeLessThan(1);
  });

  test.each([1, 33, 120, 240])('nested %d deep does not make its resource vanish', (depth) => expect(under(nest(depth))).toEqual(['fail']));

  test('that is false is false at the end of a chain, too', () => {
    expect(under(chain(40, { 'Fn::Equals': ['a', 'b'] }))).toEqual(['pass']);
  });

  test.each([
    ['that leads to itself', { A: { 'Fn::And': [{ Condition: 'A' }, { Condition: 'A' }] } }],
    ['that leads to itself by a No', { A: { 'Fn::Not': [{ Condition: 'A' }] } }],
    ['of a name that is none', { A: { Condition: 7 } }],
    ['that is absent', {}],
    ['of a function that nobody knows', { A: { 'Fn::Xor': [TRUE, TRUE] } }],
    ['of an And without a list', { A: { 'Fn::Or': { Condition: 'B' } } }],
    ['of nothing', { A: null }],
  ])('%s may hold', (_, conditions) => expect(under(conditions)).toEqual(['fail']));

  test('on a dynamic reference is no comparison of its text', () => {
    expect(under({ A: { 'Fn::Equals': ['{{resolve:ssm:/stage}}', 'prod'] } })).toEqual(['fail']);
  });
});

describe('a value that deployment makes', () => {
  const value = (written: unknown, resources: object = {}, outputs: object = {}) => model({ Resources: { ...resources, Q: { Type: 'AWS::SQS::Queue', Properties: { V: written } } }, ...outputs })
    .ofType('AWS::SQS::Queue').slice(-1)[0].at('V').value;
  const RESOURCES = {
    C: { Type: 'Custom::X' },
    D: { Type: 'AWS::CloudFormation::CustomResource' },
    N: { Type: 'AWS::CloudFormation::Stack' },
    P: { Type: 'AWS::SSM::Parameter' },
    M: { Type: 'My::S3::Bucket::MODULE' },
    T: { Type: 'Acme::Db::Table' },
    W: { Type: 'AWS::CloudFormation::WaitCondition' },
    K: { Type: 'AWS::IAM::AccessKey' },
    SC: { Type: 'AWS::ServiceCatalog::CloudFormationProvisionedProduct' },
    O: { Type: 'AWS::Organizations::Organization' },
    V: { Type: 'AWS::EC2::Subnet' },
    R: { Type: 'AWS::IAM::Role' },
    G: { Type: 'AWS::EC2::SecurityGroup' },
    E: { Type: 'AWS::DynamoDB::Table' },
    F: { Type: 'AWS::NetworkFirewall::Firewall' },
  };

  test.each([
    '{{resolve:ssm:/x}}', '{{resolve:ssm-secure:/x:1}}', '{{resolve:secretsmanager:s:SecretString:p}}', 'arn:aws:iam::{{resolve:ssm:/x}}:root',
    { 'Fn::Sub': 'arn:aws:iam::{{resolve:ssm:/${AWS::Region}}}:root' }, { 'Fn::Join': ['', ['{{resolve:ssm:', { Ref: 'R' }, '}}']] },
    ...['C.Value', 'C.Arn', 'D.Arn', 'N.Outputs.Arn', 'P.Value', 'M.Arn', 'T.Arn', 'W.Data', 'K.SecretAccessKey', 'SC.Outputs.RoleArn', 'O.ManagementAccountId', 'V.AvailabilityZone']
      .map((name) => ({ 'Fn::GetAtt': name.split('.').length > 2 ? name : name.split('.') })),
    { Ref: 'C' }, { Ref: 'M' }, { 'Fn::Sub': 'arn:aws:s3:::${C.Name}/*' },
  ])('is unknown, and names nothing: %j', (written) => {
    expect(value(written, RESOURCES)).toMatchObject({ kind: 'unknown' });
  });

  test.each(['R.Arn', 'R.RoleId', 'G.GroupId', 'E.StreamArn', 'F.EndpointIds'])('is a reference where it names its resource: %s', (name) => {
    expect(value({ 'Fn::GetAtt': name }, RESOURCES)).toMatchObject({ kind: 'reference' });
  });

  test('stays a reference to a secret where a rule asks for one', () => {
    const connection = (Password: string) => verdicts({ Resources: { C: { Type: 'AWS::Events::Connection', Properties: { AuthParameters: { BasicAuthParameters: { Username: 'u', Password } } } } } }, 'ZT-EVENTS-004');
    expect(connection('{{resolve:secretsmanager:s:SecretString:p}}')).toEqual(['pass']);
    expect(connection('{{resolve:ssm-secure:/p:1}}')).toEqual(['pass']);
    expect(connection('{{resolve:ssm:/p}}')).toEqual(['fail']);
  });

  test('is no action that a policy names exactly', () => {
    const [policy] = model({ Resources: { M: { Type: 'AWS::IAM::ManagedPolicy', Properties: { V: '{{resolve:ssm:/a}}' } } } }).ofType('AWS::IAM::ManagedPolicy');
    expect(textOf(policy.at('V').value)).toContain('resolve');
  });
});

describe('a parameter', () => {
  const parameter = (json: object, more: object = {}) => ({ Parameters: { P: { Type: 'String', ...json } }, ...more });
  const P = { Ref: 'P' };

  test.each([
    ['of good allowed values passes', { AllowedValues: ['AWS_IAM'] }, undefined, ['pass']],
    ['fails by one bad allowed value', { AllowedValues: ['AWS_IAM', 'NONE'], Default: 'AWS_IAM' }, undefined, ['fail']],
    ['fails by a bad default', { Default: 'NONE' }, undefined, ['fail']],
    ['proves nothing by a good default', { Default: 'AWS_IAM' }, undefined, ['unknown']],
    ['is unknown without any', {}, undefined, ['unknown']],
    ['passes by a good value that is given', { Default: 'NONE' }, { P: 'AWS_IAM' }, ['pass']],
    ['fails by a bad value that is given', { AllowedValues: ['AWS_IAM', 'NONE'] }, { P: 'NONE' }, ['fail']],
    ['is unknown when its default names a parameter of Systems Manager', { Type: 'AWS::SSM::Parameter::Value<String>', Default: 'NONE' }, undefined, ['unknown']],
    ['of more values than are tried is not known', { AllowedValues: [...Array(30).keys()].map(String) }, undefined, ['unknown']],
  ])('%s', (_, json, given, expected) => expect(ofUrl(P, parameter(json), given as any)).toEqual(expected));

  test('is the same in a condition and in a value', () => {
    const key = { 'Fn::If': ['Given', P, 'AWS_IAM'] };
    expect(ofUrl(key, parameter({ Default: '' }, { Conditions: { Given: { 'Fn::Not': [{ 'Fn::Equals': [P, ''] }] } } }))).toEqual(['unknown']);
    expect(ofUrl(key, parameter({ AllowedValues: ['', 'AWS_IAM'] }, { Conditions: { Given: { 'Fn::Not': [{ 'Fn::Equals': [P, ''] }] } } }))).toEqual(['pass']);
  });

  test('is of what the Rules section asserts', () => {
    const only = (Assert: object) => ({ Rules: { R: { Assertions: [{ Assert }] } } });
    expect(ofUrl(P, parameter({}, only({ 'Fn::Contains': [['AWS_IAM'], P] })))).toEqual(['pass']);
    expect(ofUrl(P, parameter({ AllowedValues: ['AWS_IAM', 'NONE'] }, only({ 'Fn::Not': [{ 'Fn::Equals': [P, 'NONE'] }] })))).toEqual(['pass']);
    expect(ofUrl(P, parameter({ AllowedValues: ['AWS_IAM', 'NONE'] }, { Rules: { R: { RuleCondition: {}, Assertions: [{ Assert: { 'Fn::Equals': [P, 'AWS_IAM'] } }] } } }))).toEqual(['fail']);
  });

  test('of a nested stack that is passed none has its default', () => {
    const inputs = [
      { id: 'S', name: 'S', template: { Resources: { N: { Type: 'AWS::CloudFormation::Stack', Properties: {} } } } },
      { id: 'S/N', name: 'N', template: { ...parameter({ Default: 'AWS_IAM' }), Resources: { U: url(P) } }, nestedIn: { id: 'S', logicalId: 'N' } },
    ];
    expect(evaluate(new TemplateModel(inputs), RULES.filter(({ id }) => id === 'ZT-LAMBDA-008'))[0].result.verdict).toBe('pass');
  });

  test('of many with many values makes conditions no more unknown than before', () => {
    const many = Object.fromEntries([...Array(6).keys()].map((i) => [`P${i}`, { Type: 'String', AllowedValues: ['', 'IAM2', 'IAM3'] }]));
    const [first, ...others] = Object.keys(many).map((Ref) => ({ Ref }));
    const name = { 'Fn::Select': [0, { 'Fn::Split': [',', { 'Fn::Join': ['', ['AWS_IAM', first, ',', ...others]] }] }] };
    expect(seconds(() => expect(ofUrl(name, { Parameters: many })).toEqual(['unknown']))).toBeLessThan(1);
  });

  test('of many with many values fails where the values that are tried first are insecure', () => {
    const many = Object.fromEntries([...Array(6).keys()].map((i) => [`P${i}`, { Type: 'String', AllowedValues: ['NO', 'NE', ''] }]));
    expect(ofUrl({ 'Fn::Join': ['', Object.keys(many).map((Ref) => ({ Ref }))] }, { Parameters: many })).toEqual(['fail']);
  });

  test('that chooses an entry of a mapping chooses its default where there is none', () => {
    const find = { 'Fn::FindInMap': ['M', { Ref: 'P' }, 'Auth', { DefaultValue: 'NONE' }] };
    const mapping = { Mappings: { M: { prod: { Auth: 'AWS_IAM' } } } };
    expect(ofUrl(find, parameter({ AllowedValues: ['dev', 'prod'] }, mapping))).toEqual(['fail']);
    expect(ofUrl(find, parameter({ AllowedValues: ['prod'] }, mapping))).toEqual(['pass']);
    expect(ofUrl(find, parameter({}, mapping))).toEqual(['fail']);
  });
});

describe('functions of AWS::LanguageExtensions', () => {
  const Transform = 'AWS::LanguageExtensions';
  const loop = (collection: unknown) => ({ 'Fn::ForEach::Urls': ['Name', collection, { 'Url&{Name}': url({ 'Fn::FindInMap': ['M', { Ref: 'Name' }, 'Auth'] }) }] });
  const Mappings = { M: { 'or-ders': { Auth: 'AWS_IAM' }, 'users': { Auth: 'NONE' } } };

  test.each([
    ['a list', ['or-ders', 'users'], {}],
    ['the default of a parameter', { Ref: 'Names' }, { Names: { Type: 'CommaDelimitedList', Default: 'or-ders,users' } }],
  ])('a loop over %s is written out', (_, collection, Parameters) => {
    const written = model({ Transform, Mappings, Parameters, Resources: loop(collection) });
    expect(written.ofType('AWS::Lambda::Url').map(({ logicalId }) => logicalId)).toEqual(['Urlorders', 'Urlusers']);
    expect(evaluate(written, RULES.filter(({ id }) => id === 'ZT-LAMBDA-008')).map(({ result }) => result.verdict)).toEqual(['pass', 'fail']);
    expect(judgeCoverage(written)).toEqual([]);
  });

  test('a loop over what is given runs over that', () => {
    const parameters = { Names: { Type: 'CommaDelimitedList', Default: 'users' } };
    expect(model({ Transform, Mappings, Parameters: parameters, Resources: loop({ Ref: 'Names' }) }, { Names: 'or-ders' }).ofType('AWS::Lambda::Url')).toHaveLength(1);
  });

  test.each([['without a default', { Ref: 'Names' }, Transform], ['without the transform', ['a'], undefined], ['that is too long', [...Array(6000).keys()], Transform]])('a loop %s is told', (_, collection, transform) => {
    const coverage = judgeCoverage(model({ Transform: transform, Parameters: { Names: { Type: 'CommaDelimitedList' } }, Resources: loop(collection) }));
    expect(coverage.map(({ rule, resource }) => `${rule.id} ${resource.logicalId}`)).toEqual(['ZT-COVERAGE-005 Fn::ForEach::Urls']);
  });

  test('a policy in Fn::ToJsonString is read, and Fn::Length counted', () => {
    const document = { 'Fn::ToJsonString': { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sns:*', Resource: '*' }] } };
    expect(verdicts({ Resources: { P: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: ['t'], PolicyDocument: document } } } }, 'ZT-SNS-003')).toEqual(['fail']);
    const [logs] = model({ Resources: { L: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: { 'Fn::Length': ['a', 'b'] }, T: document } } } }).ofType('AWS::Logs::LogGroup');
    expect(logs.at('RetentionInDays').value).toEqual({ kind: 'known', value: 2 });
    expect(JSON.parse(textOf(logs.at('T').value)!)).toEqual(document['Fn::ToJsonString']);
  });
});

describe('input that grows', () => {
  test.each([
    ['*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*?*zz', 'iam:createpolicyversion'], ['*'.repeat(200) + 'x', 'a'.repeat(2000)], ['*a'.repeat(60) + 'b', 'a'.repeat(4000)],
  ])('does not make matching slow: %.30s', (pattern, text) => {
    expect(seconds(() => expect(globMatches(pattern, text)).toBe(false))).toBeLessThan(0.5);
  });

  test.each([['s3:get*', 's3:getobject', true], ['s3:get?bject', 's3:getobject', true], ['*', '', true], ['s3:*t', 's3:getobject', true], ['s3:*x', 's3:getobject', false], ['?', '', false], ['', 'a', false]])('matching %s on %s is %s', (pattern, text, expected) => {
    expect(globMatches(pattern, text)).toBe(expected);
  });

  const grown = (depth: number, wrap: (inner: unknown) => unknown) => { let all: unknown = 'xxxxxxxxxx'; for (let i = 0; i < depth; i++) all = wrap(all); return all; };
  test.each([
    ['Fn::Sub', (a: unknown) => ({ 'Fn::Sub': ['${a}${a}${a}${a}', { a }] })],
    ['Fn::Sub of four names', (a: unknown) => ({ 'Fn::Sub': ['${a}${b}${c}${d}', { a, b: a, c: a, d: a }] })],
    ['Fn::Join', (a: unknown) => ({ 'Fn::Join': ['', [a, a, a, a]] })],
  ])('%s of itself is unknown when it is too long for any template', (_, wrap) => {
    const text = grown(14, wrap);
    const policy = { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: ['q'], PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { AWS: text }, Action: text, Resource: text }] } } };
    expect(seconds(() => expect(verdicts({ Resources: { P: policy } }, 'ZT-SQS-003')).toEqual(['unknown']))).toBeLessThan(1);
  });
});
