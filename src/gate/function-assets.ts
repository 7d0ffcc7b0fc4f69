import { existsSync } from 'fs';
import { dirname, join, relative, sep } from 'path';
import { HashedFile, hashedFiles, treeHash } from './tree-hash';
import { TemplateModel, textOf } from '../model';
import { assetsIn } from '../model/assets-in';

/** Code of functions or layers, as the assembly has it. */
export interface FunctionAsset {
  readonly path: string;
  /** Relative to the assembly, with slashes. */
  readonly name: string;
  readonly files: readonly HashedFile[];
  readonly sha256: string;
  /** Construct paths of what runs it. */
  readonly usedBy: readonly string[];
}

export interface FunctionAssets {
  readonly assets: readonly FunctionAsset[];
  /** Construct paths of functions and layers whose code is not in the assembly: images, and objects that are named by their key. */
  readonly elsewhere: readonly string[];
}

/** Type → the property that has its code. */
const CODE = { 'AWS::Lambda::Function': 'Code', 'AWS::Lambda::LayerVersion': 'Content' };

/** The assets that functions and layers of an assembly run. Code that is written in the template is judged and hashed with it. */
export function functionAssets(model: TemplateModel, root: string): FunctionAssets {
  const known = new Map<string, Map<string, string>>();
  const usedBy = new Map<string, string[]>();
  const elsewhere: string[] = [];
  for (const [type, property] of Object.entries(CODE)) {
    for (const resource of model.ofType(type)) {
      if (!resource.at(property, 'ZipFile').isAbsent) continue;
      const key = textOf(resource.at(property, 'S3Key').value);
      const { templatePath } = resource.stack;
      const folder = templatePath === undefined ? undefined : dirname(templatePath);
      if (folder !== undefined && !known.has(folder)) known.set(folder, assetsIn(folder, existsSync(join(root, 'manifest.json')) ? root : folder));
      const path = key === undefined || folder === undefined ? undefined : known.get(folder)!.get(key.slice(key.lastIndexOf('/') + 1));
      if (path === undefined) elsewhere.push(resource.name);
      else usedBy.set(path, [...usedBy.get(path) ?? [], resource.name]);
    }
  }
  const assets = [...usedBy].map(([path, users]): FunctionAsset => {
    const files = hashedFiles(path);
    return { path, name: relative(root, path).split(sep).join('/'), files, sha256: treeHash(files), usedBy: users.sort() };
  });
  return { assets: assets.sort((a, b) => (a.name < b.name ? -1 : 1)), elsewhere: elsewhere.sort() };
}
