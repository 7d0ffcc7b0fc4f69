/**
 * How a function is made of its source file.
 */
export interface EntryOptions {
  /**
   * The file that names the exact version of each package: `package-lock.json`, `npm-shrinkwrap.json`, `pnpm-lock.yaml` or `yarn.lock`
   * for Node.js; a `requirements.txt` whose lines all name a version for Python, as `uv export` and `pip-compile` write it.
   *
   * @default - for Node.js the nearest one above the source file; for Python a `requirements.txt` beside it, if there is one
   */
  readonly lockFile?: string;

  /**
   * Packages that are left out because the runtime or a layer has them. For Node.js.
   *
   * @default - the AWS SDK, which the runtime has
   */
  readonly externalModules?: string[];

  /**
   * Whether the AWS SDK is bundled in the version of the lock file, instead of using the one of the runtime. For Node.js.
   *
   * @default false
   */
  readonly bundleAwsSdk?: boolean;

  /**
   * Whether names and white space are shortened. For Node.js.
   *
   * @default false
   */
  readonly minify?: boolean;

  /**
   * What becomes of files that are no code, by their ending: `{ '.graphql': 'text' }`. For Node.js.
   *
   * Source: esbuild, "Content types".
   *
   * @default - those of esbuild
   */
  readonly loaders?: Record<string, string>;

  /**
   * A folder that gets the source map, which holds the sources: it is not deployed. Named for the path of the function. For Node.js.
   *
   * @default - there is no source map
   */
  readonly sourceMapFolder?: string;

  /**
   * The folder where the packages of the lock file are installed. For Python.
   *
   * @default - that of the nearest `.venv` above the lock file, or else of the virtual environment that is active
   */
  readonly sitePackages?: string;
}
