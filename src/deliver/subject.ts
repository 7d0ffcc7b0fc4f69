import { Token } from 'aws-cdk-lib';
import { SubjectKind } from './subject-kind';
import { checkProps } from '../core/checked-props';
import { ZeroTrustError } from '../core/errors';

/** Subjects that hold for every proposed change, whoever opened it, before review. Source: GitHub docs, "OpenID Connect reference". */
const PROPOSED = /(^|:)(pull_request(_target)?|merge_request_event)(:|$)|\brefs\/(pull|merge-requests)\//i;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Ids of a repository of GitHub: they stay when it is renamed, and are never given again. `gh api repos/OWNER/NAME --jq '.owner.id, .id'` prints both.
 */
export interface GitHubIds {
  /** Id of the user or organization that owns the repository, digits only. */
  readonly ownerId: string;

  /** Id of the repository, digits only. */
  readonly repositoryId: string;

  /**
   * Whether tokens of this repository have subjects of names only, which GitHub gives to repositories from before 15 July 2026 that did not opt in to
   * immutable subjects. The id of the repository becomes a condition of its own then, which IAM knows for github.com alone.
   *
   * @default false - the subject holds both ids: `repo:octo@1234/app@5678:environment:prod`
   */
  readonly subjectOfNames?: boolean;
}

/**
 * The one job that may assume a `DeployRole`: the exact subject of its tokens.
 *
 * All throw `SubjectNotExact` for wildcards and values that are not known at synth, and `SubjectOfProposedChanges` for pull and merge requests.
 */
export class Subject {
  /**
   * Jobs of an environment of GitHub: let its protection rules say which branches deploy, and who approves.
   *
   * Throws `RepositoryIdMissing`: a name that is free again may be taken by others, whose tokens would have the same subject. Throws `SubjectNotExact` for a
   * name with a colon or percent sign: GitHub writes a colon as `%3A`, so that two environments may have one subject, and a job makes an environment
   * without reviewers by naming it.
   *
   * @param owner user or organization
   * @param repository name without the owner
   * @param environment as in `environment:` of the job
   * @param ids of owner and repository
   */
  public static environment(owner: string, repository: string, environment: string, ids: GitHubIds): Subject {
    return gitHub('Subject.environment', owner, repository, 'environment:', environment, ids);
  }

  /**
   * Jobs of one branch of GitHub that name no environment.
   *
   * Throws `RepositoryIdMissing`, as `environment` does.
   *
   * @param owner user or organization
   * @param repository name without the owner
   * @param branch without `refs/heads/`
   * @param ids of owner and repository
   */
  public static branch(owner: string, repository: string, branch: string, ids: GitHubIds): Subject {
    checkBranch('Subject.branch', branch);
    return gitHub('Subject.branch', owner, repository, 'ref:refs/heads/', branch, ids);
  }

  /**
   * Jobs of one branch of GitLab: `project_path:group/project:ref_type:branch:ref:main`. Protect the branch.
   *
   * @param projectPath groups and project, as in the URL
   * @param branch its name
   */
  public static gitLabBranch(projectPath: string, branch: string): Subject {
    const path = 'Subject.gitLabBranch';
    if (!Token.isUnresolved(projectPath) && !/^[^/\s:%]+(\/[^/\s:%]+)+$/.test(projectPath)) {
      throw new ZeroTrustError(path, 'SubjectNotExact', `'${projectPath}' is no path of a project.`, 'write group/project, as in its URL.');
    }
    checkBranch(path, branch);
    return new Subject(path, SubjectKind.GITLAB, `project_path:${projectPath}:ref_type:branch:ref:${branch}`);
  }

  /**
   * Jobs of one project of CircleCI that one user starts: `org/ORGANIZATION/project/PROJECT/user/USER`.
   *
   * Throws `CircleCiIdMissing` unless all are UUIDs.
   *
   * @param organizationId id of the organization, which is in the issuer's URL as well
   * @param projectId id of the project
   * @param userId id of the user that starts the pipeline: one made for deployments, or the one of schedules
   */
  public static circleCi(organizationId: string, projectId: string, userId: string): Subject {
    const path = 'Subject.circleCi';
    for (const [name, id] of Object.entries({ organizationId, projectId, userId })) {
      if (Token.isUnresolved(id) || !UUID.test(id)) {
        throw new ZeroTrustError(path, 'CircleCiIdMissing', `${name} '${id}' is no id of CircleCI.`, 'copy the UUID from the settings of organization, project or user.');
      }
    }
    return new Subject(path, SubjectKind.CIRCLECI, `org/${organizationId}/project/${projectId}/user/${userId}`, undefined, organizationId);
  }

