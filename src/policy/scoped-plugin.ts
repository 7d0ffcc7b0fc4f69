import { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { acknowledgeId, type Acknowledgements } from './acknowledgements';
import { BaselineLedger, isBaselined } from './baseline-ledger';
import type { SharedAcknowledgements } from './shared-acknowledgements';
import type { WaiverLedger } from './waiver-ledger';
import type { PackViolation } from '../report/packs/pack-findings';
import { ruleOf } from '../rules';

/**
 * A plugin whose findings are silenced only where someone acknowledged them, and reported only below the scope that is
 * enforced.
 *
 * Up to aws-cdk-lib 2.275 an acknowledgement with the plugin's prefix on one construct silences the finding on every other
 * construct of the app. Here a finding that was acknowledged elsewhere only is made fatal, which nothing silences.
 *
 * @internal
 */
export class ScopedPlugin implements IPolicyValidationPlugin {
  public readonly name: string;
  public readonly version?: string;
  public readonly ruleIds?: string[];
  /** What it found at this synthesis and nobody acknowledged. */
  public open: PackViolation[] = [];

  constructor(private readonly plugin: IPolicyValidationPlugin, private readonly scope: IConstruct, private readonly ledger: WaiverLedger,
    private readonly acknowledgements: SharedAcknowledgements, private readonly allowScopeAcknowledgements: boolean,
    private readonly baseline?: BaselineLedger) {
    this.name = plugin.name;
    this.version = plugin.version;
    this.ruleIds = plugin.ruleIds;
  }

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    this.acknowledgements.begin(this);
    const report = this.plugin.validate(context);
    const acknowledgements = this.acknowledgements.all;
    const inScope = report.violations.map((violation) => this.inScope(violation));
    this.ledger.see(this.name, inScope);
    const acknowledged = (id: string, path: string) => this.acknowledged(acknowledgements, id, path);
    const known = this.baseline?.mark(this.name, inScope, acknowledged, context) ?? inScope;
    const isSilenced = ({ ruleName }: PolicyViolation) => acknowledgements.has(acknowledgeId(this.name, ruleName));
    const violations = known
      .flatMap((violation) => (isSilenced(violation) ? this.silencedWhereSaid(violation, acknowledged) : [violation]))
      .filter((violation) => violation.violatingResources.length > 0);
    this.open = violations.filter((violation) => violation.severity === 'fatal' || isBaselined(violation) || !isSilenced(violation)).flatMap((violation) => this.listed(violation));
    const allOutside = report.violations.length > 0 && violations.length === 0;
    return { ...report, violations, success: report.success || allOutside || this.passesBesidesBaseline(violations) };
  }

  /** As the report of the CDK lists it. */
  private listed({ ruleName, severity = 'error', violatingResources }: PolicyViolation): PackViolation[] {
    return violatingResources.map(({ constructPath = '' }) => ({ pack: this.name, rule: ruleName, path: constructPath, severity }));
  }

  /** Packs of cdk-nag fail by warnings alone, this library's rules do not. */
  private passesBesidesBaseline(violations: PolicyViolation[]): boolean {
    const others = violations.filter((violation) => !isBaselined(violation));
    if (others.length === violations.length) return false;
    return this.name === 'ZeroTrust' ? others.every(({ severity }) => severity === 'warning') : others.length === 0;
  }

  private inScope(violation: PolicyViolation): PolicyViolation {
    const { path } = this.scope.node;
    const isInside = (at?: string) => path === '' || at === undefined || at === path || at.startsWith(`${path}/`);
    return { ...violation, violatingResources: violation.violatingResources.filter(({ constructPath }) => isInside(constructPath)) };
  }

  /** A critical finding of this library takes somebody who answers for it, until a date. */
  private acknowledged(acknowledgements: Acknowledgements, id: string, path: string): boolean {
    const found = this.allowScopeAcknowledgements ? acknowledgements.find(id, path) : acknowledgements.findOwn(id, path);
    return found !== undefined && (!this.isCritical(id) || this.ledger.isWaived(id, path));
  }

  private isCritical(id: string): boolean {
    return this.name === 'ZeroTrust' && ruleOf(id.slice(id.indexOf('::') + 2))?.severity === 'critical';
  }

  private silencedWhereSaid(violation: PolicyViolation, acknowledged: (id: string, path: string) => boolean): PolicyViolation[] {
    const id = acknowledgeId(this.name, violation.ruleName);
    if (isBaselined(violation)) return [violation];
    const here = violation.violatingResources.filter(({ constructPath = '' }) => acknowledged(id, constructPath));
    const why = this.isCritical(id) ? 'An acknowledgement does not count for a critical finding: waive it.' : 'Acknowledged on other constructs, which does not count here.';
    return [
      { ...violation, violatingResources: here },
      {
        ...violation,
        description: `${violation.description} (${why})`,
        severity: 'fatal',
        violatingResources: violation.violatingResources.filter((resource) => !here.includes(resource)),
      },
    ];
  }
}
