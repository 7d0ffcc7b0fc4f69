import { cpSync, lstatSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'fs';
import { basename, dirname, join, resolve } from 'path';
import { isInside } from '../model/find-templates';

const PREFIX = 'zero-trust-assets-';
/** Folders that scanners do not look into: secretlint, gitleaks and semgrep each leave out some of them, whatever their settings. */
const UNSEEN = ['node_modules', 'bower_components', 'vendor', 'venv', '.venv', '.git', '.hg', '.svn', '.tox', '.cache'];
/** What the names of such folders end in, in a copy: reports show them so. */
const SEEN = '.read';

/** Paths below the working directory, and what removes those that were made. */
interface AssetsInside {
  readonly paths: readonly string[];
  remove(): void;
}

/**
 * Assets below the working directory: those of elsewhere are copied. Scanners take their settings, and what they ignore, from the working directory, and refuse
 * what is outside of it; in CodePipeline the assembly is another artifact than the source. Copies and not links: a scanner that follows no link would find
 * nothing, and pass. In copies, folders that scanners leave out by their names (packages, and what version control keeps) have other names: what is deployed is read
 * whole. An asset below the working directory is copied when it has such a folder. Throws where there cannot be a copy.
 */
export function assetsInside(assets: readonly string[], directory = process.cwd()): AssetsInside {
  let made: string | undefined;
  const remove = () => {
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
  };
  try {
    const paths = assets.map((asset, i) => {
      if (isInside(directory, asset) && unseenIn(asset).length === 0) return asset;
      made ??= mkdtempSync(join(directory, PREFIX));
      const copy = join(made, String(i + 1), basename(resolve(asset)));
      cpSync(asset, copy, { recursive: true, verbatimSymlinks: true });
      for (const folder of unseenIn(copy)) renameSync(folder, join(dirname(folder), `${basename(folder).replace(/^\./, '')}${SEEN}`));
      return copy;
    });
    return { paths, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Folders below an asset that scanners leave out, the innermost first. */
function unseenIn(asset: string): string[] {
  if (!lstatSync(asset).isDirectory()) return [];
  return readdirSync(asset, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory() && UNSEEN.includes(entry.name))
    .map((entry) => join(entry.parentPath, entry.name)).sort((a, b) => b.length - a.length);
}