  /**
   * A subject as tokens have it in `sub`, for issuers of your own and for subjects that were customised. At github.com it holds `repository_id` or the
   * immutable `repo:OWNER@ID/NAME@ID`, at gitlab.com it begins with `project_path`: else `DeployRole` throws `RepositoryIdMissing`.
   *
   * @param subject the whole of it
   */
  public static exact(subject: string): Subject {
    return new Subject('Subject.exact', SubjectKind.ANY, subject);
  }

  /** @internal */
  public static _of(path: string, kind: SubjectKind, text: string, repositoryId?: string): Subject {
    return new Subject(path, kind, text, repositoryId);
  }

  private constructor(
    path: string,
    /** @internal */
    public readonly _kind: SubjectKind,
    /** @internal */
    public readonly _text: string,
    /** @internal */
    public readonly _repositoryId?: string,
    /** @internal */
    public readonly _organization?: string,
  ) {
    checkExact(path, _text);
  }
}

/** Git has no branch with a colon, and a whole ref would be of none. */
function checkBranch(path: string, branch: string): void {
  if (Token.isUnresolved(branch) || !/^refs\/heads\/|:/.test(branch)) return;
  throw new ZeroTrustError(path, 'SubjectNotExact', `'${branch}' is no name of a branch.`, 'name it without refs/heads/, for example main.');
}

function gitHub(path: string, owner: string, repository: string, prefix: string, name: string, ids: GitHubIds): Subject {
  checkProps(true, 'GitHubIds', path, ids);
  for (const [part, value] of Object.entries({ owner, repository })) {
    if (!Token.isUnresolved(value) && !/^[\w.*?-]+$/.test(value)) {
      throw new ZeroTrustError(path, 'SubjectNotExact', `${part} '${value}' is no name of GitHub.`, 'pass owner and repository as two names, without a slash.');
    }
  }
  const { ownerId, repositoryId, subjectOfNames } = ids ?? {};
  for (const [part, id] of Object.entries({ ownerId, repositoryId })) {
    if (typeof id !== 'string' || Token.isUnresolved(id) || !/^[1-9]\d*$/.test(id)) {
      throw new ZeroTrustError(path, 'RepositoryIdMissing', `${part} '${id}' is no id of GitHub: whoever takes the name of ${owner}/${repository} one day could assume the role.`,
        `gh api repos/${owner}/${repository} --jq '.owner.id, .id' prints both ids.`);
    }
  }
  if (/[:%]/.test(name)) {
    throw new ZeroTrustError(path, 'SubjectNotExact', `'${name}' may share its subject with another one: GitHub writes a colon as %3A.`,
      'give it a name without : and %.');
  }
  const what = `${prefix}${name}`;
  return subjectOfNames
    ? Subject._of(path, SubjectKind.GITHUB, `repo:${owner}/${repository}:${what}`, repositoryId)
    : Subject._of(path, SubjectKind.GITHUB, `repo:${owner}@${ownerId}/${repository}@${repositoryId}:${what}`);
}

function checkExact(path: string, text: string): void {
  if (Token.isUnresolved(text)) {
    throw new ZeroTrustError(path, 'SubjectNotExact', 'a part of the subject is not known at synth, so what the role trusts cannot be checked.', 'write it as text.');
  }
  if (/[*?\s\p{Cc}\p{Cf}]|\$\{/u.test(text) || /(^|[:/])([:/]|$)/.test(text)) {
    throw new ZeroTrustError(path, 'SubjectNotExact', `'${text}' holds for more than one job, or for none.`, 'name one environment or branch, without wildcards.');
  }
  if (PROPOSED.test(text)) {
    throw new ZeroTrustError(path, 'SubjectOfProposedChanges', `'${text}' holds for every proposed change, before review.`, 'name an environment with protection rules, or a protected branch.');
  }
}
