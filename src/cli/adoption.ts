import { existsSync, writeFileSync } from 'fs';
import { AuditOptions, CONFIG_FILE } from './audit-options';
import { clock } from '../model/clock';
import { applyBaseline, openFindings, remaining } from '../report/baseline';
import type { Evidence } from '../report/evidence';
import { loadOwnRules } from '../report/own-rules';
import { packFindings } from '../report/packs/pack-findings';
import type { Setting } from '../report/setting';
import { readRequired, readSettings } from '../report/settings';
import { readTrusted, readTrustedOrganizations, TrustedAccount, TrustedOrganization } from '../report/trusted';
import { unusedGrantsRules } from '../report/unused-grants';
import type { Required, Rule } from '../rules';
import type { Baseline } from '../waivers/baseline';
import { WaiverError } from '../waivers/waiver-error';
import { isDay, outOfTime } from '../waivers/waiver-terms';

/** What an organisation makes of the rules: settings, capabilities, rules of its own, and what it had when it began. */
export interface Adoption {
  readonly ownRules: Rule[];
  readonly settings: Setting[];
  readonly required: Required[];
  readonly trusted: TrustedAccount[];
  readonly trustedOrganizations: TrustedOrganization[];
  readonly baseline?: Baseline;
}

/** Reads all of it before anything is judged. Throws a `WaiverError`. */
export function readAdoption(options: AuditOptions): Adoption {
  const ownRules = [...loadOwnRules(options.rules), ...unusedGrantsRules(options.unusedGrants)];
  const config = configOf(options);
  const required = [...options.require.map((capability) => ({ capability, source: '--require' })), ...config?.required ?? []];
  return {
    ownRules,
    settings: readSettings(config?.rules ?? [], ownRules),
    required: readRequired(required),
    trusted: readTrusted([...options.trustedAccount.map((account) => ({ account, source: '--trusted-account' })), ...config?.trustedAccounts ?? []]),
    trustedOrganizations: readTrustedOrganizations([
      ...options.trustedOrganization.map((organization) => ({ organization, source: '--trusted-organization' })), ...config?.trustedOrganizations ?? [],
    ]),
    baseline: baselineOf(options),
  };
}

/** The evidence with its baseline, which is written first when that was asked for. */
export function adopt(evidence: Evidence, { baseline }: Adoption, paths: string[], options: AuditOptions): Evidence {
  const file = options.writeBaseline ?? options.baseline;
  if (file === undefined) return evidence;
  const packs = packFindings(paths, evidence.templates);
  if (options.writeBaseline === undefined) return applyBaseline(evidence, baseline!, file, clock.today(), packs);
  const written = {
    until: baseline?.until ?? options.until!,
    findings: baseline ? remaining(baseline, evidence, packs) : [...openFindings(evidence), ...packs ?? []],
  };
  try {
    writeFileSync(file, baselineFiles().writeBaseline(written));
  } catch (error) {
    throw new WaiverError(file, 'BadBaseline', `it cannot be written (${(error as NodeJS.ErrnoException).code}).`, 'name a file in a directory that exists and may be written to.');
  }
  return applyBaseline(evidence, written, file, clock.today(), packs);
}

function configOf({ config }: AuditOptions) {
  if (config === false || (config === undefined && !existsSync(CONFIG_FILE))) return undefined;
  const { readConfigFile } = require('../waivers/config-file') as typeof import('../waivers/config-file'); // it loads a parser of YAML
  return readConfigFile(config ?? CONFIG_FILE);
}

/** It loads a parser of YAML, which most audits need for nothing. */
function baselineFiles() {
  return require('../waivers/baseline-file') as typeof import('../waivers/baseline-file');
}

/** A baseline that is there only shrinks, and keeps its last day. */
function baselineOf({ baseline, writeBaseline: written, until }: AuditOptions): Baseline | undefined {
  const refuse = (file: string, what: string, remediation: string) => new WaiverError(file, 'BadBaseline', what, remediation);
  if (written !== undefined && baseline !== undefined && written !== baseline) {
    throw refuse(written, 'one baseline is read and another one written.', 'name the one file by --write-baseline.');
  }
  if (written === undefined) {
    if (until !== undefined) throw refuse('--until', 'no baseline is written.', 'add --write-baseline with a file.');
    return baseline === undefined ? undefined : baselineFiles().readBaselineFile(baseline);
  }
  const { hasBaseline, readBaselineFile } = baselineFiles();
  const known = hasBaseline(written) ? readBaselineFile(written) : undefined;
  if (known && until !== undefined && until !== known.until) {
    throw refuse(written, `it counts until ${known.until} already.`, 'change until in the file, where a review sees it, or remove the file to begin anew.');
  }
  if (known) return known;
  if (until === undefined) throw refuse(written, 'a baseline has a last day.', 'say it by --until YYYY-MM-DD, one year ahead at most.');
  if (!isDay(until)) throw refuse(written, `${until} is no day.`, 'write --until as YYYY-MM-DD.');
  const wrong = outOfTime(until, clock.today());
  if (wrong !== undefined) throw refuse(written, `${wrong}.`, 'say a day within one year by --until.');
  return undefined;
}
