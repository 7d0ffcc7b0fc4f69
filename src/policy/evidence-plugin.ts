import { rmSync } from 'fs';
import { join, relative } from 'path';
import { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport, Stage } from 'aws-cdk-lib';
import { areJudged } from './judged';
import { ReportFormat } from './report-format';
import type { ScopedPlugin } from './scoped-plugin';
import { Waiver } from './waiver';
import type { ZeroTrustChecks } from './zero-trust-checks';
import { ZeroTrustError } from '../core/errors';
import { graphOf } from '../graph/trust/graph-of';
import { clock } from '../model/clock';
import { ownPackage } from '../model/own-package';
import { readTemplates, ReadTemplate } from '../model/read-templates';
import { applyBaseline } from '../report/baseline';
import { writeCsv } from '../report/csv';
import { collectEvidence } from '../report/evidence';
import { writeHtml } from '../report/html';
import { writeJson } from '../report/json';
import { writeOscal } from '../report/oscal';
import { withPackFindings } from '../report/packs/pack-faults';
import { writeSarif } from '../report/sarif';
import { applySettings } from '../report/settings';
import { applyWaivers } from '../report/waived';
import { writeReport } from '../report/write-report';
import type { Tool, Writer } from '../report/writer';
import { RULES } from '../rules';
import type { Baseline } from '../waivers/baseline';
import type { Profile } from '../zone/profile';

const WRITERS: Record<ReportFormat, Writer> = {
  [ReportFormat.HTML]: writeHtml,
  [ReportFormat.JSON]: writeJson,
  [ReportFormat.SARIF]: writeSarif,
  [ReportFormat.CSV]: writeCsv,
  [ReportFormat.OSCAL]: writeOscal,
};

/**
 * The last plugin, which also writes the evidence into the assembly, whether or not synthesis fails then. It reads the assembly as
 * the command line does, so that both say the same.
 *
 * @internal
 */
export class EvidencePlugin implements IPolicyValidationPlugin {
  public readonly name: string;
  public readonly version?: string;
  public readonly ruleIds?: string[];

  constructor(private readonly plugin: IPolicyValidationPlugin, private readonly stage: Stage, private readonly formats: ReportFormat[],
    private readonly waivers: Waiver[], private readonly checks: ZeroTrustChecks, private readonly packs: ScopedPlugin[],
    private readonly baseline?: { readonly file: string; readonly content: Baseline }, private readonly profile?: Profile) {
    this.name = plugin.name;
    this.version = plugin.version;
    this.ruleIds = plugin.ruleIds;
    // the CDK lets a plugin write new files only, and a report of an earlier synthesis must not pass for one of this
    stage.node.addValidation({ validate: () => this.removeReports() });
  }

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    // paths as the command line has them, and the same on every machine
    const templates = readTemplates(relative(process.cwd(), this.stage.outdir) || '.');
    this.checks._judgeInOrder(templates.map(({ id }) => id));
    const report = this.plugin.validate(context);
    this.writeReports(templates);
    return report;
  }

  private writeReports(templates: ReadTemplate[]): void {
    const today = clock.today();
    const { ownRules, required, trusted, trustedOrganizations, settings } = this.checks._adoption;
    const found = this.checks._takeJudged();
    const judged = found && areJudged(found, templates) ? found : undefined;
    const graph = this.formats.includes(ReportFormat.HTML) ? graphOf : undefined; // only the page draws it
    const options = { required, trusted, trustedOrganizations, judged, graph };
    const rated = applySettings(collectEvidence(templates, [...RULES, ...ownRules], options), settings);
    const waived = applyWaivers(rated, today, { list: { file: 'ZeroTrust.enforce', waivers: this.waivers } });
    const known = this.baseline ? applyBaseline(waived, this.baseline.content, this.baseline.file, today) : waived;
    const grouped = this.packs.length > 0 ? withPackFindings(known, this.packs.flatMap(({ open }) => open)) : known;
    const evidence = this.profile?.isDevelopment ? { ...grouped, notForProduction: `Profile ${this.profile.name} is a sandbox and not for production` } : grouped;
    for (const format of this.formats) {
      const content = WRITERS[format](evidence, tool(), today);
      this.onFile(format, (path) => writeReport(path, content));
    }
  }

  private removeReports(): string[] {
    for (const format of this.formats) this.onFile(format, (path) => rmSync(path, { force: true }));
    return [];
  }

  private onFile(format: ReportFormat, action: (path: string) => void): void {
    const path = join(this.stage.outdir, `zero-trust-report.${format}`);
    try {
      action(path);
    } catch (error) {
      throw new ZeroTrustError(this.stage, 'ReportUnwritable', `${path} cannot be written (${(error as NodeJS.ErrnoException).code}).`,
        'make the directory of the assembly writable, and remove what has the name of the report.');
    }
  }
}

function tool(): Tool {
  const { name, version } = ownPackage();
  return { name, version };
}
