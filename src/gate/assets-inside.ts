import { cpSync, lstatSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'fs';
import { basename, dirname, join, resolve } from 'path';
import { isInside } from '../model/find-templates';

const PREFIX = 'zero-trust-assets-';
/** Folders and files that scanners do not look into: secretlint, gitleaks and semgrep each leave out some of them, whatever their settings. */
const UNSEEN = /^(node_modules|bower_components|vendor|venv|\.venv|\.git|\.hg|\.svn|\.tox|\.cache|\.(secretlint|gitleaks|semgrep|git)(rc|ignore)?(\..*)?)$/;
/** What such names end in, in a copy: reports show them so. */
const SEEN = '.read';

/** Paths below the working directory, and what removes those that were made. */
interface AssetsInside {
  readonly paths: readonly string[];
  remove(): void;
}

/**
 * Assets below the working directory: those of elsewhere are copied. Scanners take their settings, and what they ignore, from the working directory, and refuse
 * what is outside of it; in CodePipeline the assembly is another artifact than the source. Copies and not links: a scanner that follows no link would find
 * nothing, and pass. In copies, what scanners leave out by its name (packages, what version control keeps, their own settings) has another name: what is deployed is read
 * whole. An asset below the working directory is copied when it has such a folder or file. Throws where there cannot be a copy.
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
      for (const path of unseenIn(copy)) renameSync(path, join(dirname(path), `${basename(path).replace(/^\./, '')}${SEEN}`));
      return copy;
    });
    return { paths, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** What is below an asset and scanners leave out, the innermost first. */
function unseenIn(asset: string): string[] {
  if (!lstatSync(asset).isDirectory()) return [];
  return readdirSync(asset, { recursive: true, withFileTypes: true })
    .filter((entry) => (entry.isDirectory() || entry.isFile()) && UNSEEN.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name)).sort((a, b) => b.length - a.length);
}
