import { spawnSync } from 'child_process';
import { dirname, join } from 'path';

const ARCHITECTURE = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
const SYSTEM = process.platform === 'darwin' ? 'macos' : 'ubuntu';

/** The binary that AWS publishes of CloudFormation Guard. Its license is Apache-2.0; it is used by tests only. */
function binary(): string {
  return join(dirname(require.resolve('@cdklabs/cdk-validator-cfnguard/package.json')), 'bin', SYSTEM, ARCHITECTURE, 'cfn-guard');
}

export type GuardStatus = 'PASS' | 'FAIL' | 'SKIP';

/** What one text of Guard finds of each document, in one process. Throws when Guard cannot read the text or a document. */
export function evaluateGuard(text: string, documents: unknown[]): GuardStatus[] {
  const { stdout, stderr, status } = spawnSync(binary(), ['validate', '--payload', '--structured', '--output-format', 'json', '--show-summary', 'none'], {
    input: JSON.stringify({ rules: [text], data: documents.map((document) => JSON.stringify(document)) }), encoding: 'utf-8', maxBuffer: 1024 ** 3,
  });
  // 0: all pass, 19: some fail
  if (status !== 0 && status !== 19) throw new Error(`cfn-guard ended with ${status}: ${stderr.slice(0, 2000)}\n${text}`);
  const found: { name: string; status: GuardStatus }[] = JSON.parse(stdout);
  const byName = new Map(found.map((one) => [one.name, one.status]));
  return documents.map((_, index) => byName.get(`DATA_STDIN[${index + 1}]`)!);
}
