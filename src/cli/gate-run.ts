import { join } from 'path';
import type { AuditOptions } from './audit-options';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import type { Outcome } from './outcome';
import { readInputs } from './read-inputs';
import { audited } from './run-audit';
import { compared } from './run-diff';
import { modelled } from './run-threat-model';
import { assemblyFiles } from '../gate/assembly-files';
import { Check, CheckResult, CheckVerdict, SCANNED } from '../gate/check';
import { writeEvidence } from '../gate/evidence-folder';
import { FunctionAsset, functionAssets } from '../gate/function-assets';
import type { GateConfig } from '../gate/gate-config';
import { GateError } from '../gate/gate-error';
import { licensesNotAllowed } from '../gate/licenses';
import type { GateManifest } from '../gate/manifest';
import { stacksNotCompared } from '../gate/not-compared';
import { hasResponder, openIncidents } from '../gate/open-incidents';
import { LockFile, Packages, packagesOf } from '../gate/packages';
import { sbomOf } from '../gate/sbom';
import { scan, Scanned } from '../gate/scanner';
import type { HashedFile } from '../gate/tree-hash';
import { waiversEnd } from '../gate/waivers-end';
import { TemplateModel } from '../model';
import { clock } from '../model/clock';
import { readAll, ReadTemplate } from '../model/read-templates';
import { TemplateError } from '../model/template-error';
import { templateWaivers } from '../report/template-waivers';
import type { Tool } from '../report/writer';
import { WaiverError } from '../waivers/waiver-error';
import { readWaiverFile } from '../waivers/waiver-file';

type Judged = Omit<CheckResult, 'check'>;

const VERDICTS: Record<number, Exclude<CheckVerdict, 'left-out'>> = { [CLEAN]: 'pass', [FINDINGS]: 'stop', [UNUSABLE]: 'unusable' };

export function codeOf(verdict: Exclude<CheckVerdict, 'left-out'>): number {
  return Number(Object.keys(VERDICTS).find((code) => VERDICTS[Number(code)] === verdict));
}

/** One run of the gate over an assembly: each check on its own, so that one that cannot judge takes no other with it. */
export class GateRun {
  public readonly templates: readonly ReadTemplate[];
  public readonly deployed: readonly ReadTemplate[];
  public readonly notCompared: NonNullable<GateManifest['notCompared']>;
  public readonly assembly: readonly HashedFile[];
  private readonly assets: readonly { readonly asset: FunctionAsset; readonly packages: Packages; readonly sbom: string }[];
  private readonly elsewhere: readonly string[];
  private readonly isRead: boolean;
  private readonly model: TemplateModel;
  private scanned?: Scanned[];

  private readonly checks: Record<Check, () => Judged | Promise<Judged>> = {
    'audit': () => this.audit(),
    'waivers': () => this.waivers(),
    'diff': () => this.diff(),
    'threat-model': () => this.threatModel(),
    'incidents': () => this.incidents(),
    ...Object.fromEntries(SCANNED.map((check) => [check, () => this.scan(check)])) as Record<(typeof SCANNED)[number], () => Promise<Judged>>,
    'sbom': () => this.sbom(),
    'licenses': () => this.licenses(),
  };

  constructor(
    private readonly path: string,
    private readonly against: string | undefined,
    private readonly evidence: string,
    private readonly config: GateConfig,
    private readonly tool: Tool,
  ) {
    const { templates, problems } = readInputs([path]);
    this.templates = templates;
    this.isRead = problems.length === 0 && templates.length > 0;
    this.deployed = against === undefined ? [] : readAll([against]).templates;
    this.notCompared = against === undefined ? [] : stacksNotCompared(against);
    this.model = new TemplateModel(templates);
    const { assets, elsewhere } = functionAssets(this.model, path);
    this.assembly = assemblyFiles(path, [...assets.map((asset) => asset.path), ...templates.map(({ templatePath }) => templatePath)]);
    const lock = new LockFile(config.sbom.lockFile);
    this.assets = assets.map((asset) => ({ asset, packages: packagesOf(asset, lock), sbom: `sbom/${asset.name.replace(/[^\w.-]+/g, '_')}.cdx.json` }));
    this.elsewhere = elsewhere;
  }

  public async judge(check: Check): Promise<CheckResult> {
    const { only, without } = this.config;
    const reason = only && !only.includes(check) ? 'not among --only' : (without as Partial<Record<Check, string>>)[check];
    if (reason !== undefined) return { check, verdict: 'left-out', why: reason, files: [] };
    try {
      return { check, ...await this.checks[check]() };
    } catch (error) {
      if (!(error instanceof GateError || error instanceof TemplateError || error instanceof WaiverError)) throw error;
      return { check, verdict: 'unusable', why: error.message.replace(/\.$/, ''), files: [] };
    }
  }

  public hashedAssets(): GateManifest['assets'] {
    return this.assets.map(({ asset: { name, sha256 }, sbom }) => ({ path: name, sha256, sbom }));
  }

