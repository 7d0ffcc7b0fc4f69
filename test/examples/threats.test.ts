import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type { App, AppProps } from 'aws-cdk-lib';
import { claimsApp } from '../../examples/claims-platform/app';
import { ordersApp } from '../../examples/orders-api/app';
import { threatModelCommand } from '../../src/cli/threat-model';
import { clock } from '../../src/model/clock';
import { runAtOnce } from '../support/run-command';

jest.setTimeout(120_000);
// what the judges of the examples write at synthesis
jest.spyOn(console, 'error').mockImplementation(() => undefined);
jest.spyOn(console, 'warn').mockImplementation(() => undefined);

const ACCEPTED = join(__dirname, '..', '..', 'examples', 'claims-platform', 'accepted-threats.yaml');
const folder = mkdtempSync(join(tmpdir(), 'zt-example-threats-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(() => { jest.spyOn(clock, 'today').mockReturnValue('2026-11-30'); });

function synthesized(name: string, app: (props: AppProps) => App): string {
  const outdir = join(folder, name);
  app({ outdir, analyticsReporting: false, postCliContext: { 'aws:cdk:enable-path-metadata': true } }).synth();
  return outdir;
}

const run = (...args: string[]) => runAtOnce(threatModelCommand({ name: 'tool', version: '1.2.3' }), ...args, '--fail-on', 'low');

test('every threat to orders-api is mitigated', () => {
  expect(run(synthesized('orders', ordersApp))).toMatchObject({ status: 0, stderr: expect.stringMatching(/, 0 accepted, 0 open\.$/m) });
});

test('every threat to claims-platform is mitigated, but one that its owner accepts', () => {
  const assembly = synthesized('claims', claimsApp);
  const { threats } = JSON.parse(run(assembly, '--format', 'json').stdout);
  expect(threats.filter(({ status }: any) => status === 'open').map(({ threat, element }: any) => `${threat} ${element.name}`)).toEqual(['ZT-THREAT-002 Intake/ClaimsLink/Service']);
  expect(run(assembly)).toMatchObject({ status: 1 });
  expect(run(assembly, '--waivers', ACCEPTED)).toMatchObject({ status: 0, stderr: expect.stringMatching(/, 1 accepted, 0 open\.$/m) });
});
