import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, AppProps, IPolicyValidationPlugin, Stack, StackProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';

/** The five packs that a golden path must satisfy. */
export function fivePacks(): IPolicyValidationPlugin[] {
  return [new AwsSolutionsChecks(), new ServerlessChecks(), new HIPAASecurityChecks(), new NIST80053R5Checks(), new PCIDSS321Checks()];
}

export interface Finding {
  readonly pack: string;
  readonly rule: string;
  readonly path: string;
}

export interface Findings {
  /** The plugins that had a say. */
  readonly plugins: string[];
  /** Findings that nobody acknowledged, warnings included. */
  readonly open: Finding[];
  readonly acknowledged: Finding[];
}

/**
 * What the plugins of an app report when it is synthesised for real. Leaves out what every function has that reserves nothing: that it is
 * acknowledged is the subject of test/compute/function-concurrency.test.ts. And what every stack of a test has that says no region and holds no
 * setting of the account: with the CDK's recommended flags its warnings are in the report.
 */
export function findingsOf(build: (app: App) => void, plugins?: IPolicyValidationPlugin[], props?: AppProps): Findings {
  const findings = allFindingsOf(build, plugins, props);
  const open = findings.open.filter(({ rule }) => !/^Annotation::cdk-zero-trust:(PrefixListRegions|NoApiGatewayAccount)$/.test(rule));
  return { ...findings, open, acknowledged: findings.acknowledged.filter(({ rule }) => !rule.endsWith('-LambdaConcurrency')) };
}

/** The same from the report that the CDK writes, with nothing left out. */
export function allFindingsOf(build: (app: App) => void, plugins: IPolicyValidationPlugin[] = fivePacks(), props: AppProps = {}): Findings {
  const outdir = mkdtempSync(join(tmpdir(), 'zt-packs-'));
  const exitCode = process.exitCode;
  try {
    const app = new App({ ...props, outdir });
    build(app);
    Validations.of(app).addPlugins(...plugins);
    try {
      app.synth();
    } catch (error) {
      if (!String(error).includes('alidation')) throw error;
    }
    return reportOf(outdir);
  } finally {
    process.exitCode = exitCode;
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The findings in the report of an assembly that was synthesised. */
export function reportOf(outdir: string): Findings {
  const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf-8'));
  return {
    plugins: pluginReports.map((plugin: any) => plugin.pluginName),
    open: pluginReports.flatMap((plugin: any) => flatten(plugin.pluginName, plugin.violations)),
    acknowledged: pluginReports.flatMap((plugin: any) => flatten(plugin.pluginName, plugin.suppressedViolations)),
  };
}

/** The findings of one stack over the five packs. */
export function stackFindings(build: (stack: Stack) => void, props?: StackProps): Findings {
  return findingsOf((app) => build(new Stack(app, 'Stack', props)));
}

function flatten(pack: string, violations: any[] = []): Finding[] {
  return violations.flatMap((violation) => (violation.violatingConstructs ?? []).map((construct: any) => ({
    pack, rule: violation.ruleName, path: construct.constructPath,
  })));
}
