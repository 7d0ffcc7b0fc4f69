import { Duration, RemovalPolicy, Token } from 'aws-cdk-lib';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { SecureRepositoryProps } from './secure-repository-props';
import { isAnyone } from '../core/anyone';
import { checkProps } from '../core/checked-props';
import { pathOf } from '../core/construct-path';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import { refuseStrangers } from '../core/strangers';
import { refuseWildcards, strictGrant } from '../core/strict-grant';
import { acknowledgeObjects } from '../zone/object-wildcards';
import { TrustZone } from '../zone/trust-zone';

/** Source: Service Authorization Reference, Amazon Elastic Container Registry. */
const PULL = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const PUSH = [...PULL, 'ecr:CompleteLayerUpload', 'ecr:InitiateLayerUpload', 'ecr:PutImage', 'ecr:UploadLayerPart'];
const READ = ['ecr:DescribeImages', 'ecr:DescribeRepositories'];
const SIGN_IN = ['ecr:GetAuthorizationToken'];
/** Keys by which a policy says for whom a service acts. */
const SOURCE = /^aws:source(arn|account|orgid|orgpaths)$/i;

/**
 * A private registry for container images under the zone's key. A tag is never moved to another image, each image is scanned for
 * vulnerabilities when it is pushed, and images without a tag are deleted.
 *
 * Functions name their image by its digest, `FunctionImage.fromRepository(repository, 'sha256:…')`, and Lambda may pull for exactly these
 * functions. Build pipelines push by `grantPush`.
 *
 * In the template: one repository. With enhanced scanning, a setting of the registry, Amazon Inspector scans in place of this setting.
 *
 * Throws `BadImageCount`, `BadImageAge`; on grants and in its policy `PublicRepository`, `ServiceWithoutSource`, `UntrustedAccount`,
 * `GrantWithoutEffect`, `WildcardAction`, `NoActions`.
 *
 * Fixed cost: none; 0.10 USD a month for each GB of images. Source: FSBP ECR.1, ECR.2, ECR.3, ECR.5; NIST 800-53 CM-2, RA-5, SC-28.
 *
 * @example
 * declare const buildRole: iam.Role;
 *
 * const repository = new SecureRepository(this, 'Images');
 * repository.grantPush(buildRole);
 * new SecureFunction(this, 'Render', {
 *   code: FunctionImage.fromRepository(repository, 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'),
 * });
 */
export class SecureRepository extends ecr.Repository {
  /** The zone of the repository. */
  public readonly zone: TrustZone;

  constructor(scope: Construct, id: string, props: SecureRepositoryProps = {}) {
    const path = pathOf(scope, id);
    checkProps(new.target === SecureRepository, 'SecureRepositoryProps', path, props);
    const { untaggedImageAge = Duration.days(14), maxImageCount } = props;
    checkLifecycle(path, untaggedImageAge, maxImageCount);
    const zone = props.zone ?? TrustZone.of(scope);
    const removalPolicy = props.removalPolicy ?? zone.profile.removalPolicy;
    super(scope, id, {
      repositoryName: props.repositoryName,
      encryption: ecr.RepositoryEncryption.KMS,
      encryptionKey: zone.key(props.dataClass),
      imageScanOnPush: true,
      imageTagMutability: ecr.TagMutability.IMMUTABLE,
      removalPolicy,
      // else a stack of a sandbox could not go
      emptyOnDelete: removalPolicy === RemovalPolicy.DESTROY ? true : undefined,
    });
    this.zone = zone;
    this.addLifecycleRule({ description: 'Images without a tag', tagStatus: ecr.TagStatus.UNTAGGED, maxImageAge: untaggedImageAge });
    if (maxImageCount !== undefined) this.addLifecycleRule({ description: 'The oldest images', tagStatus: ecr.TagStatus.ANY, maxImageCount });
    zone._join(this);
  }

