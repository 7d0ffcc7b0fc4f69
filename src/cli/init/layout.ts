import { existsSync, readFileSync, realpathSync, statSync } from 'fs';
import { dirname, join, relative, resolve } from 'path';
import { isInside } from '../../model/find-templates';
import { TemplateError } from '../../model/template-error';

/** Where the parts of an app are: all in its folder, or some of them above it in the repository. Files are named relative to the folder of the app. */
export class Layout {
  /** The folder of the repository; without git, that of the app. */
  public readonly root: string;

  constructor(public readonly folder: string) {
    this.root = this.above(() => true, '.git') ?? folder;
  }

  /** The folder of the app within the repository, with slashes; empty where it is the repository. */
  public get directory(): string {
    return relative(resolve(this.root), resolve(this.folder)).replace(/\\/g, '/');
  }

  /** The same where it goes into a workflow. Throws a `TemplateError` for a name with characters that one would take for its own. */
  public get plainDirectory(): string {
    const { directory } = this;
    if (!/[\p{Cc}\p{Zl}\p{Zp}'"\\$`*?[\]]|^[!-]/u.test(directory)) return directory;
    throw new TemplateError(this.folder, 'Malformed', 'its path in the repository has quotes, $ or other characters that a pipeline takes for its own.', 'rename the folder.');
  }

  /** The text of a file of the repository; what a link or a path leads out to is none of it. */
  public read(file: string): string | undefined {
    const path = join(this.folder, file);
    if (!existsSync(path) || !statSync(path).isFile()) return undefined;
    if (!isInside(this.root, path)) throw new TemplateError(path, 'OutsideAssembly', `it leads to ${realpathSync(path)}, out of the app.`, 'make it a file of the app.');
    return readFileSync(path, 'utf-8');
  }

  /** The nearest file of a name, in the folder or above it in the repository. */
  public nearest(...names: string[]): string | undefined {
    const found = this.above((folder) => isWithin(resolve(this.root), folder), ...names);
    const name = found && names.find((one) => existsSync(join(found, one)));
    return found && name && this.named(join(found, name));
  }

  /** A file below the root of the repository. */
  public atRoot(file: string): string {
    return this.named(join(this.root, file));
  }

  private named(path: string): string {
    return relative(resolve(this.folder), resolve(path)).replace(/\\/g, '/');
  }

  /** The nearest folder, from that of the app up, that has something of one of the names. */
  private above(mayBe: (folder: string) => boolean, ...names: string[]): string | undefined {
    for (let folder = resolve(this.folder); mayBe(folder); folder = dirname(folder)) {
      if (names.some((name) => existsSync(join(folder, name)))) return folder;
      if (dirname(folder) === folder) return undefined;
    }
    return undefined;
  }
}

function isWithin(root: string, folder: string): boolean {
  return folder === root || !relative(root, folder).startsWith('..');
}
