import { Arn, ArnFormat, DefaultStackSynthesizer, Duration, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { DeployRoleProps, DeployTarget } from './deploy-role-props';
import type { OidcIssuer } from './oidc-issuer';
import type { Subject } from './subject';
import { SubjectKind } from './subject-kind';
import { AccountService, refuseSecond, refuseSecondAtSynth } from '../core/account-service';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { callerOf, declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';

const ASSUME = 'sts:AssumeRole';
/** The least that IAM takes for a role. */
const SESSION = Duration.hours(1);

/**
 * A role that one job of a CI system assumes to deploy, by a token that it gets for that run: no access key is stored anywhere.
 *
 * In the template: the role, trusted for the exact audience and the exact subject (`StringEquals`), with sessions of one hour at most; a customer-managed
 * policy that may assume the roles of `cdk bootstrap` which deploy and which publish files, and do nothing else; and the OIDC provider of the
 * issuer, once for a stack. What may be deployed is decided by the execution role of the bootstrap: `cdk-zero-trust deploy-policy` writes its least policy.
 *
 * Throws `SubjectOfOtherIssuer`, `OtherProvider`, `TwoInOneAccount`, `BadQualifier`, `BadDeployTarget`; the parts throw `RepositoryIdMissing`, `CircleCiIdMissing`, `SubjectNotExact`,
 * `SubjectOfProposedChanges`, `IssuerUrl`, `AudienceMissing`.
 *
 * Fixed cost: none. Source: IAM user guide, "Create a role for OpenID Connect federation"; CDK guide, "Bootstrapping"; NIST 800-53 AC-6, IA-8, IA-9.
 *
 * @example
 * new DeployRole(this, 'Deploy', {
 *   issuer: OidcIssuer.GITHUB,
 *   subject: Subject.environment('octo', 'orders', 'prod', { ownerId: '1234', repositoryId: '5678' }),
 * });
 */
export class DeployRole extends Construct {
  /** What the job assumes: `role-to-assume` of `aws-actions/configure-aws-credentials`, `AWS_ROLE_ARN` elsewhere. */
  public readonly roleArn: string;

  constructor(scope: Construct, id: string, props: DeployRoleProps) {
    const path = pathOf(scope, id);
    checkProps(new.target === DeployRole, 'DeployRoleProps', path, props);
    const { issuer, subject, provider, roleName } = props;
    checkIssuer(path, issuer, subject);
    if (props.qualifier !== undefined) checkQualifier(path, props.qualifier);
    if (props.targets?.length === 0) {
      throw new ZeroTrustError(path, 'BadDeployTarget', 'it has no targets, so the job could deploy nowhere.', 'name at least one, or leave targets out for the environment of the stack.');
    }
    (props.targets ?? []).forEach((target) => checkTarget(path, target));
    const { url, audience } = issuer._signedFor(subject._organization);
    const stack = Stack.of(scope);
    if (!provider && !stack.node.tryFindChild(providerId(url))) refuseSecond(path, scope, providerFor(url));
    super(scope, id);
    const host = url.replace('https://', '');
    if (provider) checkProvider(path, provider.oidcProviderRef.oidcProviderArn, host);

    const job = new iam.WebIdentityPrincipal(provider?.oidcProviderRef.oidcProviderArn ?? providerOf(this, url, audience), {
      StringEquals: {
        [`${host}:aud`]: audience,
        [`${host}:sub`]: subject._text,
        ...subject._repositoryId !== undefined && issuer._hasRepositoryIdKey && { [`${host}:repository_id`]: subject._repositoryId },
      },
    });
    const role = new iam.Role(this, 'Role', {
      roleName, description: `Deploys for ${subject._text}`.slice(0, 1000), maxSessionDuration: SESSION, assumedBy: job,
    });
    declareEdge(this, { caller: callerOf(job), target: role.node.path, intent: Intent.USE, actions: [ASSUME] });
    const resources = this.bootstrapRoles(props);
    new iam.ManagedPolicy(this, 'Policy', {
      description: 'Only the roles of cdk bootstrap',
      statements: [new iam.PolicyStatement({ actions: [ASSUME], resources })],
      roles: [role],
    });
    for (const target of resources) declareEdge(this, { caller: role.node.path, target, intent: Intent.USE, actions: [ASSUME] });
    this.roleArn = role.roleArn;
  }

  /** ARNs of the roles that `cdk bootstrap` makes. Source: aws-cdk-cli, bootstrap-template.yaml. */
  private bootstrapRoles({ qualifier, targets, publishImages, lookups }: DeployRoleProps): string[] {
    const stack = Stack.of(this);
    const named = qualifier ?? stack.synthesizer.bootstrapQualifier ?? DefaultStackSynthesizer.DEFAULT_QUALIFIER;
    const kinds = ['deploy', 'file-publishing', ...publishImages ? ['image-publishing'] : [], ...lookups ? ['lookup'] : []];
    const places = targets ?? [{ account: stack.account, region: stack.region }];
    return places.flatMap(({ account, region }) => kinds.map((kind) => Arn.format({
      service: 'iam', region: '', account, resource: 'role', arnFormat: ArnFormat.SLASH_RESOURCE_NAME, resourceName: `cdk-${named}-${kind}-role-${account}-${region}`,
    }, stack)));
  }
}

/** The provider of an issuer that this stack makes: an account takes one for each URL. */
function providerOf(scope: Construct, url: string, audience: string): string {
  const stack = Stack.of(scope);
  const existing = stack.node.tryFindChild(providerId(url)) as iam.CfnOIDCProvider | undefined;
  const provider = existing ?? new iam.CfnOIDCProvider(stack, providerId(url), { url, clientIdList: [] });
  if (!existing) refuseSecondAtSynth(provider, providerFor(url));
  if (!provider.clientIdList!.includes(audience)) provider.clientIdList = [...provider.clientIdList!, audience];
  return provider.attrArn;
}

function providerId(url: string): string {
  return `OidcProvider-${encodeURIComponent(url.replace('https://', ''))}`;
}

/** The second one deletes the first when it is rolled back. Source: cloudformation-coverage-roadmap#1048. */
function providerFor(url: string): AccountService {
  const host = (text: unknown) => String(text).replace(/^https:\/\/|\/$/g, '');
  return {
    types: [iam.CfnOIDCProvider.CFN_RESOURCE_TYPE_NAME],
    name: `the OIDC provider of ${url}`,
    instead: 'it as provider',
    isGlobal: true,
    isSame: (other) => other instanceof iam.CfnOIDCProvider && host(other.url) === host(url),
  };
}

function checkIssuer(path: string, issuer: OidcIssuer, subject: Subject): void {
  if (!issuer._issues(subject._kind)) {
    throw new ZeroTrustError(path, 'SubjectOfOtherIssuer', `'${subject._text}' is a subject of ${subject._kind}, which this issuer signs no tokens for.`,
      'take the issuer of that CI system; for subjects that were customised, Subject.exact, of which CircleCI has none.');
  }
  if (subject._kind === SubjectKind.ANY && !issuer._isOfOneRepository(subject._text)) {
    throw new ZeroTrustError(path, 'RepositoryIdMissing', `'${subject._text}' can be the subject of other repositories: whoever has one chooses what its subjects hold.`,
      'customise it so that it holds repository_id (GitHub) or begins with project_path (GitLab), or use Subject.environment, Subject.branch or Subject.gitLabBranch.');
  }
  if (subject._repositoryId !== undefined && !issuer._hasRepositoryIdKey) {
    throw new ZeroTrustError(path, 'RepositoryIdMissing', 'IAM knows the id of the repository as a condition for github.com only.',
      'leave subjectOfNames out where the issuer has immutable subjects, or write the subject with Subject.exact.');
  }
}

function checkProvider(path: string, arn: string, host: string): void {
  if (Token.isUnresolved(arn) || arn.endsWith(`:oidc-provider/${host}`)) return;
  throw new ZeroTrustError(path, 'OtherProvider', `${arn} is not the provider of ${host}.`, `pass the one whose ARN ends in oidc-provider/${host}, or leave it out.`);
}

/** Source: aws-cdk-cli, bootstrap-template.yaml. */
function checkQualifier(path: string, qualifier: string): void {
  if (!Token.isUnresolved(qualifier) && /^[A-Za-z0-9_-]{1,10}$/.test(qualifier)) return;
  throw new ZeroTrustError(path, 'BadQualifier', `'${qualifier}' is no qualifier of cdk bootstrap.`, 'use 1 to 10 letters, digits, _ or -, as in cdk bootstrap --qualifier.');
}

function checkTarget(path: string, { account, region }: DeployTarget): void {
  const isOpen = (value: string, pattern: RegExp) => !Token.isUnresolved(value) && !pattern.test(value);
  if (!isOpen(account, /^\d{12}$/) && !isOpen(region, /^[a-z]{2}(-[a-z]+)+-\d$/)) return;
  throw new ZeroTrustError(path, 'BadDeployTarget', `'${account}' and '${region}' are no account and region.`, 'write both in full: 12 digits, and a region as eu-west-1.');
}
