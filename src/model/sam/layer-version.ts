import { compact, isGiven, pick, textOf } from './intrinsics';
import { hashedId } from './logical-ids';
import { codeLocation } from './s3-location';
import { SamResource } from './sam-resource';
import { Translation } from './translation';

/** Properties that count with the defaults of their parameters. */
const TEXTS = ['LayerName', 'LicenseInfo', 'Description', 'RetentionPolicy'];

/** A version of a layer. Its logical id changes with what is in it, so that versions before are kept. */
export function translateLayerVersion(t: Translation, source: SamResource): void {
  const { logicalId, attributes } = source;
  const { DeletionPolicy = 'Retain', UpdateReplacePolicy, Metadata, ...hashed } = attributes;
  const texts = Object.fromEntries(Object.entries(pick(source.properties, ...TEXTS)).map(([key, value]) => [key, t.literal(value)]));
  const id = hashedId(logicalId, { [logicalId]: { ...hashed, Type: source.type, Properties: { ...source.properties, ...texts } } });
  const name = source.get('LayerName');
  const kept = ['Retain', 'Delete'].find((policy) => policy.toLowerCase() === textOf(t.literal(source.get('RetentionPolicy'))).toLowerCase());
  t.renamed.set(logicalId, id);
  t.add(source, id, 'AWS::Lambda::LayerVersion', compact({
    LayerName: isGiven(name) ? name : logicalId,
    Content: codeLocation(source.get('ContentUri')),
    ...pick(source.properties, 'Description', 'CompatibleArchitectures', 'CompatibleRuntimes', 'LicenseInfo'),
  }), { ...attributes, DeletionPolicy: kept ?? DeletionPolicy });
}
