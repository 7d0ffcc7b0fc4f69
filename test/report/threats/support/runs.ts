import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Command } from 'commander';
import { threatModelCommand } from '../../../../src/cli/threat-model';
import type { Templates } from '../../../graph/diff/support/reformat';

/** Runs of the command in this process, with a folder for their files. */
export class Runs {
  public readonly directory = mkdtempSync(join(tmpdir(), 'zt-threats-'));

  /** Runs it on some templates, each a file of its own. */
  public run(templates: Templates, ...args: string[]) {
    const paths = Object.entries(templates).map(([name, template]) => this.save(`${name}.json`, template));
    const [out, err] = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockReturnValue(true));
    const before = process.exitCode;
    try {
      const command = threatModelCommand({ name: 'tool', version: '1.2.3' }).exitOverride();
      command.copyInheritedSettings(new Command().exitOverride());
      command.parse(['node', 'threat-model', ...paths, ...args]);
      const text = (spy: typeof out) => spy.mock.calls.map(([chunk]) => String(chunk)).join('');
      return { status: process.exitCode, stdout: text(out), stderr: text(err) };
    } finally {
      process.exitCode = before;
      out.mockRestore();
      err.mockRestore();
    }
  }

  public json(templates: Templates, ...args: string[]) {
    return JSON.parse(this.run(templates, '--format', 'json', ...args).stdout);
  }

  public composer(templates: Templates, ...args: string[]) {
    return JSON.parse(this.run(templates, '--format', 'threat-composer', ...args).stdout);
  }

  /** Writes a file, JSON where it is no text, and returns its path. */
  public save(name: string, content: unknown): string {
    const path = join(this.directory, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  public remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
