import { existsSync, readFileSync, statSync } from 'fs';
import { join } from 'path';
import type { FunctionAsset } from './function-assets';
import { isObject, objectOrEmpty, own } from '../model/json';

/** A package of others in an asset. */
export interface Package {
  readonly name: string;
  readonly version?: string;
  /** Of an npm or a Python package. */
  readonly kind: 'npm' | 'pypi';
  /** An SPDX id or expression, as the package states it. */
  readonly license?: string;
}

export interface Packages {
  readonly packages: readonly Package[];
  /** Whether these are all. A bundle without a list of what went into it shows none. */
  readonly isComplete: boolean;
}

/** Which package a file of a bundle is from, by a path of the metafile or a comment of esbuild. */
const FROM_NODE_MODULES = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//;
const MANIFEST = /(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/;
/** As NodejsFunction of the CDK calls it, and others. */
const METAFILE = /(^|\/)(index\.)?meta(file)?\.json$/;
/** Bundles that were not minified name the files that they are made of. */
const COMMENT = /^ *\/\/ ((?:[^\n]*\/)?node_modules\/[^\n]+)$/gm;
const SCRIPT = /\.[cm]?js$/;
/** Longer lines are of no person. */
const MINIFIED = 5_000;

/** The packages in an asset: those in node_modules, those of a metafile of esbuild or of its comments, and those that pip installed. */
export function packagesOf({ path, files }: FunctionAsset, lock: LockFile): Packages {
  if (!statSync(path).isDirectory()) return { packages: [], isComplete: false };
  const read = (file: string) => readFileSync(join(path, file), 'utf-8');
  const names = files.map((file) => file.path);
  const installed = names.filter((name) => MANIFEST.test(name)).map((name) => npmPackage(read(name))).filter((one) => one !== undefined);
  const python = names.filter((name) => /\.dist-info\/METADATA$/.test(name)).map((name) => pythonPackage(read(name)));
  const metafiles = names.filter((name) => METAFILE.test(name)).map((name) => parsed(read(name))).filter((json) => isObject(own(json, 'inputs')));
  const inMetafiles = metafiles.flatMap((json) => Object.keys(objectOrEmpty(own(json, 'inputs'))));
  const scripts = names.filter((name) => SCRIPT.test(name) && !name.includes('node_modules/')).map(read);
  const inComments = scripts.flatMap((script) => [...script.matchAll(COMMENT)].map(([, file]) => file));
  const origins = new Set([...inMetafiles, ...inComments].flatMap((file) => FROM_NODE_MODULES.exec(file)?.[1] ?? []));
  const bundled = [...origins].map((name) => lock.find(name));
  const hasPython = names.some((name) => name.endsWith('.py'));
  return {
    packages: distinct([...installed, ...bundled, ...python]),
    // what is minified and has no metafile may hold anything; so may Python code that was copied and not installed
    isComplete: (metafiles.length > 0 || scripts.every((script) => !isMinified(script))) && !(hasPython && python.length === 0 && names.some((name) => name.includes('/'))),
  };
}

/** Versions and licences of what bundles are made of, by package-lock.json. */
export class LockFile {
  private readonly packages: Record<string, unknown>;

  constructor(path: string) {
    this.packages = objectOrEmpty(own(existsSync(path) ? parsed(readFileSync(path, 'utf-8')) : undefined, 'packages'));
  }

  public find(name: string): Package {
    const { version, license } = objectOrEmpty(this.packages[`node_modules/${name}`]);
    return { name, kind: 'npm', ...typeof version === 'string' && { version }, ...typeof license === 'string' && { license } };
  }
}

function npmPackage(text: string): Package | undefined {
  const { name, version, license, licenses } = objectOrEmpty(parsed(text));
  if (typeof name !== 'string' || typeof version !== 'string') return undefined; // a folder of a package that says how its modules are read
  const old = Array.isArray(licenses) ? licenses.map((one) => own(one, 'type')).filter((one) => typeof one === 'string').join(' OR ') : undefined;
  const named = typeof license === 'string' ? license : own(license, 'type') ?? old;
  return { name, version, kind: 'npm', ...typeof named === 'string' && named !== '' && { license: named } };
}

/** Source: Python core metadata, "License-Expression" and "License". */
function pythonPackage(text: string): Package {
  const field = (name: string) => new RegExp(`^${name}: (.+)$`, 'm').exec(text)?.[1].trim();
  const license = field('License-Expression') ?? field('License');
  return { name: field('Name') ?? 'unknown', version: field('Version'), kind: 'pypi', ...license !== undefined && { license } };
}

function isMinified(script: string): boolean {
  return script.length > MINIFIED && script.split('\n').some((line) => line.length > MINIFIED);
}

function distinct(packages: Package[]): Package[] {
  const byId = new Map(packages.map((one) => [`${one.kind}/${one.name}@${one.version}`, one]));
  return [...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
