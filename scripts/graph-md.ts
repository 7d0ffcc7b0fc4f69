import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type { App, AppProps } from 'aws-cdk-lib';
import { claimsApp } from '../examples/claims-platform/app';
import { ordersApp } from '../examples/orders-api/app';

const ROOT = join(__dirname, '..');
const PAGE = join(ROOT, 'docs', 'graph.md');
const MAIN = join(ROOT, 'src', 'cli', 'main.ts');
const TSX = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
const EXAMPLES: Record<string, (props: AppProps) => App> = { 'orders-api': ordersApp, 'claims-platform': claimsApp };

/** What docs/graph.md is made of: the page with the outputs of the commands in it, and pictures by their names. */
export interface GraphPage {
  readonly page: string;
  readonly pictures: Record<string, string>;
}

/** Synthesises the examples, and runs each command that the page names, as a reader would: in a folder with a cdk.out. */
export function graphPage(page: string): GraphPage {
  const folder = mkdtempSync(join(tmpdir(), 'zt-graph-md-'));
  try {
    const run = (example: string, args: string[]) => execFileSync(process.execPath, [TSX, MAIN, ...args], { cwd: join(folder, example), encoding: 'utf-8', env: { PATH: process.env.PATH } });
    for (const [name, build] of Object.entries(EXAMPLES)) build({ outdir: join(folder, name, 'cdk.out'), analyticsReporting: false }).synth();
    return {
      page: page.replace(/<!-- output: ([\w-]+): (.*) -->\n[^]*?<!-- \/output -->/g, (_whole, example: string, command: string) => (
        `<!-- output: ${example}: ${command} -->\n\`\`\`console\n$ cdk-zero-trust ${command}\n${run(example, command.split(' '))}\`\`\`\n<!-- /output -->`)),
      pictures: Object.fromEntries(Object.keys(EXAMPLES).map((name) => [name, run(name, ['graph'])])),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const pictureFile = (name: string) => join(ROOT, 'docs', 'graph', `${name}.svg`);

if (require.main === module) {
  process.env.CDK_VALIDATION = 'false'; // of the CDK's own, which takes most of the time
  const { page, pictures } = graphPage(readFileSync(PAGE, 'utf-8'));
  writeFileSync(PAGE, page);
  for (const [name, picture] of Object.entries(pictures)) writeFileSync(pictureFile(name), picture);
}
