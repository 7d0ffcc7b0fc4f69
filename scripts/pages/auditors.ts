import { generateKeyPairSync } from 'crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Page } from './page';
import { ordersApp } from '../../examples/orders-api/app';
import { PAYLOAD_TYPE, preAuthenticationEncoding, writeEnvelope } from '../../src/attest/dsse';
import { localSigner } from '../../src/attest/keys';
import { REPORT_PREDICATE_TYPE, ReportStatement } from '../../src/attest/report-statement';
import { STATEMENT_TYPE } from '../../src/attest/statement';
import { sha256 } from '../../src/attest/template-digest';

export const AUDITORS = new Page('auditors.md');

/** What a team runs before an auditor has anything, once `handOver` is done. */
export const TEAM_COMMANDS = [
  'npx cdk-zero-trust audit cdk.out --format json --output report.json',
  'npx cdk-zero-trust attest cdk.out --report report.json --key private.pem --account 111122223333 --out attestation.json',
];

/** Puts into a folder what an auditor asks for: an assembly, a public key, and a report as `ComplianceBaseline` signs it. */
export async function handOver(folder: string): Promise<void> {
  ordersApp({ outdir: join(folder, 'cdk.out'), analyticsReporting: false, postCliContext: { 'aws:cdk:enable-path-metadata': true } }).synth();
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  writeFileSync(join(folder, 'private.pem'), pem);
  writeFileSync(join(folder, 'public.pem'), publicKey.export({ type: 'spki', format: 'pem' }));

  const report = join(folder, '2026-11-30T06-00-00Z');
  mkdirSync(report);
  const files = { 'report.json': '{"verdict":"pass"}\n', 'report.html': '<!doctype html><title>Compliance</title>\n' };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(report, name), text);
  const statement: ReportStatement = {
    _type: STATEMENT_TYPE,
    subject: Object.entries(files).map(([name, text]) => ({ name, digest: { sha256: sha256(text) } })),
    predicateType: REPORT_PREDICATE_TYPE,
    predicate: { verdict: 'pass', reportedAt: '2026-11-30T06:00:00Z' },
  };
  const [signer, payload] = [localSigner(pem, 'private.pem'), Buffer.from(JSON.stringify(statement))];
  writeFileSync(join(report, 'report.intoto.json'), writeEnvelope(payload, signer.keyid, await signer.sign(preAuthenticationEncoding(PAYLOAD_TYPE, payload))));
}

/** Changes a template by one value. */
export function tamper(folder: string): void {
  const path = join(folder, 'cdk.out', 'Orders.template.json');
  writeFileSync(path, readFileSync(path, 'utf-8').replace('"EnableKeyRotation": true', '"EnableKeyRotation": false'));
}
