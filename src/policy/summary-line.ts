import { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport } from 'aws-cdk-lib';
import { acknowledgeId } from './acknowledgements';
import { isBaselined } from './baseline-ledger';
import type { SharedAcknowledgements } from './shared-acknowledgements';
import type { Profile } from '../zone/profile';

/**
 * One line for a synthesis that the packs of an enforced scope let pass, so that silence never has to be read as "all rules ran":
 * `cdk-zero-trust: 268 rules, 5 packs: 0 open, 12 acknowledged, 1 waived`.
 *
 * It goes to standard error, because `cdk synth` writes the template to standard output. Where findings fail synthesis the CDK prints
 * its report, and there is no line.
 *
 * @internal
 */
export class SummaryLine {
  private readonly names: string[];
  private readonly rules: number;
  /** What the packs answered at this synthesis. */
  private readonly reports = new Map<string, PolicyValidationPluginReport>();

  /**
   * @param packs of cdk-nag, then the one of this library
   * @param switchedOff how many rules of this library are off
   * @param profile the one that was enforced
   */
  constructor(private readonly acknowledgements: SharedAcknowledgements, packs: IPolicyValidationPlugin[], private readonly switchedOff = 0,
    private readonly profile?: Profile) {
    this.names = packs.map(({ name }) => name);
    this.rules = packs[packs.length - 1].ruleIds?.length ?? 0;
  }

  /** The same plugins, whose reports are counted; after the last of them the line is printed. */
  public over(plugins: IPolicyValidationPlugin[]): IPolicyValidationPlugin[] {
    return plugins.map((plugin) => new CountedPlugin(plugin, (report) => this.note(plugin.name, report)));
  }

  private note(name: string, report: PolicyValidationPluginReport): void {
    this.reports.set(name, report);
    if (name !== this.names[this.names.length - 1]) return;
    const line = this.line();
    this.reports.clear(); // for the next synthesis
    if (line !== undefined) console.error(line);
  }

  private line(): string | undefined {
    const acknowledgements = this.acknowledgements.all;
    const count = { open: 0, acknowledged: 0, waived: 0, baselined: 0 };
    for (const [pack, { violations, success }] of this.reports) {
      const kinds = violations.flatMap((violation) => violation.violatingResources.map(({ constructPath = '' }) => {
        const { ruleName, severity } = violation;
        const found = severity === 'fatal' ? undefined : acknowledgements.find(acknowledgeId(pack, ruleName), constructPath);
        const kind: keyof typeof count = isBaselined(violation) ? 'baselined' : found === undefined ? 'open' : found.waiver ? 'waived' : 'acknowledged';
        count[kind] += 1;
        return { kind, isWarning: severity === 'warning' };
      }));
      const open = kinds.filter(({ kind }) => kind === 'open');
      // as the CDK decides: a pack that fails on warnings alone passes once one of its findings is acknowledged
      if (open.some(({ isWarning }) => !isWarning) || (!success && open.length > 0 && open.length === kinds.length)) return undefined;
    }
    const { open, acknowledged, waived, baselined } = count;
    return `cdk-zero-trust: ${this.rules} rules, ${plural(this.names.length - 1, 'pack')}: ${open} open${open > 0 ? ' (warnings)' : ''}, `
      + `${acknowledged} acknowledged, ${waived} waived${baselined > 0 ? `, ${baselined} in the baseline` : ''}`
      + (this.switchedOff > 0 ? `, ${plural(this.switchedOff, 'rule')} switched off` : '')
      + (this.profile?.isDevelopment ? `; profile ${this.profile.name}, a sandbox and not for production` : '');
  }
}

class CountedPlugin implements IPolicyValidationPlugin {
  public readonly name: string;
  public readonly version?: string;
  public readonly ruleIds?: string[];

  constructor(private readonly plugin: IPolicyValidationPlugin, private readonly note: (report: PolicyValidationPluginReport) => void) {
    this.name = plugin.name;
    this.version = plugin.version;
    this.ruleIds = plugin.ruleIds;
  }

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const report = this.plugin.validate(context);
    this.note(report);
    return report;
  }
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
