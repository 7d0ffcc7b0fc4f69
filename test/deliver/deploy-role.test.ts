import { App, Aws, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { DeployRole, DeployRoleProps, OidcIssuer, Subject } from '../../src';
import { TemplateModel } from '../../src/model';
import { evaluate, RULES } from '../../src/rules';
import { isAllowed } from '../support/access-judge';
import { stackFindings } from '../support/packs';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const IDS = { ownerId: '1234', repositoryId: '5678' };
const SUBJECT = 'repo:octo@1234/orders@5678:environment:prod';
const GITHUB = 'token.actions.githubusercontent.com';
const ORG = '0d2a7a0e-1b1c-4b1d-8e1f-2a3b4c5d6e7f';
const PROJECT = '1d2a7a0e-1b1c-4b1d-8e1f-2a3b4c5d6e7f';
const USER = '2d2a7a0e-1b1c-4b1d-8e1f-2a3b4c5d6e7f';
const failsWith = (id: string) => expect.objectContaining({ name: 'ZeroTrustError', id });
const gitHub = (): DeployRoleProps => ({ issuer: OidcIssuer.GITHUB, subject: Subject.environment('octo', 'orders', 'prod', IDS) });

function templateOf(props: DeployRoleProps = gitHub()): Template {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  new DeployRole(stack, 'Deploy', props);
  return Template.fromStack(stack);
}

const resource = (template: Template, type: string) => Object.values(template.findResources(type))[0].Properties;
const trustOf = (template: Template) => resource(template, 'AWS::IAM::Role').AssumeRolePolicyDocument.Statement[0];

/** Ids of our rules that do not pass on a template. */
function failing(template: object): string[] {
  const model = new TemplateModel([{ name: 'stack.template.json', template: template as any }] as any, undefined, [ENV.account]);
  return evaluate(model, RULES).filter(({ result }) => result.verdict !== 'pass').map(({ rule }) => rule.id);
}

/** The template with a claim of GitHub that its role no longer asks for. */
function without(claim: string, secure: object): object {
  const template = JSON.parse(JSON.stringify(secure));
  const role: any = Object.values(template.Resources).find(({ Type }: any) => Type === 'AWS::IAM::Role');
  delete role.Properties.AssumeRolePolicyDocument.Statement[0].Condition.StringEquals[`${GITHUB}:${claim}`];
  return template;
}

describe('the role', () => {
  test('is trusted for the exact audience and subject of the issuer, for one hour', () => {
    const template = templateOf();
    expect(trustOf(template)).toEqual({
      Effect: 'Allow',
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: { Federated: { 'Fn::GetAtt': [expect.stringMatching(/^OidcProvider/), 'Arn'] } },
      Condition: { StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com', [`${GITHUB}:sub`]: SUBJECT } },
    });
    expect(resource(template, 'AWS::IAM::Role').MaxSessionDuration).toBe(3600);
    template.hasResourceProperties('AWS::IAM::OIDCProvider', { Url: `https://${GITHUB}`, ClientIdList: ['sts.amazonaws.com'] });
  });

  test('has one customer-managed policy, for the roles of cdk bootstrap that deploy and publish files', () => {
    const template = templateOf();
    const { Statement } = resource(template, 'AWS::IAM::ManagedPolicy').PolicyDocument;
    const arn = (kind: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::111122223333:role/cdk-hnb659fds-${kind}-role-111122223333-eu-west-1`]] });
    expect(Statement).toEqual([{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: [arn('deploy'), arn('file-publishing')] }]);
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 1);
    template.resourceCountIs('AWS::IAM::Policy', 0);
    expect(resource(template, 'AWS::IAM::Role').ManagedPolicyArns).toBeUndefined();
  });

  test('assumes the roles for images and for lookups only where it is asked for, of each target and of the qualifier', () => {
    const targets = [{ account: '444455556666', region: 'us-east-1' }];
    const template = templateOf({ ...gitHub(), targets, qualifier: 'team', publishImages: true, lookups: true });
    const text = JSON.stringify(resource(template, 'AWS::IAM::ManagedPolicy').PolicyDocument.Statement[0].Resource);
    expect(text.match(/role\/[\w-]+/g)).toEqual(['deploy', 'file-publishing', 'image-publishing', 'lookup'].map((kind) => `role/cdk-team-${kind}-role-444455556666-us-east-1`));
  });

  test('shares the provider of its issuer within the stack', () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    for (const stage of ['test', 'prod']) new DeployRole(stack, stage, { ...gitHub(), subject: Subject.environment('octo', 'orders', stage, IDS) });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::IAM::OIDCProvider', 1);
    template.resourceCountIs('AWS::IAM::Role', 2);
  });

  test('takes the provider that the account has, and refuses that of another issuer', () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const imported = (host: string) => iam.OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, host, `arn:aws:iam::111122223333:oidc-provider/${host}`);
    new DeployRole(stack, 'Deploy', { ...gitHub(), provider: imported(GITHUB) });
    Template.fromStack(stack).resourceCountIs('AWS::IAM::OIDCProvider', 0);
    expect(() => new DeployRole(stack, 'Other', { ...gitHub(), provider: imported('gitlab.com') })).toThrow(failsWith('OtherProvider'));
  });

  test('leaves nothing open in the five packs', () => {
    expect(stackFindings((stack) => new DeployRole(stack, 'Deploy', gitHub())).open).toEqual([]);
  });

  test('passes our rules, and each condition that is taken away fails one', () => {
    const secure = templateOf().toJSON();
    expect(failing(secure)).toEqual([]);
    expect(failing(without('sub', secure))).toEqual(expect.arrayContaining(['ZT-IAM-007', 'ZT-IAM-061']));
    expect(failing(without('aud', secure))).toEqual(['ZT-IAM-060']);
  });

  test('of a repository with subjects of names has the id as a condition, without which a rule fails', () => {
    const template = templateOf({ ...gitHub(), subject: Subject.environment('octo', 'orders', 'prod', { ...IDS, subjectOfNames: true }) });
    const { StringEquals } = trustOf(template).Condition;
    expect(StringEquals).toMatchObject({ [`${GITHUB}:sub`]: 'repo:octo/orders:environment:prod', [`${GITHUB}:repository_id`]: '5678' });
    expect(failing(template.toJSON())).toEqual([]);
    expect(failing(without('repository_id', template.toJSON()))).toEqual(['ZT-IAM-061']);
  });
});

describe('by a simulator of IAM', () => {
  const provider = `arn:aws:iam::111122223333:oidc-provider/${GITHUB}`;
  /** The simulator takes the claims of no issuer: they are tags of the caller for it, in the policy and in the request. */
  const tagged = (statement: object) => JSON.parse(JSON.stringify(statement).replaceAll(`"${GITHUB}:`, '"aws:PrincipalTag/'));
  const assumed = (claims: Record<string, string>) => {
    const statement = { ...tagged(trustOf(templateOf())), Principal: { Federated: provider } };
    return isAllowed({
      principal: provider,
      action: 'sts:AssumeRoleWithWebIdentity',
      resource: 'arn:aws:iam::111122223333:role/deploy',
      resourcePolicy: { Version: '2012-10-17', Statement: [statement] },
      identityPolicies: [],
      context: Object.fromEntries(Object.entries({ aud: 'sts.amazonaws.com', sub: SUBJECT, ...claims }).map(([claim, value]) => [`aws:PrincipalTag/${claim}`, value])),
    });
  };

  test('the job of the subject is let in', async () => expect(await assumed({})).toBe(true));

  test.each([
    ['another repository', { sub: 'repo:octo@1234/other@9999:environment:prod' }],
    ['a repository that took the name', { sub: 'repo:octo@4321/orders@8765:environment:prod' }],
    ['another environment', { sub: 'repo:octo@1234/orders@5678:environment:test' }],
    ['a branch', { sub: 'repo:octo@1234/orders@5678:ref:refs/heads/main' }],
    ['a pull request', { sub: 'repo:octo@1234/orders@5678:pull_request' }],
    ['another audience', { aud: 'https://github.com/octo' }],
  ])('%s is refused', async (_, claims: Record<string, string>) => expect(await assumed(claims)).toBe(false));

  const does = (action: string, target: string) => {
    const { PolicyDocument } = resource(templateOf(), 'AWS::IAM::ManagedPolicy');
    const policy = JSON.parse(JSON.stringify(PolicyDocument), (_, value) => value?.['Fn::Join']?.[1].map((part: any) => (typeof part === 'string' ? part : 'aws')).join('') ?? value);
    return isAllowed({ principal: 'arn:aws:iam::111122223333:role/deploy', action, resource: target, identityPolicies: [policy] });
  };
  const bootstrap = (kind: string, region = 'eu-west-1') => `arn:aws:iam::111122223333:role/cdk-hnb659fds-${kind}-role-111122223333-${region}`;

  test('it may assume the role that deploys', async () => expect(await does('sts:AssumeRole', bootstrap('deploy'))).toBe(true));

  test.each([
    ['sts:AssumeRole', bootstrap('lookup')],
    ['sts:AssumeRole', bootstrap('cfn-exec')],
    ['sts:AssumeRole', bootstrap('deploy', 'us-east-1')],
    ['sts:AssumeRole', 'arn:aws:iam::111122223333:role/admin'],
    ['iam:PassRole', bootstrap('cfn-exec')],
    ['cloudformation:CreateChangeSet', 'arn:aws:cloudformation:eu-west-1:111122223333:stack/Orders/1'],
  ])('it may not %s on %s', async (action, target) => expect(await does(action, target)).toBe(false));
});

describe('other issuers', () => {
  test('GitLab: subject of a branch, with the URL as audience', () => {
    const { Condition } = trustOf(templateOf({ issuer: OidcIssuer.GITLAB, subject: Subject.gitLabBranch('group/sub/project', 'main') }));
    expect(Condition).toEqual({ StringEquals: { 'gitlab.com:aud': 'https://gitlab.com', 'gitlab.com:sub': 'project_path:group/sub/project:ref_type:branch:ref:main' } });
  });

  test('CircleCI: the organization is in issuer, audience and subject', () => {
    const template = templateOf({ issuer: OidcIssuer.CIRCLECI, subject: Subject.circleCi(ORG, PROJECT, USER) });
    template.hasResourceProperties('AWS::IAM::OIDCProvider', { Url: `https://oidc.circleci.com/org/${ORG}`, ClientIdList: [ORG] });
    expect(trustOf(template).Condition).toEqual({
      StringEquals: { [`oidc.circleci.com/org/${ORG}:aud`]: ORG, [`oidc.circleci.com/org/${ORG}:sub`]: `org/${ORG}/project/${PROJECT}/user/${USER}` },
    });
  });

  test('one of your own, with a customised subject', () => {
    const issuer = OidcIssuer.custom('https://github.example.com/_services/token', 'aws');
    const template = templateOf({ issuer, subject: Subject.exact('repository_id:5678:environment:prod') });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: Match.objectLike({
        Statement: [Match.objectLike({
          Condition: { StringEquals: { 'github.example.com/_services/token:aud': 'aws', 'github.example.com/_services/token:sub': 'repository_id:5678:environment:prod' } },
        })],
      }),
    });
    expect(failing(template.toJSON())).toEqual([]);
  });
});

test.each([
  'repository_id:5678:environment:prod', 'repo:octo@1234/orders@5678:environment:prod:job_workflow_ref:octo/flows/deploy.yml@refs/heads/main', 'environment:prod:repository_id:5678',
])('a customised subject of one repository is taken at github.com: %s', (text) => {
  expect(trustOf(templateOf({ issuer: OidcIssuer.GITHUB, subject: Subject.exact(text) })).Condition.StringEquals[`${GITHUB}:sub`]).toBe(text);
});

test('two issuers whose URLs differ in a slash have a provider each', () => {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  ['https://ci.example-x.com/a', 'https://ci.example-x.com-a'].forEach((url, i) => {
    new DeployRole(stack, `Deploy${i}`, { issuer: OidcIssuer.custom(url, 'aws'), subject: Subject.exact('job') });
  });
  const providers = Template.fromStack(stack).findResources('AWS::IAM::OIDCProvider');
  expect(Object.values(providers).map(({ Properties }) => Properties.Url).sort()).toEqual(['https://ci.example-x.com-a', 'https://ci.example-x.com/a']);
});

describe('what throws', () => {
  test.each<[string, string, () => unknown]>([
    ['an environment by pattern', 'SubjectNotExact', () => Subject.environment('octo', 'orders', '*', IDS)],
    ['every repository', 'SubjectNotExact', () => Subject.environment('octo', '*', 'prod', IDS)],
    ['every branch', 'SubjectNotExact', () => Subject.branch('octo', 'orders', 'release/*', IDS)],
    ['no branch', 'SubjectNotExact', () => Subject.branch('octo', 'orders', '', IDS)],
    ['owner and repository in one', 'SubjectNotExact', () => Subject.branch('octo/orders', 'orders', 'main', IDS)],
    ['a token', 'SubjectNotExact', () => Subject.exact(`repo:${Aws.ACCOUNT_ID}`)],
    ['pull requests', 'SubjectOfProposedChanges', () => Subject.exact('repo:octo/orders:pull_request')],
    ['an environment called as pull requests', 'SubjectOfProposedChanges', () => Subject.environment('octo', 'orders', 'pull_request', IDS)],
    ['merge requests', 'SubjectOfProposedChanges', () => Subject.exact('project_path:a/b:event:merge_request_event')],
    ['a missing id of the owner', 'RepositoryIdMissing', () => Subject.environment('octo', 'orders', 'prod', { ...IDS, ownerId: '' })],
    ['a name for an id', 'RepositoryIdMissing', () => Subject.environment('octo', 'orders', 'prod', { ...IDS, repositoryId: 'orders' })],
    ['no ids', 'RepositoryIdMissing', () => Subject.environment('octo', 'orders', 'prod', undefined as any)],
    ['a project of GitLab without its group', 'SubjectNotExact', () => Subject.gitLabBranch('project', 'main')],
    ['a branch of GitLab by pattern', 'SubjectNotExact', () => Subject.gitLabBranch('group/project', 'release-*')],
    ['a name for an id of CircleCI', 'CircleCiIdMissing', () => Subject.circleCi(ORG, 'orders', USER)],
    ['any user of CircleCI', 'CircleCiIdMissing', () => Subject.circleCi(ORG, PROJECT, '*')],
    ['an empty audience', 'AudienceMissing', () => OidcIssuer.custom('https://ci.example.com', '')],
    ['any audience', 'AudienceMissing', () => OidcIssuer.custom('https://ci.example.com', '*')],
    ['an issuer without TLS', 'IssuerUrl', () => OidcIssuer.custom('http://ci.example.com', 'aws')],
    ['a subject of another issuer', 'SubjectOfOtherIssuer', () => templateOf({ issuer: OidcIssuer.GITLAB, subject: gitHub().subject })],
    ['names at an issuer whose ids IAM does not know', 'RepositoryIdMissing', () => templateOf({
      issuer: OidcIssuer.custom('https://ci.example.com', 'aws'), subject: Subject.branch('octo', 'orders', 'main', { ...IDS, subjectOfNames: true }),
    })],
    ...['repo:octo/orders:environment:prod', 'environment:prod', 'repository_owner:octo:environment:prod', 'x_repository_id:5678:environment:prod', 'repository_id:5678x',
      'job_workflow_ref:octo/flows/.github/workflows/deploy.yml@refs/heads/main', 'repo:octo@1234/orders:environment:prod'].flatMap((text) => [
      OidcIssuer.GITHUB, OidcIssuer.custom('https://token.actions.githubusercontent.com', 'aws'),
    ].map((issuer): [string, string, () => unknown] => [
      `what any repository may have as its subject, ${text}`, 'RepositoryIdMissing', () => templateOf({ issuer, subject: Subject.exact(text) }),
    ])),
    ['what any project of GitLab may have', 'RepositoryIdMissing', () => templateOf({ issuer: OidcIssuer.GITLAB, subject: Subject.exact('ref_type:branch:ref:main') })],
    ['a subject of GitLab at the URL of GitHub', 'SubjectOfOtherIssuer', () => templateOf({
      issuer: OidcIssuer.custom('https://token.actions.githubusercontent.com', 'aws'), subject: Subject.gitLabBranch('group/project', 'main'),
    })],
    ['a text for CircleCI, whose issuer has no organization then', 'SubjectOfOtherIssuer', () => templateOf({ issuer: OidcIssuer.CIRCLECI, subject: Subject.exact(`org/${ORG}`) })],
    ['an environment whose subject another one has as well', 'SubjectNotExact', () => Subject.environment('octo', 'orders', 'eu:prod', IDS)],
    ['an environment that is written as another one', 'SubjectNotExact', () => Subject.environment('octo', 'orders', 'eu%3Aprod', IDS)],
    ['a character that is not seen', 'SubjectNotExact', () => Subject.branch('octo', 'orders', 'main\u200b', IDS)],
    ['an issuer in other letters', 'IssuerUrl', () => OidcIssuer.custom('https://Token.actions.githubusercontent.com', 'aws')],
    ['no targets', 'BadDeployTarget', () => templateOf({ ...gitHub(), targets: [] })],
    ['any qualifier', 'BadQualifier', () => templateOf({ ...gitHub(), qualifier: '*' })],
    ['any account', 'BadDeployTarget', () => templateOf({ ...gitHub(), targets: [{ account: '*', region: 'eu-west-1' }] })],
    ['any region', 'BadDeployTarget', () => templateOf({ ...gitHub(), targets: [{ account: '111122223333', region: '*' }] })],
  ])('%s: %s', (_, id, build) => expect(build).toThrow(failsWith(id)));
});

describe('attacks on the subject', () => {
  const assumed = (issuer: OidcIssuer, subject: () => Subject) => () => new DeployRole(new Stack(new App(), 'Stack', { env: ENV }), 'Deploy', { issuer, subject: subject() });
  test.each<[string, string, OidcIssuer, () => Subject]>([
    ['an owner of any name', 'SubjectNotExact', OidcIssuer.GITHUB, () => Subject.environment('*', 'orders', 'prod', IDS)],
    ['a repository of any name', 'SubjectNotExact', OidcIssuer.GITHUB, () => Subject.environment('octo', 'o*', 'prod', IDS)],
    ['any branch', 'SubjectNotExact', OidcIssuer.GITHUB, () => Subject.branch('octo', 'orders', '*', IDS)],
    ['a whole ref for a branch', 'SubjectNotExact', OidcIssuer.GITHUB, () => Subject.branch('octo', 'orders', 'refs/heads/main', IDS)],
    ['an environment with a colon', 'SubjectNotExact', OidcIssuer.GITHUB, () => Subject.environment('octo', 'orders', 'a:b', IDS)],
    ['an environment with an encoded slash', 'SubjectNotExact', OidcIssuer.GITHUB, () => Subject.environment('octo', 'orders', 'a%2Fb', IDS)],
    ['a policy variable', 'SubjectNotExact', OidcIssuer.GITHUB, () => Subject.branch('octo', 'orders', '${aws:username}', IDS)],
    ['an id with a wildcard', 'RepositoryIdMissing', OidcIssuer.GITHUB, () => Subject.branch('octo', 'orders', 'main', { ...IDS, ownerId: '1*' })],
    ['a subject in other case', 'RepositoryIdMissing', OidcIssuer.GITHUB, () => Subject.exact('REPO:octo@1/orders@2:environment:prod')],
    ['a reusable workflow that others call', 'RepositoryIdMissing', OidcIssuer.GITHUB, () => Subject.exact('job_workflow_ref:octo/shared/.github/workflows/deploy.yml@refs/heads/main')],
    ['a repository alone', 'SubjectOfProposedChanges', OidcIssuer.GITHUB, () => Subject.exact('repository_id:5678')],
    ['an immutable repository alone', 'SubjectOfProposedChanges', OidcIssuer.GITHUB, () => Subject.exact('repo:octo@1/orders@2')],
    ['the ref of a pull request', 'SubjectOfProposedChanges', OidcIssuer.GITHUB, () => Subject.exact('repo:octo@1/orders@2:ref:refs/pull/5/merge')],
    ['a pull request in other case', 'SubjectOfProposedChanges', OidcIssuer.GITHUB, () => Subject.exact('repo:octo@1/orders@2:Pull_Request')],
    ['a project of any path', 'SubjectNotExact', OidcIssuer.GITLAB, () => Subject.exact('project_path:*:ref_type:branch:ref:main')],
    ['a project with an encoded slash', 'SubjectNotExact', OidcIssuer.GITLAB, () => Subject.gitLabBranch('group/p%2Fx', 'main')],
    ['a branch with a colon', 'SubjectNotExact', OidcIssuer.GITLAB, () => Subject.gitLabBranch('group/project', 'main:environment_protected:true')],
    ['a project alone', 'SubjectOfProposedChanges', OidcIssuer.GITLAB, () => Subject.exact('project_path:group/project')],
    ['the ref of a merge request', 'SubjectOfProposedChanges', OidcIssuer.GITLAB, () => Subject.exact('project_path:group/project:ref_type:branch:ref:refs/merge-requests/1/head')],
    ['an organization in upper case', 'CircleCiIdMissing', OidcIssuer.CIRCLECI, () => Subject.circleCi(ORG.toUpperCase(), PROJECT, USER)],
    ['any user of a project', 'SubjectNotExact', OidcIssuer.CIRCLECI, () => Subject.exact(`org/${ORG}/project/${PROJECT}/user/*`)],
  ])('%s is refused by %s', (_, id, issuer, subject) => {
    expect(assumed(issuer, subject)).toThrow(failsWith(id));
  });

  test.each<[string, OidcIssuer, () => Subject]>([
    ['a reusable workflow of one repository', OidcIssuer.GITHUB, () => Subject.exact('repository_id:5678:job_workflow_ref:octo/shared/.github/workflows/deploy.yml@refs/heads/main')],
    ['a branch with a slash', OidcIssuer.GITHUB, () => Subject.branch('octo', 'orders', 'release/1', IDS)],
    ['a subgroup', OidcIssuer.GITLAB, () => Subject.gitLabBranch('group/sub/project', 'main')],
  ])('%s is taken', (_, issuer, subject) => {
    expect(assumed(issuer, subject)).not.toThrow();
  });
});
