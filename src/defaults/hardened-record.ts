import { CfnResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** The metadata of a resource in its template, as the judge's half reads it. @internal */
export const TEMPLATE_METADATA = 'cdk-zero-trust';

/** Type of the metadata entry on a construct whose properties were filled: a JSON object `{ set: [...] }`. @internal */
export const HARDENED = 'cdk-zero-trust:hardened';

/** Says on a construct, and in the template, what was filled. @internal */
export function recordHardened(construct: IConstruct, set: string[]): void {
  if (set.length === 0) return;
  construct.node.addMetadata(HARDENED, JSON.stringify({ set }));
  const resource = CfnResource.isCfnResource(construct) ? construct : construct.node.defaultChild;
  if (!resource || !CfnResource.isCfnResource(resource)) return;
  const { hardened = [], ...others } = resource.getMetadata(TEMPLATE_METADATA) ?? {};
  resource.addMetadata(TEMPLATE_METADATA, { ...others, hardened: [...new Set([...hardened, ...set])].sort() });
}
