/** What is deployed: path in the package → content. */
export type PackageFiles = Map<string, Uint8Array | string>;
