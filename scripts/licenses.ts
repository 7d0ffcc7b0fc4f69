import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { bundledFolders, Manifest, manifestOf } from './bundled-packages';
import { describeBundles, ROOT } from './lambda-bundles';

/** Licences that ask for no more than to be reproduced, by their SPDX ids. */
const PERMISSIVE = ['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];
/** Copied into assets/cedar; it is compiled from Rust, and publishes no list of the crates in it. */
const CEDAR = '@cedar-policy/cedar-wasm';
const RULE = '-'.repeat(80);

/** Folder of each package of others that is shipped, and where it is. */
export function shippedPackages(): Map<string, string[]> {
  const shipped = new Map<string, string[]>();
  const add = (folder: string, place: string) => shipped.set(folder, [...shipped.get(folder) ?? [], place]);
  bundledFolders().forEach((folder) => add(folder, 'node_modules'));
  add(join(ROOT, 'node_modules', CEDAR), 'assets/cedar');
  for (const [name, { packages }] of Object.entries(describeBundles().bundles)) {
    Object.keys(packages).forEach((path) => add(join(ROOT, 'node_modules', path), `assets/lambda/${name}`));
  }
  return shipped;
}

/** The text of THIRD-PARTY-LICENSES. Throws for a package whose licence is not permissive, or has no text. */
export function thirdPartyLicenses(): string {
  const entries = [...shippedPackages()].map(([folder, places]) => {
    const manifest = manifestOf(folder);
    const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)([.-]|$)/i.test(file)).sort().map((file) => readFileSync(join(folder, file), 'utf8'));
    return licenseEntry(manifest, places, texts);
  });
  return `cdk-zero-trust is published with the packages below, unchanged or as parts of a bundle. Each is under its own licence.\n\n${[...new Set(entries)].sort().join('\n')}`;
}

export function licenseEntry({ name, version, license }: Manifest, places: string[], texts: string[]): string {
  if (!license || !PERMISSIVE.includes(license)) {
    throw new Error(`${name} ${version} is shipped in ${places.join(', ')} under ${license ?? 'no licence'}, which is not one of ${PERMISSIVE.join(', ')}: use another package.`);
  }
  if (!texts.length && license !== 'Apache-2.0') throw new Error(`${name} ${version} is shipped in ${places.join(', ')} without the text of its licence (${license}).`);
  const text = texts.length ? texts.map((one) => one.replace(/\r\n/g, '\n').trim()).join('\n\n') : 'The text of the Apache License 2.0 is in LICENSE of this package.';
  return `${RULE}\n${name} ${version}\nLicence: ${license}\nIn: ${[...places].sort().join(', ')}\n\n${text}\n`;
}
