import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { normalized } from './python-requirements';

/** A package as its installer recorded it. */
export interface InstalledPackage {
  /** Normalised. */
  readonly name: string;
  readonly version: string;
  /** Packages that it needs on every system, normalised. */
  readonly needs: string[];
  readonly isPure: boolean;
  /** For which Python: `py3`, or `cp313` for one version. */
  readonly pythonTag: string;
  readonly files: RecordedFile[];
}

export interface RecordedFile {
  /** Path in the package. */
  readonly file: string;
  readonly at: string;
  /** In base64url; none for what the installer itself wrote. */
  readonly sha256?: string;
}

/** What an installer writes about this machine and this installation. */
const OF_INSTALLER = /\.dist-info\/(?:INSTALLER|RECORD|REQUESTED|direct_url\.json|uv_\w+\.json)$|(?:^|\/)__pycache__\/|\.pyc$/;

/**
 * The packages of a folder, by name.
 *
 * Source: PyPA specifications, "Recording installed projects".
 */
export function installedIn(sitePackages: string): Map<string, InstalledPackage> {
  const infos = existsSync(sitePackages) ? readdirSync(sitePackages).filter((name) => name.endsWith('.dist-info')) : [];
  return new Map(infos.filter((info) => existsSync(join(sitePackages, info, 'RECORD'))).map((info) => {
    const one = read(sitePackages, info);
    return [one.name, one];
  }));
}

function read(sitePackages: string, info: string): InstalledPackage {
  const text = (name: string) => readFileSync(join(sitePackages, info, name), 'utf-8');
  const [metadata] = text('METADATA').split(/\r?\n\r?\n/);
  const wheel = text('WHEEL');
  const records = text('RECORD').split(/\r?\n/).filter((line) => line !== '').map((line) => /^"?(.+?)"?,(?:sha256=([\w-]+))?,\d*$/.exec(line))
    .filter((match) => match !== null);
  return {
    name: normalized(header(metadata, 'Name')[0]),
    version: header(metadata, 'Version')[0],
    // with a marker it is for some systems, or for an extra
    needs: header(metadata, 'Requires-Dist').filter((need) => !need.includes(';')).map((need) => normalized(/^[\w.-]+/.exec(need)![0])),
    isPure: header(wheel, 'Root-Is-Purelib')[0] === 'true' && header(wheel, 'Tag').every((tag) => tag.endsWith('-none-any')),
    pythonTag: (header(wheel, 'Tag')[0] ?? '').split('-')[0],
    // what is outside, such as commands, is for this machine
    files: records.filter(([, file]) => !file.startsWith('..') && !file.startsWith('/') && !OF_INSTALLER.test(file))
      .map(([, file, sha256]) => ({ file, at: join(sitePackages, file), sha256 })),
  };
}

function header(text: string, name: string): string[] {
  return [...text.matchAll(new RegExp(`^${name}: *(.+?) *$`, 'gm'))].map(([, value]) => value);
}
