import { Stage, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NagPack, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { IConstruct } from 'constructs';
import { ScopedPlugin } from './scoped-plugin';
import { ZeroTrustChecks } from './zero-trust-checks';
import { ZeroTrustError } from '../zone/errors';

/**
 * Options of `ZeroTrust.enforce`.
 */
export interface EnforceProps {
  /**
   * Packs of cdk-nag that are applied beside the rules of this library, which always are.
   *
   * @default - AwsSolutions, Serverless, HIPAA.Security, NIST.800.53.R5 and PCI.DSS.321
   */
  readonly packs?: NagPack[];
}

/**
 * Makes what this library promises a condition of synthesis.
 */
export class ZeroTrust {
  /**
   * Applies the rules of this library and packs of cdk-nag to everything below an app or a stage, whoever wrote it. A finding
   * fails synthesis with exit code 1, and tells construct path, rule, reason and remedy.
   *
   * Findings that are acknowledged on the construct that has them, by the id that the message gives, are let through and stand
   * in the report `validation-report.json` with their reason. An acknowledgement on one construct never counts for another one
   * beside it. Structural acknowledgements count only while the rule that they name passes.
   *
   * Throws `NotEnforceable` for a scope that is no app or stage, `AlreadyEnforced` when it, or a stage around it, is enforced
   * already, `DuplicatePack` for two packs of one name, and `FindingsIgnored` when the app is told to ignore findings.
   *
   * @param scope the app, or a stage of it
   * @param props which packs are applied
   */
  public static enforce(scope: IConstruct, props: EnforceProps = {}): void {
    if (!Stage.isStage(scope)) {
      throw new ZeroTrustError(scope, 'NotEnforceable', 'rules are applied to whole apps or stages.', 'pass the app: ZeroTrust.enforce(app).');
    }
    const enforced = scope.node.scopes.find((ancestor) => ENFORCED in ancestor);
    if (enforced) {
      throw new ZeroTrustError(scope, 'AlreadyEnforced', `${enforced.node.path || 'the app'} is enforced already.`,
        'call ZeroTrust.enforce once, with all packs.');
    }
    refuseIgnoredFindings(scope);
    const packs = [...(props.packs ?? defaultPacks(scope)), new ZeroTrustChecks()];
    const twice = packs.find((pack, i) => packs.findIndex(({ name }) => name === pack.name) < i);
    if (twice) {
      throw new ZeroTrustError(scope, 'DuplicatePack', `pack ${twice.name} is there twice, and would report everything twice.`,
        'leave it out; ZeroTrustChecks is always there.');
    }
    Object.defineProperty(scope, ENFORCED, { value: true });
    Validations.of(scope).addPlugins(...packs.map((pack) => new ScopedPlugin(pack, scope)));
  }

  private constructor() {}
}

const ENFORCED = Symbol.for('cdk-zero-trust.enforced');
const FAIL_ON_FINDINGS = '@aws-cdk/core:failSynthOnValidationErrors';

function defaultPacks(scope: IConstruct): NagPack[] {
  const props = { verbose: true }; // the reason too, not only what is wrong
  return [AwsSolutionsChecks, ServerlessChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks].map((Pack) => new Pack(scope, props));
}

/** The CDK's CLI sets the context too, and fails by itself then. Without the CLI nobody would. */
function refuseIgnoredFindings(scope: IConstruct): void {
  const fails = scope.node.tryGetContext(FAIL_ON_FINDINGS) ?? true;
  if ((fails === false || fails === 'false') && process.env.CDK_CLI_VERSION === undefined) {
    throw new ZeroTrustError(scope, 'FindingsIgnored', `the context ${FAIL_ON_FINDINGS} is false, so findings would change nothing.`,
      'remove it; the CDK\'s CLI sets it by itself.');
  }
}
