import { createHash } from 'crypto';
import { existsSync, mkdirSync, writeFileSync } from 'fs';
import { basename, dirname, extname, join, resolve } from 'path';
import { Stack, Stage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { EntryOptions } from './entry-options';
import { nodeBundle } from './node-bundle';
import type { PackageFiles } from './package-files';
import { pythonPackage } from './python-package';
import { pathOf } from '../../core/construct-path';
import { ZeroTrustError } from '../../core/errors';
import { FunctionImage } from '../function-image';

/** What a function runs, however it is given. */
export interface FunctionCode {
  readonly code: lambda.Code;
  readonly runtime: lambda.Runtime;
  readonly handler: string;
}

interface CodeProps {
  readonly code?: lambda.Code;
  readonly entry?: string;
  readonly entryOptions?: EntryOptions;
  readonly handler?: string;
  readonly runtime?: lambda.Runtime;
}

const NODE = new Set(['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx']);
const PYTHON = '.py';

/**
 * The code of a function, its runtime and its entry point. What is made of a source file is made here, without a container, a shell or
 * the network.
 *
 * Throws `NoCode`, `TwoCodes`, `EntryNotFound`, `EntryLanguage`, `EntryRuntime`, and what the bundling of a language throws.
 */
export function codeOf(scope: Construct, id: string, { code, entry, entryOptions, handler, runtime }: CodeProps): FunctionCode {
  const path = pathOf(scope, id);
  if (code && entry !== undefined) {
    throw new ZeroTrustError(path, 'TwoCodes', 'the function has code and entry.', 'leave one of them out.');
  }
  if (entry === undefined) {
    if (entryOptions) throw new ZeroTrustError(path, 'NoCode', 'entryOptions are about a source file, and there is no entry.', 'pass entry.');
    if (!code) throw new ZeroTrustError(path, 'NoCode', 'the function has no code.', 'pass entry, the source file, or code.');
    const of = runtime ?? (code instanceof FunctionImage ? lambda.Runtime.FROM_IMAGE : lambda.Runtime.NODEJS_24_X);
    return { code, runtime: of, handler: handler ?? (of === lambda.Runtime.FROM_IMAGE ? lambda.Handler.FROM_IMAGE : 'index.handler') };
  }
  const file = resolve(entry);
  const python = extname(file) === PYTHON;
  checkEntry(path, file, python);
  const of = runtime ?? (python ? lambda.Runtime.PYTHON_3_13 : lambda.Runtime.NODEJS_24_X);
  checkFamily(path, file, python, of);
  const packed = () => python ? pythonPackage(path, file, of, entryOptions) : nodeBundle(path, file, of, entryOptions);
  return {
    code: lambda.Code.fromAsset(write(scope, Stack.of(scope).bundlingRequired ? packed() : NOT_BUNDLED)),
    runtime: of,
    // a bundle of Node.js is one file, of Python it is the source file that is there
    handler: inFile(python ? basename(file, PYTHON) : 'index', handler),
  };
}

/** As the CDK does it: stacks that a command does not need are not bundled (`cdk ls`, `cdk deploy OneStack`). */
const NOT_BUNDLED: PackageFiles = new Map([['README', 'This stack was not bundled: the command that made this assembly did not need it.\n']]);

function inFile(file: string, handler: string = 'handler'): string {
  return handler.includes('.') ? handler : `${file}.${handler}`;
}

function checkEntry(path: string, file: string, python: boolean): void {
  if (!python && !NODE.has(extname(file))) {
    throw new ZeroTrustError(path, 'EntryLanguage', `${basename(file)} is no source file in TypeScript, JavaScript or Python.`,
      'build it before the app is synthesised, and pass the folder: Code.fromAsset(folder).');
  }
  if (existsSync(file)) return;
  throw new ZeroTrustError(path, 'EntryNotFound', `there is no file ${file}.`, 'write the path of the file from the directory in which the app runs.');
}

function checkFamily(path: string, file: string, python: boolean, runtime: lambda.Runtime): void {
  const family = python ? lambda.RuntimeFamily.PYTHON : lambda.RuntimeFamily.NODEJS;
  if (runtime.family === family) return;
  throw new ZeroTrustError(path, 'EntryRuntime', `${basename(file)} does not run on ${runtime.name}.`, 'leave runtime out, or name one of its language.');
}

/** Into the assembly, in a folder named for its content. */
function write(scope: Construct, files: PackageFiles): string {
  const hash = createHash('sha256');
  const names = [...files.keys()].sort();
  for (const name of names) hash.update(`${name}\0${files.get(name)!.length}\0`).update(files.get(name)!);
  const folder = join(Stage.of(scope)!.assetOutdir, `entry-${hash.digest('hex').slice(0, 16)}`);
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), files.get(name)!);
  }
  return folder;
}
