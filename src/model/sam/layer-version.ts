import { compact, isGiven, pick } from './intrinsics';
import { hashedId } from './logical-ids';
import { codeLocation } from './s3-location';
import { SamResource } from './sam-resource';
import { Translation } from './translation';

/** A version of a layer. Its logical id changes with what is in it, so that versions before are kept. */
export function translateLayerVersion(t: Translation, source: SamResource): void {
  const { logicalId, attributes } = source;
  const { DeletionPolicy = 'Retain', UpdateReplacePolicy, Metadata, ...hashed } = attributes;
  const id = hashedId(logicalId, { [logicalId]: { ...hashed, Type: source.type, Properties: source.properties } });
  const name = source.get('LayerName');
  const kept = ['Retain', 'Delete'].find((policy) => policy.toLowerCase() === String(t.literal(source.get('RetentionPolicy'))).toLowerCase());
  t.renamed.set(logicalId, id);
  t.add(source, id, 'AWS::Lambda::LayerVersion', compact({
    LayerName: isGiven(name) ? name : logicalId,
    Content: codeLocation(source.get('ContentUri')),
    ...pick(source.properties, 'Description', 'CompatibleArchitectures', 'CompatibleRuntimes', 'LicenseInfo'),
  }), { ...attributes, DeletionPolicy: kept ?? DeletionPolicy });
}
