import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { basename, join } from 'path';
import type { App as CdkApp, AppProps } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as ts from 'typescript';
import * as library from '../src';

/** An app that an example made, where its assembly is. */
export interface ExampleApp {
  readonly app: CdkApp;
  readonly outdir: string;
}

/** Loads a module for an example, as Node.js does: the caller's own `require`, so that tests see the modules that they mapped. */
export type Load = (name: string) => any;

/**
 * Runs an example of a page and hands over the app that it makes. Assets of folders that do not exist are a folder with a handler that does
 * nothing; nothing is validated.
 *
 * @param code the example, in TypeScript
 * @param load how modules are loaded
 * @param use what is done with the app; its assembly is gone afterwards
 */
export function withExample<T>(code: string, load: Load, use: (made: ExampleApp) => T): T {
  const directory = mkdtempSync(join(tmpdir(), 'zt-example-'));
  try {
    const outdir = join(directory, 'cdk.out');
    const apps: CdkApp[] = [];
    const modules: Record<string, unknown> = {
      'cdk-zero-trust': library,
      'aws-cdk-lib': withAppIn(load('aws-cdk-lib'), outdir, (app) => apps.push(app)),
      'aws-cdk-lib/aws-lambda': withFolders(load('aws-cdk-lib/aws-lambda'), handlerIn(directory)),
    };
    const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
    new Function('require', 'exports', 'module', outputText)((name: string) => modules[name] ?? load(name), {}, {});
    if (apps.length !== 1) throw new Error(`the example makes ${apps.length} apps`);
    return use({ app: apps[0], outdir });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The module with an `App` that is told of and writes to a given directory. Its other members are loaded when they are asked for. */
function withAppIn(cdk: any, outdir: string, made: (app: CdkApp) => void): unknown {
  class App extends (cdk.App as typeof CdkApp) {
    constructor(props: AppProps = {}) {
      super({ ...props, outdir, analyticsReporting: false });
      made(this);
    }
  }
  return Object.create(cdk, { App: { value: App } });
}

function withFolders(module: typeof lambda, folder: string): unknown {
  const fromAsset: typeof lambda.Code.fromAsset = (path, options) => module.Code.fromAsset(existsSync(path) ? path : folder, options);
  return Object.create(module, { Code: { value: Object.create(module.Code, { fromAsset: { value: fromAsset } }) } });
}

function handlerIn(directory: string): string {
  const folder = mkdtempSync(join(directory, 'handler-'));
  writeFileSync(join(folder, 'index.js'), 'exports.handler = async () => {};\n');
  return folder;
}

const ROOT = join(__dirname, '..');

/**
 * What the compiler says of examples, by their names. Slow, as the types of aws-cdk-lib are read: once for all of them.
 */
export function typeErrors(examples: Map<string, string>): string[] {
  const files = new Map([...examples].map(([name, code]) => [join(ROOT, 'examples', `${name}.ts`), code]));
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.dev.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, target, ...rest) => {
    const code = files.get(name);
    return code === undefined ? getSourceFile(name, target, ...rest) : ts.createSourceFile(name, code, target);
  };
  host.fileExists = (name) => files.has(name) || fileExists(name);
  const program = ts.createProgram([...files.keys()], { ...options, noUnusedLocals: false, noUnusedParameters: false, skipLibCheck: true }, host);
  return [...files.keys()].flatMap((name) => ts.getPreEmitDiagnostics(program, program.getSourceFile(name)).map(({ messageText }) => (
    `${basename(name)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
  )));
}