  /**
   * Adds a statement to the policy of the repository. Throws `PublicRepository` for an anonymous principal, `ServiceWithoutSource` for a service
   * without a condition on its source, `UntrustedAccount` for an account which is neither of the app nor among the zone's `trustedAccounts`.
   */
  public override addToResourcePolicy(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult {
    if (statement.effect === iam.Effect.ALLOW) {
      if (statement.principals.some(isAnyone)) {
        throw new ZeroTrustError(this, 'PublicRepository', 'the statement lets anyone in.', 'name the accounts or roles.');
      }
      const sources = Object.values(statement.conditions as Record<string, object>).flatMap((keys) => Object.keys(keys));
      if (statement.principals.some(isService) && !sources.some((key) => SOURCE.test(key))) {
        throw new ZeroTrustError(this, 'ServiceWithoutSource', 'a service that is let in without a source acts for every account.',
          "for a function pass FunctionImage.fromRepository(repository, 'sha256:…') as its code; for other services add a condition on aws:SourceArn.");
      }
      refuseStrangers(this, statement);
    }
    return super.addToResourcePolicy(statement);
  }

  /**
   * Lets a principal do exactly the given actions. Throws `ServiceWithoutSource` for a service, `GrantWithoutEffect` for a principal without policies,
   * `WildcardAction`, `NoActions`.
   */
  public override grant(grantee: iam.IGrantable, ...actions: string[]): iam.Grant {
    refuseWildcards(this, actions);
    if (isService(grantee.grantPrincipal)) {
      throw new ZeroTrustError(this, 'ServiceWithoutSource', 'a service that is let in without a source acts for every account.',
        "for a function pass FunctionImage.fromRepository(repository, 'sha256:…') as its code; for other services use addToResourcePolicy.");
    }
    const writes = actions.some((action) => !PULL.includes(action) && !READ.includes(action));
    return strictGrant({
      grantee, target: this, intent: writes ? Intent.READ_WRITE : Intent.READ, actions, resourceArns: [this.repositoryArn],
    });
  }

  /** Lets a principal pull images, and sign in to the registry, which has no ARN. */
  public override grantPull(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, ...PULL).combine(signIn(grantee));
  }

  /** Lets a principal push images. A tag that is there already is refused by the registry. */
  public override grantPush(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, ...PUSH).combine(signIn(grantee));
  }

  /** The same as `grantPush`, which pulls what it has to compare. */
  public override grantPullPush(grantee: iam.IGrantable): iam.Grant {
    return this.grantPush(grantee);
  }

  /** Lets a principal read what images there are, and what was found in them. */
  public override grantRead(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee, ...READ);
  }
}

function signIn(grantee: iam.IGrantable): iam.Grant {
  const grant = iam.Grant.addToPrincipal({ grantee, actions: SIGN_IN, resourceArns: ['*'] });
  acknowledgeObjects(grantee, grant, ['*'], 'Signing in to the registry has no ARN; what may be pulled and pushed names its repository.');
  return grant;
}

function isService(principal: iam.IPrincipal): boolean {
  // principals with conditions are wrapped
  const bare = (principal as iam.IPrincipal & { wrapped?: iam.IPrincipal }).wrapped ?? principal;
  return bare instanceof iam.ServicePrincipal;
}

function checkLifecycle(path: string, age: Duration, count?: number): void {
  const days = age.isUnresolved() ? 1 : age.toDays({ integral: false });
  if (!Number.isInteger(days) || days < 1) {
    throw new ZeroTrustError(path, 'BadImageAge', `images without a tag are kept for ${age.toHumanString()}.`, 'use whole days, 1 or more.');
  }
  if (count === undefined || Token.isUnresolved(count) || (Number.isInteger(count) && count >= 1)) return;
  throw new ZeroTrustError(path, 'BadImageCount', `a repository cannot keep ${count} images.`, 'use a whole number of 1 or more, or leave it out.');
}
