import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Validations } from 'aws-cdk-lib';
import { NagRule, nagRules } from './nag-rules';
import { TemplateModel } from '../../../src/model';
import { readTemplates } from '../../../src/model/read-templates';
import { collectEvidence, EvidenceItem, isOpen } from '../../../src/report/evidence';
import { correspondingItems } from '../../../src/report/packs/correspondence-of-items';
import { fivePacks, reportOf } from '../../support/packs';
import { Pattern, PATTERNS } from '../patterns';

/** A finding of cdk-nag on a pattern, in one or more packs, with what we find there. */
export interface Compared {
  readonly pattern: string;
  /** Name of the rule of cdk-nag. */
  readonly rule: string;
  /** Construct path. */
  readonly path: string;
  /** What packs report of it, as `IAM5[Action::s3:*]` is one of several. */
  readonly detail: string;
  /** Rules of ours that correspond, and have an open finding on the resource or on a companion. */
  readonly ours: string[];
}

export interface Comparison {
  readonly findings: Compared[];
  /** Open findings of ours on the patterns. */
  readonly ours: { readonly pattern: string; readonly item: EvidenceItem }[];
  /** Those of them that no finding of cdk-nag corresponds to. */
  readonly alone: EvidenceItem[];
  /** What cdk-nag reported by rules that are not compared: its own failures too. */
  readonly others: string[];
}

/** Runs the five packs and our rules on every pattern. */
export function compare(patterns: Pattern[] = PATTERNS): Comparison {
  const rules = nagRules();
  const compared = patterns.map((pattern) => comparePattern(pattern, rules));
  return {
    findings: compared.flatMap(({ findings }) => findings),
    ours: compared.flatMap(({ ours }) => ours),
    alone: compared.flatMap(({ alone }) => alone),
    others: compared.flatMap(({ others }) => others),
  };
}

function comparePattern(pattern: Pattern, rules: NagRule[]): Comparison {
  const outdir = mkdtempSync(join(tmpdir(), 'zt-parity-'));
  try {
    const app = new App({ outdir, context: { '@aws-cdk/core:failSynthOnValidationErrors': false } });
    quietly(() => {
      pattern.build(app);
      Validations.of(app).addPlugins(...fivePacks());
      app.synth();
    });
    const templates = readTemplates(outdir);
    const resources = new Map(new TemplateModel(templates).resources.map((resource) => [resource.path, resource]));
    const { items } = collectEvidence(templates);
    const told = items.filter((item) => isOpen(item) || item.verdict === 'structural');
    const open = told.filter(isOpen);
    const [findings, others] = [new Map<string, Compared>(), [] as string[]];
    const used = new Set<EvidenceItem>();
    for (const { rule: id, path } of reportOf(outdir).open) {
      const rule = rules.find(({ ids }) => ids.includes(id.replace(/\[.*$/, '')));
      if (!rule) {
        others.push(`${id} ${path}`);
        continue;
      }
      const matching = correspondingItems(rule.name, resources.get(path), (place) => told.filter(({ constructPath }) => constructPath === place));
      matching.forEach((item) => used.add(item));
      const detail = /\[.*$/.exec(id)?.[0] ?? '';
      findings.set(`${rule.name}${detail} ${path}`, {
        pattern: pattern.name, rule: rule.name, path, detail, ours: [...new Set(matching.map((item) => item.rule.id))],
      });
    }
    return {
      findings: [...findings.values()],
      ours: open.map((item) => ({ pattern: pattern.name, item })),
      alone: open.filter((item) => !used.has(item)),
      others,
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Without what the CDK prints of findings and deprecations. */
function quietly(run: () => void): void {
  const { log, error, warn } = console;
  const { exitCode } = process;
  Object.assign(console, { log: () => undefined, error: () => undefined, warn: () => undefined });
  try {
    run();
  } finally {
    Object.assign(console, { log, error, warn });
    process.exitCode = exitCode;
  }
}
