import { IPolicyValidationContext, PolicyViolatingResource, PolicyViolation } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { acknowledgeId } from './acknowledgements';
import { readTemplates } from './assembly-templates';
import { verdictOf } from './own-findings';
import { clock } from '../model/clock';
import { ALL_TEMPLATES, describeStale, fingerprintOf } from '../report/baseline';
import { Fingerprints } from '../report/fingerprint';
import { contentByPath, packFinding } from '../report/packs/pack-findings';
import { Baseline, BaselineFinding, BaselineMatch, BaselineState } from '../waivers/baseline';
import { outOfTime } from '../waivers/waiver-terms';

const RULE_NAME = 'ZT-BASELINE';
const IN_BASELINE = ' (In the baseline until ';

/** Whether a violation is let through because it was there when the rules were adopted. @internal */
export function isBaselined({ description, severity }: PolicyViolation): boolean {
  return severity === 'warning' && description.includes(IN_BASELINE);
}

/**
 * The baseline of an enforced scope: which findings of all packs it lets through, and which of its entries have become stale. It only reads the file.
 *
 * @internal
 */
export class BaselineLedger {
  private stale: BaselineFinding[] = [];
  private fingerprints?: { readonly own: Fingerprints; readonly content: (path: string) => string };

  constructor(private readonly scope: IConstruct, private readonly baseline: Baseline, private readonly file: string) {}

  /** The violations of a pack, of which those that are in the baseline are warnings. */
  public mark(
    pack: string, violations: PolicyViolation[], isAcknowledged: (id: string, path: string) => boolean, context: IPolicyValidationContext,
  ): PolicyViolation[] {
    const prefix = acknowledgeId(pack, '');
    const entries = this.baseline.findings.filter(({ rule, path }) => rule.startsWith(prefix) && this.isInside(path));
    if (entries.length === 0) return violations;
    const match = new BaselineMatch(entries);
    const found = violations.flatMap((violation) => violation.violatingResources.flatMap((resource) => {
      if (violation.severity === 'fatal' || isAcknowledged(acknowledgeId(pack, violation.ruleName), resource.constructPath ?? '')) return [];
      const finding = this.findingOf(pack, violation, resource, context);
      return finding ? [{ resource, finding }] : [];
    }));
    const matched = match.match(found.map(({ finding }) => finding));
    const states = new Map(found.map(({ resource }, i) => [resource, matched[i]]));
    this.stale.push(...match.unused());
    return this.wrong === undefined ? violations.flatMap((violation) => this.split(violation, states)) : violations;
  }

  /** What is wrong with the baseline itself, now that all packs had their say. Forgets what was seen, for the next synthesis. */
  public problems(): PolicyViolation[] {
    const { file, stale, wrong } = this;
    this.stale = [];
    this.fingerprints = undefined;
    return [
      ...wrong === undefined ? [] : [this.violation(`The baseline ${file} does not count: ${wrong}.`, 'Remove its findings, or waive what stays, with an owner and an end.', 'fatal')],
      ...stale.length === 0 ? [] : [this.violation(
        `${describeStale(file, stale)}.`, `Run cdk-zero-trust audit on the assembly with --write-baseline ${file}, so that they cannot come back.`, 'warning',
      )],
    ];
  }

  private get wrong(): string | undefined {
    return outOfTime(this.baseline.until, clock.today());
  }

  private split(violation: PolicyViolation, states: Map<PolicyViolatingResource, BaselineState>): PolicyViolation[] {
    const { description, violatingResources } = violation;
    const of = (...wanted: (BaselineState | undefined)[]) => violatingResources.filter((resource) => wanted.includes(states.get(resource)));
    return [
      { ...violation, violatingResources: of(undefined, 'new') },
      { ...violation, description: `${description} (It is in the baseline, and was less then.)`, violatingResources: of('updated') },
      { ...violation, description: `${description}${IN_BASELINE}${this.baseline.until}.)`, severity: 'warning', violatingResources: of('unchanged') },
    ].filter((part) => part.violatingResources.length > 0);
  }

  private findingOf(pack: string, { ruleName, severity }: PolicyViolation, resource: PolicyViolatingResource, context: IPolicyValidationContext) {
    this.fingerprints ??= this.read(context);
    const verdict = verdictOf(resource);
    if (!verdict) {
      // what is about a stack or the app, such as ZT-BUDGET, is no finding of a rule
      return pack === 'ZeroTrust' ? undefined : packFinding(pack, ruleName, resource.constructPath ?? '', severity ?? 'error', this.fingerprints.content);
    }
    const { rule, resource: { stack, logicalId, declaredAs, path }, result } = verdict;
    if (result.verdict === 'pass') return undefined;
    const { finding, value } = result;
    const found = { rule, template: stack, logicalId, declaredAs, constructPath: path, verdict: result.verdict, finding, value };
    return fingerprintOf(found, this.fingerprints.own);
  }

  private read(context: IPolicyValidationContext) {
    const templates = readTemplates(context.stackTemplates, context.appConstruct);
    return { own: new Fingerprints(templates), content: contentByPath(templates) };
  }

  private isInside(path: string): boolean {
    const { path: enforced } = this.scope.node;
    return enforced === '' || path === ALL_TEMPLATES || path.startsWith(`${enforced}/`);
  }

  private violation(description: string, fix: string, severity: string): PolicyViolation {
    return { ruleName: RULE_NAME, description, fix, severity, violatingResources: [{ constructPath: this.scope.node.path, locations: [] }] };
  }
}
