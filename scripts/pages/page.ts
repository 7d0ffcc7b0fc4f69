import { existsSync, readFileSync } from 'fs';
import { join } from 'path';

const DOCS = join(__dirname, '..', '..', 'docs');

/** What a command of a page did. */
export interface Typed {
  readonly status: number | null;
  /** Of both streams. */
  readonly output: string;
}

/** A page for people: what its reader copies, and types. */
export class Page {
  /** Lines of all its shell blocks, those of lists included. */
  public readonly lines: string[];
  private readonly text: string;

  constructor(name: string) {
    this.text = readFileSync(join(DOCS, name), 'utf-8');
    this.lines = this.blocks('sh').flatMap((block) => block.trim().split('\n'));
  }

  /** The blocks of a language, as they are at the margin. */
  public blocks(language: string): string[] {
    const fenced = new RegExp(`^( *)\`\`\`${language}[^\\n]*\\n(.*?)^\\1\`\`\`$`, 'gms');
    return [...this.text.matchAll(fenced)].map(([, indent, block]) => block.replace(new RegExp(`^${indent}`, 'gm'), ''));
  }

  /** The commands of this tool. */
  public get commands(): string[] {
    return this.lines.filter((line) => /^npx cdk-zero-trust(@latest)? /.test(line));
  }
}

/** The arguments of a command of this tool, without the quotes that keep a pattern from the shell. */
export function argumentsOf(line: string): string[] {
  return line.replace(/^npx cdk-zero-trust(?:@latest)? /, '').split(' ').map((argument) => argument.replace(/^'(.*)'$/, '$1'));
}

/** What is wrong with what a command of a page did in a folder: it exits with 0, prints something, and writes the files that it names. */
export function wrongWith(line: string, { status, output }: Typed, folder: string): string[] {
  const written = [...line.matchAll(/--(?:output|write-baseline|out) (\S+)/g)].map(([, file]) => file);
  return [
    ...status === 0 ? [] : [`exit code ${status}: ${output}`],
    ...output.trim() !== '' ? [] : ['it prints nothing'],
    ...written.filter((file) => !existsSync(join(folder, file))).map((file) => `it writes no ${file}`),
  ];
}

/** What is wrong with the gate of a repository that has no scanner yet. */
export function wrongWithGate({ status, output }: Typed): string[] {
  const missing = output.match(/^unusable +\S+ +no scanner is configured for it$/gm) ?? [];
  return [
    ...status === 2 ? [] : [`exit code ${status}: ${output}`],
    ...missing.length === 4 ? [] : [`it names ${missing.length} scanners that are missing: ${output}`],
    ...(/^pass +audit /m).test(output) ? [] : [`the audit has not passed: ${output}`],
  ];
}
