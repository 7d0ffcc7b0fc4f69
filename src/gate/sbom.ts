import type { FunctionAsset } from './function-assets';
import type { Package, Packages } from './packages';
import type { Tool } from '../report/writer';

/**
 * A CycloneDX 1.6 list of what is in one asset: packages, and files with their hashes. It has neither time nor serial number: the same asset gives the
 * same bytes. Whether the packages are all is among its compositions.
 */
export function sbomOf({ name, sha256, files, usedBy }: FunctionAsset, { packages, isComplete }: Packages, tool: Tool): object {
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      tools: { components: [{ type: 'application', name: tool.name, version: tool.version }] },
      component: {
        'type': 'application',
        'bom-ref': 'asset',
        name,
        'hashes': [hash(sha256)],
        'properties': usedBy.map((value) => ({ name: 'cdk-zero-trust:usedBy', value })),
      },
    },
    components: [...packages.map(libraryOf), ...files.map((file) => ({ type: 'file', name: file.path, hashes: [hash(file.sha256)] }))],
    compositions: [{ aggregate: isComplete ? 'complete' : 'unknown', assemblies: ['asset'] }],
  };
}

function libraryOf(one: Package): object {
  const { name, version, license } = one;
  return {
    type: 'library',
    name,
    ...version !== undefined && { version },
    purl: purlOf(one),
    ...license !== undefined && { licenses: [choiceOf(license)] },
  };
}

function choiceOf(license: string): object {
  if (/ (OR|AND|WITH) /.test(license)) return { expression: license };
  // a name is always right; whether it is an SPDX id is for those who read it
  return { license: { name: license } };
}

/** Source: purl specification, types npm and pypi. */
function purlOf({ name, version, kind }: Package): string {
  const written = kind === 'npm' ? name.replace('@', '%40') : name.toLowerCase().replace(/_/g, '-');
  return `pkg:${kind}/${written}${version === undefined ? '' : `@${encodeURIComponent(version)}`}`;
}

function hash(content: string): object {
  return { alg: 'SHA-256', content };
}