  private audit(): Judged {
    const { templateWaivers: inTemplates, trustedAccounts, trustedOrganizations, ...rest } = this.config.audit;
    const options: AuditOptions = {
      ...rest,
      templateWaivers: inTemplates,
      trustedAccount: trustedAccounts,
      trustedOrganization: trustedOrganizations,
      format: 'sarif',
      output: this.file('audit.sarif'),
      exclude: [],
      rules: [],
    };
    return judged(audited([this.path], options, this.tool, [{ format: 'json', output: this.file('audit.json') }]), ['audit.sarif', 'audit.json']);
  }

  private waivers(): Judged {
    const { waivers, templateWaivers: inTemplates } = this.config.audit;
    const all = [
      ...waivers === undefined ? [] : readWaiverFile(waivers),
      ...inTemplates ? this.templates.flatMap((template) => templateWaivers(template).map(({ waiver }) => waiver)) : [],
    ];
    return { ...waiversEnd(all, clock.today(), this.config.waivers.minDaysLeft), files: [] };
  }

  private diff(): Judged {
    if (this.against === undefined) return { verdict: 'left-out', why: 'nothing that is deployed was named (--against)', files: [] };
    const { audit: { waivers, parameters, trustedAccounts }, diff: { failOn, approvals, oldWaivers } } = this.config;
    const reported = { format: 'sarif', output: this.file('diff.sarif') } as const;
    const options = { ...reported, failOn, approvals, oldWaivers, waivers, parameters, trustedAccount: trustedAccounts };
    const outcome = compared(this.against, this.path, options, this.tool);
    const left = this.notCompared.map(({ stack, why }) => `${stack} (${why})`).join(', ');
    return judged(outcome && { ...outcome, why: left === '' ? outcome.why : `${outcome.why}; not compared: ${left}` }, ['diff.sarif']);
  }

  private threatModel(): Judged {
    const { audit: { waivers, parameters, templateWaivers: inTemplates, trustedAccounts }, threatModel: { failOn } } = this.config;
    const reported = { format: 'json', output: this.file('threat-model.json') } as const;
    const options = { ...reported, failOn, waivers, parameters, templateWaivers: inTemplates, trustedAccount: trustedAccounts, exclude: [] };
    return judged(modelled([this.path], options, this.tool), ['threat-model.json']);
  }

  private incidents(): Judged {
    const { file } = this.config.incidents;
    if (file !== undefined) return { ...openIncidents(file), files: [] };
    return hasResponder(this.model)
      ? { verdict: 'unusable', why: 'there is a responder, and incidents.file names no export of its table', files: [] }
      : { verdict: 'pass', why: 'the templates have no responder', files: [] };
  }

  private async scan(check: (typeof SCANNED)[number]): Promise<Judged> {
    this.scanned ??= await this.runScanners();
    const scanned = this.scanned.filter(({ scanner }) => scanner.covers.includes(check));
    if (scanned.length === 0) return { verdict: 'unusable', why: 'no scanner is configured for it', files: [] };
    const verdict = (['unusable', 'stop'] as const).find((one) => scanned.some((run) => run.verdict === one)) ?? 'pass';
    return { verdict, why: scanned.map(({ why }) => why).join('; '), files: scanned.flatMap(({ files }) => files) };
  }

  /** One after the other: each may take all of the machine. */
  private async runScanners(): Promise<Scanned[]> {
    const scanned: Scanned[] = [];
    for (const scanner of this.config.scanners) scanned.push(await scan(scanner, this.evidence, this.assets.map(({ asset }) => asset.path)));
    return scanned;
  }

  private sbom(): Judged {
    if (!this.isRead) return { verdict: 'unusable', why: 'not all of the input could be read', files: [] };
    const files = this.assets.map(({ asset, packages, sbom }) => writeEvidence(this.evidence, sbom, sbomOf(asset, packages, this.tool)));
    const unknown = [...this.assets.filter(({ packages }) => !packages.isComplete).map(({ asset }) => asset.name), ...this.elsewhere];
    const shown = `${unknown.slice(0, 5).join(', ')}${unknown.length > 5 ? ' …' : ''}`;
    const why = `${files.length} ${files.length === 1 ? 'asset' : 'assets'}${unknown.length > 0 ? `; not known what is in ${shown}` : ''}`;
    return { verdict: unknown.length > 0 && this.config.sbom.failOnUnknown ? 'stop' : 'pass', why, files };
  }

  private licenses(): Judged {
    if (!this.isRead) return { verdict: 'unusable', why: 'not all of the input could be read', files: [] };
    const packages = this.assets.flatMap((one) => one.packages.packages);
    const not = [...new Set(licensesNotAllowed(packages, this.config.licenses))];
    return not.length > 0
      ? { verdict: 'stop', why: `not allowed: ${not.slice(0, 10).join(', ')}${not.length > 10 ? ' …' : ''}`, files: [] }
      : { verdict: 'pass', why: `${packages.length} packages, all under allowed licenses`, files: [] };
  }

  private file(name: string): string {
    return join(this.evidence, name);
  }
}

function judged(outcome: Outcome | undefined, files: string[]): Judged {
  return outcome ? { verdict: VERDICTS[outcome.code], why: outcome.why, files } : { verdict: 'unusable', why: 'its report could not be written', files: [] };
}
