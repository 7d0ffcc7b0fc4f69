import { existsSync, readdirSync, readFileSync } from 'fs';
import { basename, dirname, join, resolve } from 'path';
import { isInside } from './find-templates';
import { isObject, own } from './json';

/** Key of the object that each asset is uploaded as → its path, by every manifest of assets in the folder of an assembly: files inside of `root`, where the assembly of a stage has its assets too. */
export function assetsIn(folder: string, root: string = folder): Map<string, string> {
  const paths = new Map<string, string>();
  for (const name of existsSync(folder) ? readdirSync(folder).filter((one) => one.endsWith('.assets.json')) : []) {
    const files = own(manifest(join(folder, name)), 'files');
    for (const asset of isObject(files) ? Object.values(files) : []) {
      const source = own(own(asset, 'source'), 'path');
      const destinations = own(asset, 'destinations');
      const path = typeof source === 'string' ? join(folder, source) : undefined;
      if (path === undefined || !existsSync(path) || !isInside(root, path)) continue;
      for (const destination of isObject(destinations) ? Object.values(destinations) : []) paths.set(String(own(destination, 'objectKey')), path);
    }
  }
  return paths;
}

/** The assembly that a folder is of: the outermost one whose manifest has it as the assembly of a stage, else the folder itself. */
export function outermostAssembly(folder: string): string {
  const here = resolve(folder);
  const above = dirname(here);
  if (above === here || !existsSync(join(above, 'manifest.json'))) return folder;
  const artifacts = own(manifest(join(above, 'manifest.json')), 'artifacts');
  const isStage = (one: unknown) => own(one, 'type') === 'cdk:cloud-assembly' && own(own(one, 'properties'), 'directoryName') === basename(here);
  return isObject(artifacts) && Object.values(artifacts).some(isStage) ? outermostAssembly(above) : folder;
}

function manifest(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf-8'));
  } catch {
    return undefined;
  }
}
