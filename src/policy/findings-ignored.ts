import { PolicyViolation } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ZeroTrustError } from '../core/errors';

const FAIL_ON_FINDINGS = '@aws-cdk/core:failSynthOnValidationErrors';
const REMEDIATION = 'remove it; the CDK\'s CLI sets it by itself.';

/**
 * Whether an app ignores what is found in it. The CDK's CLI sets the context too, and fails by itself then; without the CLI nobody would.
 * Whether the CLI is there is decided once: a program can set its variable later.
 *
 * @internal
 */
export class FindingsIgnored {
  private readonly byCli = process.env.CDK_CLI_VERSION !== undefined;

  constructor(private readonly scope: IConstruct) {}

  /** Throws `FindingsIgnored` when the app does, now and again when it is synthesised. */
  public refuse(): void {
    this.throwIfSo();
    this.scope.node.addValidation({
      validate: () => {
        this.throwIfSo();
        return [];
      },
    });
  }

  /**
   * The same for what was switched only after the constructs were validated. The CDK neither prints the violation nor fails then, so this
   * does both.
   */
  public violations(): PolicyViolation[] {
    const error = this.error();
    if (!error) return [];
    process.exitCode = 1;
    console.error(error.message);
    return [{
      ruleName: 'ZT-FINDINGS-IGNORED',
      description: error.message,
      fix: REMEDIATION,
      severity: 'fatal',
      violatingResources: [{ constructPath: this.scope.node.path, locations: [] }],
    }];
  }

  private throwIfSo(): void {
    const error = this.error();
    if (error) throw error;
  }

  private error(): ZeroTrustError | undefined {
    // the CDK asks the app, whatever a stage says
    const ignores = [this.scope, this.scope.node.root].some(({ node }) => [false, 'false'].includes(node.tryGetContext(FAIL_ON_FINDINGS)));
    if (!ignores || this.byCli) return undefined;
    return new ZeroTrustError(this.scope, 'FindingsIgnored', `the context ${FAIL_ON_FINDINGS} is false, so findings would change nothing.`, REMEDIATION);
  }
}
