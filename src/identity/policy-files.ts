import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { attachCustomSynthesis, Names, Stack, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Construct } from 'constructs';
import type { OrganizationPolicy } from './organization-policy';

/** Folder in the cloud assembly. */
const FOLDER = 'organization-policies';

/** Writes policies beside the templates, a file each, for whoever attaches them in the management account. */
export function writePolicies(owner: Construct, policies: OrganizationPolicy[]): void {
  attachCustomSynthesis(owner, {
    onSynthesize({ assembly }) {
      const folder = join(assembly.outdir, FOLDER, Names.uniqueResourceName(owner, { separator: '-' }));
      mkdirSync(folder, { recursive: true });
      for (const policy of policies) writeFileSync(join(folder, `${policy.name}.${policy.policyType.toLowerCase()}.json`), policy.toText());
    },
  });
}

/** The partition that files name: that of the stack's region, where it is known. */
export function partitionOf(scope: Construct): string {
  const { region } = Stack.of(scope);
  return (Token.isUnresolved(region) ? undefined : RegionInfo.get(region).partition) ?? 'aws';
}
