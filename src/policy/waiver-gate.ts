import { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import type { BaselineLedger } from './baseline-ledger';
import type { FindingsIgnored } from './findings-ignored';
import { RESOURCE_BUDGET } from './resource-budgets';
import type { SharedAcknowledgements } from './shared-acknowledgements';
import type { WaiverLedger } from './waiver-ledger';

/**
 * The last plugin, with what is wrong with waivers and acknowledgements themselves. All of it is fatal, which nothing
 * acknowledges.
 *
 * @internal
 */
export class WaiverGate implements IPolicyValidationPlugin {
  public readonly name: string;
  public readonly version?: string;
  public readonly ruleIds?: string[];

  constructor(private readonly plugin: IPolicyValidationPlugin, private readonly scope: IConstruct,
    private readonly ledger: WaiverLedger, private readonly acknowledgements: SharedAcknowledgements,
    private readonly allowScopeAcknowledgements: boolean,
    private readonly ignored: FindingsIgnored, private readonly baseline?: BaselineLedger) {
    this.name = plugin.name;
    this.version = plugin.version;
    this.ruleIds = plugin.ruleIds;
  }

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const report = this.plugin.validate(context);
    const ofScopes = this.allowScopeAcknowledgements ? [] : this.scopeAcknowledgements();
    const problems = [...this.ignored.violations(), ...this.ledger.problems(), ...ofScopes];
    const ofBaseline = this.baseline?.problems() ?? [];
    const fails = problems.length > 0 || ofBaseline.some(({ severity }) => severity === 'fatal');
    return { ...report, violations: [...problems, ...ofBaseline, ...report.violations], success: report.success && !fails };
  }

  private scopeAcknowledgements(): PolicyViolation[] {
    const { path: enforced } = this.scope.node;
    const reaches = (path: string) => path === enforced || contains(enforced, path) || contains(path, enforced);
    return this.acknowledgements.all.onScopes
      .filter(({ id, path, isStack }) => reaches(path) && this.ledger.isFinding(id) && !(isStack && isOfStack(id)))
      .map(({ id, path }) => ({
        ruleName: 'ZT-SCOPE-ACKNOWLEDGEMENT',
        description: `${id} is acknowledged on ${path || 'the app'}, for everything below it and everything that is yet to be written there.`,
        fix: 'Acknowledge it on the resource that has it or on its L2, or waive it there with an owner and an end.',
        severity: 'fatal',
        violatingResources: [{ constructPath: path, locations: [] }],
      }));
  }
}

/** Findings that a stack has, and no resource of it. */
function isOfStack(id: string): boolean {
  return id === RESOURCE_BUDGET || /^ZeroTrust::ZT-COVERAGE-\d+$/.test(id);
}

function contains(outer: string, inner: string): boolean {
  return outer === '' || inner.startsWith(`${outer}/`);
}
