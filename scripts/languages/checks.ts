import { Machine } from './machine';
import { differences, templateIn } from './templates';

/** Results, one line each. */
export class Checks {
  readonly failed: string[] = [];
  passed = 0;

  constructor(private readonly golden: unknown) {}

  /** Passes when the check finds nothing wrong. */
  record(what: string, wrong: string[]): void {
    console.log([`${wrong.length === 0 ? 'ok' : 'FAILED'}: ${what}`, ...wrong.slice(0, 20).map((line) => `  ${line}`)].join('\n'));
    if (wrong.length === 0) this.passed += 1;
    else this.failed.push(what);
  }

  /** Synthesises an example by the command of its cdk.json and compares. */
  async synthesises(machine: Machine, language: string, command: string, cwd: string): Promise<string> {
    const outdir = machine.folder('cdk.out');
    await machine.with({ CDK_OUTDIR: outdir }).run(command, cwd, `synthesised by \`${command}\``);
    this.record(`${language}: the template is that of TypeScript`, differences(this.golden, templateIn(outdir)));
    return outdir;
  }

  /** Synthesises what the library refuses. */
  async refuses(machine: Machine, language: string, command: string, cwd: string): Promise<void> {
    const { code, output } = await machine.with({ CDK_OUTDIR: machine.folder('insecure.out') }).outcome(command, cwd);
    this.record(`${language}: a secret in the environment fails synth`, [
      ...code === 0 ? ['exit code 0'] : [],
      ...output.includes('[Insecure/Read] SecretInEnvironment') ? [] : [`the error does not name SecretInEnvironment: ${output.slice(-1_000)}`],
    ]);
  }

  /** Looks for the snippets of a README in a language. */
  readme(language: string, text: string, snippet: string): void {
    this.record(`${language}: the README of the package has ${language}`, [
      ...text.includes(snippet) ? [] : [`without ${snippet}`],
      ...text.includes("from 'cdk-zero-trust'") ? ['with TypeScript'] : [],
    ]);
  }
}
