import {
  IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolatingResource, PolicyViolation,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Adoption, readAdoption } from './adoption';
import { readTemplates } from './assembly-templates';
import { Capability } from './capability';
import { contradictedFacts } from './contradicted-facts';
import { FindingSeverity } from './finding-severity';
import { JudgedAssembly } from './judged';
import { TemplateInput, TemplateModel } from '../model';
import { rememberVerdict } from './own-findings';
import { overBudget } from './resource-budgets';
import { RuleSetting } from './rule-setting';
import { structuralReason } from '../report/providers/structural-reason';
import { rated } from '../report/settings';
import { namesOf } from '../report/trusted';
import { COVERAGE, evaluate, judgeCoverage, judgeRequired, RULES, SEVERITIES, Severity, Verdict } from '../rules';
import { unprovedAcknowledgements } from './structural-proofs';
import { checkProps } from '../core/checked-props';

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

  /**
   * Capabilities that must be there.
   *
   * @default - none
   */
  readonly required?: Capability[];

  /**
   * Rules that have another severity, or are off.
   *
   * @default - each rule has the severity that RULES.md gives
   */
  readonly rules?: RuleSetting[];

  /**
   * The severity of permissions that the code of functions does not use. See `EnforceProps.unusedGrants`.
   *
   * @default - code is not read
   */
  readonly unusedGrants?: FindingSeverity;

  /**
   * Modules with rules of your own. See `EnforceProps.ownRules`.
   *
   * @default - none
   */
  readonly ownRules?: string[];

  /**
   * A file with settings. See `EnforceProps.config`.
   *
   * @default - none
   */
  readonly config?: string;

  /**
   * Numbers of accounts that policies, permissions, shares and targets may name, beside the accounts of the stacks. Whatever names another
   * account is a finding of severity high. Reports tell them. `TrustZone` has the same list for what constructs grant.
   *
   * @default - the accounts of the stacks only
   */
  readonly trustedAccounts?: string[];

  /**
   * IDs of organizations that policies, permissions and shares may let in as a whole, by conditions such as `aws:PrincipalOrgID`. No template
   * shows the organization of its account: with this list, every other one is a finding of severity high. Reports tell them.
   *
   * @default - each organization that is named is taken for that of the account, and the evidence of ZT-TRUST-002 tells its ID
   */
  readonly trustedOrganizations?: string[];
}

