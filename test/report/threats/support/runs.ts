import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { threatModelCommand } from '../../../../src/cli/threat-model';
import type { Templates } from '../../../graph/diff/support/reformat';
import { runAtOnce } from '../../../support/run-command';

/** Runs of the command in this process, with a folder for their files. */
export class Runs {
  public readonly directory = mkdtempSync(join(tmpdir(), 'zt-threats-'));

  /** Runs it on some templates, each a file of its own. */
  public run(templates: Templates, ...args: string[]) {
    const paths = Object.entries(templates).map(([name, template]) => this.save(`${name}.json`, template));
    return runAtOnce(threatModelCommand({ name: 'tool', version: '1.2.3' }), ...paths, ...args);
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
