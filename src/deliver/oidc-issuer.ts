import { Token } from 'aws-cdk-lib';
import { SubjectKind } from './subject-kind';
import { ZeroTrustError } from '../core/errors';

/** What tokens of an issuer have as `iss` and `aud`. */
interface Signed {
  readonly url: string;
  readonly audience: string;
}

/**
 * Who signs the tokens of a CI system, and for whom: the URL of an OIDC provider and the audience of its tokens.
 */
export class OidcIssuer {
  /** GitHub Actions of github.com: `https://token.actions.githubusercontent.com`, audience `sts.amazonaws.com`. */
  public static readonly GITHUB = new OidcIssuer(
    () => ({ url: 'https://token.actions.githubusercontent.com', audience: 'sts.amazonaws.com' }), SubjectKind.GITHUB);

  /** GitLab CI of gitlab.com: `https://gitlab.com`, with the same audience, which the job names in `id_tokens: …: aud`. */
  public static readonly GITLAB = new OidcIssuer(() => ({ url: 'https://gitlab.com', audience: 'https://gitlab.com' }), SubjectKind.GITLAB);

  /** CircleCI, whose issuer and audience hold the id of the organization: that of the subject. */
  public static readonly CIRCLECI = new OidcIssuer(
    (organization) => ({ url: `https://oidc.circleci.com/org/${organization}`, audience: organization }), SubjectKind.CIRCLECI);

  /**
   * An issuer of your own: GitHub Enterprise Server (`https://HOST/_services/token`), an enterprise with its own issuer
   * (`https://token.actions.githubusercontent.com/ENTERPRISE`), GitLab on your own servers, or any other. AWS must reach its keys over the internet.
   *
   * The URLs of github.com and gitlab.com are known, and take the subjects of `GITHUB` and `GITLAB` only.
   *
   * Throws `IssuerUrl` unless it is an https URL with a host in lower case and without query, and `AudienceMissing` for an empty audience or one with a wildcard.
   *
   * @param url what tokens have as `iss`
   * @param audience what tokens for AWS have as `aud`
   */
  public static custom(url: string, audience: string): OidcIssuer {
    checkUrl(url);
    checkAudience(audience);
    return new OidcIssuer(() => ({ url, audience }), SHARED[url]);
  }

  private constructor(private readonly signed: (organization: string) => Signed, private readonly kind?: SubjectKind) {}

  /** What its tokens have; those of CircleCI by the organization of the subject. @internal */
  public _signedFor(organization: string = ''): Signed {
    return this.signed(organization);
  }

  /** Whether its tokens have subjects of that form; an issuer of your own may be of any. Only the ids of CircleCI make its URL. @internal */
  public _issues(kind: SubjectKind): boolean {
    return this.kind === undefined || kind === this.kind || (kind === SubjectKind.ANY && this.kind !== SubjectKind.CIRCLECI);
  }

  /**
   * Whether a subject can be of one repository only. At an issuer that anybody uses, whoever customises the subjects of a repository of their own gets tokens
   * with `environment:prod` too. Source: GitHub docs, "Customizing the token claims"; GitLab docs, "ci_id_token_sub_claim_components".
   *
   * @internal
   */
  public _isOfOneRepository(subject: string): boolean {
    const pattern = this.kind === undefined ? undefined : OF_ONE_REPOSITORY[this.kind];
    return pattern === undefined || pattern.test(subject);
  }

  /** Whether a subject names more than its repository: else tokens of pull and merge requests have it as well. @internal */
  public _isOfOneJob(subject: string): boolean {
    const pattern = this.kind === undefined ? undefined : OF_ONE_JOB[this.kind];
    return pattern === undefined || pattern.test(subject);
  }

  /** Whether IAM reads the claims of this issuer beside `sub` and `aud`. @internal */
  public get _hasRepositoryIdKey(): boolean {
    return this.kind === SubjectKind.GITHUB;
  }
}

/** Issuers that are not of one organization. */
const SHARED: Record<string, SubjectKind> = { 'https://token.actions.githubusercontent.com': SubjectKind.GITHUB, 'https://gitlab.com': SubjectKind.GITLAB };

/** What no other repository has. Colons within a value are encoded, so that no name of a branch or environment passes for it. */
const OF_ONE_REPOSITORY: Partial<Record<SubjectKind, RegExp>> = {
  [SubjectKind.GITHUB]: /(^|:)(repository_id:[1-9]\d*|repo:[^:@/]+@[1-9]\d*\/[^:@/]+@[1-9]\d*)(:|$)/,
  [SubjectKind.GITLAB]: /^project_path:[^:/]+(\/[^:/]+)+(:|$)/,
};

/** What tells jobs of one repository apart. Source: GitHub docs, "OpenID Connect reference"; GitLab docs, "ci_id_token_sub_claim_components". */
const OF_ONE_JOB: Partial<Record<SubjectKind, RegExp>> = {
  [SubjectKind.GITHUB]: /(^|:)(environment|ref|workflow_ref|job_workflow_ref):[^:]/,
  [SubjectKind.GITLAB]: /:(ref|environment|deployment_tier):[^:]/,
};

function checkUrl(url: string): void {
  const isUrl = !Token.isUnresolved(url) && /^https:\/\/[a-z0-9.-]+(\/[\w./-]*)?$/.test(url) && !url.endsWith('/');
  if (!isUrl) {
    throw new ZeroTrustError('OidcIssuer.custom', 'IssuerUrl', `'${url}' is no URL of an issuer.`,
      "write it as the tokens have it in 'iss': https, a host in lower case and a path, without port, query or slash at the end.");
  }
}

function checkAudience(audience: string): void {
  if (Token.isUnresolved(audience) || audience.trim() === '' || /[*?]/.test(audience)) {
    throw new ZeroTrustError('OidcIssuer.custom', 'AudienceMissing', `'${audience}' is no audience: tokens that were made for others would be taken.`,
      "write the one value that tokens for AWS have in 'aud', for example sts.amazonaws.com.");
  }
}
