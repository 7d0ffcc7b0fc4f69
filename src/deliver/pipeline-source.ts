import { Token } from 'aws-cdk-lib';
import { ZeroTrustError } from '../core/errors';

const CONNECTION = /^arn:[^:]+:(codestar-connections|codeconnections):[a-z0-9-]+:\d{12}:connection\/[0-9a-f-]{36}$/;
/** Groups of GitLab nest. */
const REPOSITORY = /^[\w.-]+(\/[\w.-]+)+$/;
/** What git allows in the name of a branch, less what a trigger would read as a pattern. */
const BRANCH = /^(?!\/|.*(?:\/\/|\.\.|\/$|\.lock$))[\w./#+@-]+$/;

/**
 * Where a `SecurePipeline` takes its source from.
 *
 * There is one way: a connection of AWS CodeConnections to GitHub, GitLab, Bitbucket or Azure DevOps. It holds an app's installation instead of a
 * person's token, and its provider announces commits, so nothing is polled.
 */
export class PipelineSource {
  /**
   * One branch of one repository, over a connection.
   *
   * A new connection is pending until a person completes it in the console, and one whose app was removed is of no use: neither is known at synth.
   * The source action fails then, and names the connection.
   *
   * Throws `BadConnection`, `BadRepository`, `BranchPattern`.
   *
   * @param connectionArn `arn:aws:codeconnections:eu-west-1:111122223333:connection/…`; a token is fine
   * @param repository `org/repo`
   * @param branch one branch, without a wildcard
   */
  public static connection(connectionArn: string, repository: string, branch: string): PipelineSource {
    const here = 'PipelineSource.connection';
    if (!Token.isUnresolved(connectionArn) && !CONNECTION.test(connectionArn)) {
      throw new ZeroTrustError(here, 'BadConnection', `'${connectionArn}' is no ARN of a connection.`,
        'copy it from Developer Tools > Connections: arn:aws:codeconnections:REGION:ACCOUNT:connection/ID.');
    }
    if (Token.isUnresolved(repository) || !REPOSITORY.test(repository)) {
      throw new ZeroTrustError(here, 'BadRepository', `'${repository}' is no repository.`, 'write its owner and its name as a literal: org/repo.');
    }
    if (Token.isUnresolved(branch) || !BRANCH.test(branch)) {
      throw new ZeroTrustError(here, 'BranchPattern', `'${branch}' is not one branch: whoever may push to any that matches could deploy.`,
        'name one protected branch as a literal, for example main.');
    }
    return new PipelineSource(connectionArn, repository, branch);
  }

  private constructor(
    /** ARN of the connection. */
    public readonly connectionArn: string,
    /** `org/repo`. */
    public readonly repository: string,
    /** The branch. */
    public readonly branch: string,
  ) {}
}