/**
 * The rules of this library, over the final templates: overrides, generic resources and nested stacks included. See RULES.md.
 *
 * Findings of severity critical and high fail synthesis, medium and low are warnings; `failOn` moves the line. Acknowledge one with
 * `ZeroTrust::ZT-<SERVICE>-<number>` on the construct that has it; it then stands in the report with its reason.
 *
 * What provider functions of the CDK and their roles have by its own making, as a wildcard that users cannot configure, is a warning of any
 * severity: they are known by construct path and the hash of their code, or by exact shape.
 *
 * A structural acknowledgement of a construct holds only while the rule that it names passes: else it is reported as fatal,
 * and nothing acknowledges that.
 *
 * A stack with 400 resources or more, of the 500 that CloudFormation takes, is a warning that names what there is most of; one with
 * more than 500 fails. Acknowledge the warning with `ZeroTrust::ZT-BUDGET` on the stack: it is the one finding that a stack has.
 *
 * Tags and metadata that tell data classes, profiles and declared downgrades are compared with what the constructs hold in memory: another
 * value in the template is `ZT-DECLARED`, an error on the resource.
 *
 * What no rule can read is a finding too, `ZT-COVERAGE-<number>`: macros, modules, nested stacks by URL, loops over what only deployment knows.
 * One that no resource has is acknowledged on the stack.
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
  public readonly ruleIds?: string[];

  private readonly failOn: Severity;
  private readonly adoption: Adoption;
  private order: string[] = [];
  private judged?: JudgedAssembly;

  /**
   * Throws the errors of `ZeroTrust.enforce` on settings, capabilities and rules of your own.
   *
   * @param _scope not needed: the rules read templates
   * @param props from which severity findings fail, and what the organisation makes of the rules
   */
  constructor(_scope?: IConstruct, props: ZeroTrustChecksProps = {}) {
    checkProps(new.target === ZeroTrustChecks, 'ZeroTrustChecksProps', 'ZeroTrustChecks', props);
    this.failOn = props.failOn ?? FindingSeverity.HIGH;
    this.adoption = readAdoption(props);
    const { ownRules, required } = this.adoption;
    this.ruleIds = [...RULES, ...COVERAGE, ...ownRules, ...required.map(({ rule }) => rule)].map(({ id }) => id);
  }

  /**
   * Reads the templates and applies all rules.
   */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const root: IConstruct | undefined = context.appConstruct;
    const { ownRules, required, trusted, trustedOrganizations } = this.adoption;
    const inputs = inOrder(readTemplates(context.stackTemplates, root), this.order);
    const model = new TemplateModel(inputs, undefined, namesOf(trusted, trustedOrganizations));
    const verdicts = evaluate(model, [...RULES, ...ownRules]);
    const [coverage, capabilities] = [judgeCoverage(model), judgeRequired(model, required)];
    this.judged = { inputs, model, verdicts, coverage, capabilities };
    const violations = [
      ...(root ? unprovedAcknowledgements(root, model, RULES, verdicts) : []),
      ...violationsOf(this.rated([...verdicts, ...coverage, ...capabilities]), this.failOn),
      ...(root ? contradictedFacts(root, model) : []),
      ...overBudget(model),
    ];
    return { violations, success: violations.every(({ severity }) => severity === 'warning') };
  }

  /** @internal */
  public get _adoption(): Adoption {
    return this.adoption;
  }

  /** As reports have the templates, by id: the CDK hands them over by name. @internal */
  public _judgeInOrder(ids: string[]): void {
    this.order = ids;
  }

  /** What the last validation judged, once: it is large. @internal */
  public _takeJudged(): JudgedAssembly | undefined {
    const { judged } = this;
    this.judged = undefined;
    return judged;
  }

  /** Verdicts under the severities of the organisation, without rules that are off. They prove structural acknowledgements all the same. */
  private rated(verdicts: Verdict[]): Verdict[] {
    const { settings } = this.adoption;
    if (settings.length === 0) return verdicts;
    const off = new Set(settings.filter(({ severity }) => severity === undefined).map(({ rule }) => rule));
    return verdicts.filter(({ rule }) => !off.has(rule.id)).map((verdict) => ({ ...verdict, rule: rated(verdict.rule, settings) }));
  }
}

/** Those that are not named come first, as they are. */
function inOrder(inputs: TemplateInput[], ids: string[]): TemplateInput[] {
  const places = new Map(ids.map((id, place) => [id, place]));
  return [...inputs].sort((a, b) => (places.get(a.id) ?? -1) - (places.get(b.id) ?? -1));
}

/** One violation for each rule and finding, so that each is told with what was seen. */
function violationsOf(verdicts: Verdict[], failOn: Severity): PolicyViolation[] {
  const fails = (severity: Severity) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
  const found = new Map<string, PolicyViolation>();
  for (const verdict of verdicts) {
    const { rule, resource, result } = verdict;
    if (result.verdict === 'pass') continue;
    const structural = structuralReason(rule, resource);
    const description = `${rule.id}: ${result.finding}${result.value ? ` (seen: ${result.value})` : ''}. ${structural ? `Structural: ${structural}. ` : ''}${rule.rationale}`;
    const violating: PolicyViolatingResource = {
      // what is of the whole template is the stack's
      constructPath: resource.path ?? (resource.stack.resources.has(resource.logicalId) ? undefined : resource.stack.id),
      resourceLogicalId: resource.logicalId,
      templatePath: resource.stack.templatePath,
      locations: [],
    };
    rememberVerdict(violating, verdict);
    const key = `${rule.id} ${description}`;
    const violation = found.get(key) ?? {
      ruleName: rule.id, description, fix: rule.remediation, severity: fails(rule.severity) && structural === undefined ? 'error' : 'warning', violatingResources: [],
    };
    violation.violatingResources.push(violating);
    found.set(key, violation);
  }
  return [...found.values()];
}
