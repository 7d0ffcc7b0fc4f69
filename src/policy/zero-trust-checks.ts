import {
  IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolatingResource, PolicyViolation,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { readTemplates } from './assembly-templates';
import { FindingSeverity } from './finding-severity';
import { TemplateModel } from '../model';
import { overBudget } from './resource-budgets';
import { evaluate, RULES, SEVERITIES, Severity, Verdict } from '../rules';
import { unprovedAcknowledgements } from './structural-proofs';

/**
 * Options of `ZeroTrustChecks`.
 */
export interface ZeroTrustChecksProps {
  /**
   * The severity from which findings fail synthesis. Less severe ones are warnings.
   *
   * @default - FindingSeverity.HIGH: critical and high fail
   */
  readonly failOn?: FindingSeverity;
}

/**
 * The rules of this library, over the final templates: overrides, generic resources and nested stacks included. See RULES.md.
 *
 * Findings of severity critical and high fail synthesis, medium and low are warnings; `failOn` moves the line. Acknowledge one with
 * `ZeroTrust::ZT-<SERVICE>-<number>` on the construct that has it; it then stands in the report with its reason.
 *
 * A structural acknowledgement of a construct holds only while the rule that it names passes: else it is reported as fatal,
 * and nothing acknowledges that.
 *
 * A stack with 400 resources or more, of the 500 that CloudFormation takes, is a warning that names what there is most of; one with
 * more than 500 fails. Acknowledge the warning with `ZeroTrust::ZT-BUDGET` on the stack: it is the one finding that a stack has.
 *
 * Sees the stacks that the CDK hands over: registered on a Stage, those of the Stage.
 *
 * @example
 * declare const app: App;
 *
 * // ZeroTrust.enforce(app) registers the pack, with those of cdk-nag
 * Validations.of(app).addPlugins(new ZeroTrustChecks(app, { failOn: FindingSeverity.MEDIUM }));
 */
export class ZeroTrustChecks implements IPolicyValidationPlugin {
  /** Name of the pack, and prefix of its findings. */
  public readonly name: string = 'ZeroTrust';
  /** The ids of all rules. */
  public readonly ruleIds?: string[] = RULES.map((rule) => rule.id);

  private readonly failOn: Severity;

  /**
   * @param _scope not needed: the rules read templates
   * @param props from which severity findings fail
   */
  constructor(_scope?: IConstruct, props: ZeroTrustChecksProps = {}) {
    this.failOn = props.failOn ?? FindingSeverity.HIGH;
  }

  /**
   * Reads the templates and applies all rules.
   */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const root: IConstruct | undefined = context.appConstruct;
    const model = new TemplateModel(readTemplates(context.stackTemplates, root));
    const verdicts = evaluate(model, RULES);
    const violations = [
      ...(root ? unprovedAcknowledgements(root, model, RULES, verdicts) : []),
      ...violationsOf(verdicts, this.failOn),
      ...overBudget(model),
    ];
    return { violations, success: violations.every(({ severity }) => severity === 'warning') };
  }
}

/** One violation for each rule and finding, so that each is told with what was seen. */
function violationsOf(verdicts: Verdict[], failOn: Severity): PolicyViolation[] {
  const fails = (severity: Severity) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
  const found = new Map<string, PolicyViolation>();
  for (const { rule, resource, result } of verdicts) {
    if (result.verdict === 'pass') continue;
    const description = `${rule.id}: ${result.finding}${result.value ? ` (seen: ${result.value})` : ''}. ${rule.rationale}`;
    const violating: PolicyViolatingResource = {
      constructPath: resource.path,
      resourceLogicalId: resource.logicalId,
      templatePath: resource.stack.templatePath,
      locations: [],
    };
    const key = `${rule.id} ${description}`;
    const violation = found.get(key) ?? {
      ruleName: rule.id, description, fix: rule.remediation, severity: fails(rule.severity) ? 'error' : 'warning', violatingResources: [],
    };
    violation.violatingResources.push(violating);
    found.set(key, violation);
  }
  return [...found.values()];
}
