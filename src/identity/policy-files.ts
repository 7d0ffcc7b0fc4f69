import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App, attachCustomSynthesis, Names, Stack, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Construct, IConstruct } from 'constructs';
import type { OrganizationPolicy } from './organization-policy';

/** Folder in the cloud assembly. */
const FOLDER = 'organization-policies';

/** By app, the sets of policies that somebody writes already. */
const WRITTEN = new WeakMap<IConstruct, Set<string>>();

/**
 * Writes policies beside the templates, a file each, for whoever attaches them in the management account: once for an app, however many of its
 * zones have the same.
 */
export function writePolicies(owner: Construct, policies: OrganizationPolicy[]): void {
  const { root } = owner.node;
  const written = WRITTEN.get(root) ?? new Set<string>();
  WRITTEN.set(root, written);
  const set = JSON.stringify(policies.map((policy) => [policy.name, policy.policyType, policy.toText()]));
  if (written.has(set)) return;
  written.add(set);
  attachCustomSynthesis(owner, {
    onSynthesize({ assembly }) {
      // of the app, also for a zone in one of its stages
      const { outdir } = App.isApp(root) ? root : assembly;
      const folder = join(outdir, FOLDER, Names.uniqueResourceName(owner, { separator: '-' }));
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
