import { existsSync, readFileSync } from 'fs';
import { basename, join } from 'path';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import { inputFile } from './input-file';
import { KmsKey } from './kms-key';
import { provedOrTold, tellRefusals } from './proof-failure';
import { readInputs } from './read-inputs';
import type { VerifyOptions } from './verify';
import { checkAttestation, Refusal } from '../attest/check-attestation';
import { differencesOf } from '../attest/compare-templates';
import { readPublicKey } from '../attest/keys';
import { ProofError } from '../attest/proof-error';
import { reportDifferences, ReportStatement, signedReport } from '../attest/report-statement';
import { SIGNED_MANIFEST } from '../attest/signed-manifest';
import { requireChoice } from '../attest/stack-binding';
import { manifestRefusals, unsignedCode } from '../attest/unsigned-code';
import { plain } from '../report/plain-text';

const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Verifies an assembly, and answers with the exit code. */
export function verify(attestation: string, assembly: string, options: VerifyOptions): Promise<number> {
  return provedOrTold(async () => {
    const { key, keyName } = await keyOf(options);
    const maxAge = options.maxAge === undefined ? undefined : millisecondsOf(options.maxAge);
    const report = signedReport(inputFile(attestation), { name: attestation, key, keyName });
    if (report) return verifyReport(report, assembly, maxAge);
    const { templates, problems } = readInputs([assembly]);
    if (problems.length > 0) return UNUSABLE;
    const choice = requireChoice(templates, options);
    const { statement, refusals } = checkAttestation(inputFile(attestation), { name: attestation, key, keyName, now: new Date(), maxAge });
    const all: Refusal[] = [...refusals];
    if (statement) {
      const path = join(assembly, SIGNED_MANIFEST);
      const manifest = existsSync(path) ? inputFile(path) : undefined;
      all.push(...differencesOf(statement, templates, choice), ...manifestRefusals(statement, manifest), ...unsignedCode(templates, manifest));
    }
    tellRefusals(all);
    const code = all.length === 0 ? CLEAN : FINDINGS;
    const why = code === CLEAN ? `${templates.length} templates are those that were attested at ${statement?.predicate.attestedAt}` : `${all.length} refusals`;
    process.stderr.write(`${plain(`Exit ${code}: ${why}.`)}\n`);
    return code;
  });
}

/** The files of a compliance report, which are in a folder with their names. */
function verifyReport(report: ReportStatement, folder: string, maxAge?: number): number {
  const { predicate: { reportedAt, verdict } } = report;
  const age = Date.now() - Date.parse(reportedAt);
  const stale: Refusal[] = maxAge !== undefined && !(age <= maxAge) ? [{ id: 'Stale', subject: folder, what: `the report is of ${reportedAt}.` }] : [];
  const all = [...stale, ...reportDifferences(report, (name) => {
    const path = join(folder, basename(name));
    return existsSync(path) ? readFileSync(path) : undefined;
  })];
  tellRefusals(all);
  const code = all.length === 0 ? CLEAN : FINDINGS;
  const why = code === CLEAN ? `${report.subject.length} files are those that were signed; the report of ${reportedAt} has the verdict ${verdict}` : `${all.length} refusals`;
  process.stderr.write(`${plain(`Exit ${code}: ${why}.`)}\n`);
  return code;
}

async function keyOf({ publicKey, kmsKey }: VerifyOptions) {
  if (publicKey !== undefined) return { key: readPublicKey(inputFile(publicKey), publicKey), keyName: publicKey };
  if (kmsKey !== undefined) return { key: await new KmsKey(kmsKey).publicKey(), keyName: kmsKey };
  throw new ProofError('verify', 'NoKey', 'there is no key to check signatures by.', 'pass --public-key with a key in PEM, or --kms-key.');
}

function millisecondsOf(text: string): number {
  const [, number, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (unit !== undefined && Number(number) > 0) return Number(number) * UNITS[unit];
  throw new ProofError('--max-age', 'BadDuration', `'${text}' is no duration.`, 'write it as 30m, 24h or 7d.');
}
