import { cpSync, mkdtempSync, rmSync } from 'fs';
import { basename, join, resolve } from 'path';
import { isInside } from '../model/find-templates';

const PREFIX = 'zero-trust-assets-';

/** Paths below the working directory, and what removes those that were made. */
interface AssetsInside {
  readonly paths: readonly string[];
  remove(): void;
}

/**
 * Assets below the working directory: those of elsewhere are copied. Scanners take their settings, and what they ignore, from the working directory, and refuse
 * what is outside of it; in CodePipeline the assembly is another artifact than the source. Copies and not links: a scanner that follows no link would find
 * nothing, and pass. Throws where there cannot be a copy.
 */
export function assetsInside(assets: readonly string[], directory = process.cwd()): AssetsInside {
  let made: string | undefined;
  const remove = () => {
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
  };
  try {
    const paths = assets.map((asset, i) => {
      if (isInside(directory, asset)) return asset;
      made ??= mkdtempSync(join(directory, PREFIX));
      const copy = join(made, String(i + 1), basename(resolve(asset)));
      cpSync(asset, copy, { recursive: true, verbatimSymlinks: true });
      return copy;
    });
    return { paths, remove };
  } catch (error) {
    remove();
    throw error;
  }
}
