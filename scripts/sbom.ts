import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { FromNodePackageJson, License } from '@cyclonedx/cyclonedx-library/Contrib';
import { ComponentType } from '@cyclonedx/cyclonedx-library/Enums';
import { Bom, Component, Property } from '@cyclonedx/cyclonedx-library/Models';
import { JSON as Json, JsonSerializer } from '@cyclonedx/cyclonedx-library/Serialize';
import { Spec1dot6 } from '@cyclonedx/cyclonedx-library/Spec';
import { manifestOf } from './bundled-packages';
import { ROOT } from './lambda-bundles';
import { shippedPackages } from './licenses';

const { Builders: { ComponentBuilder }, Factories: { ExternalReferenceFactory } } = FromNodePackageJson;
const builder = new ComponentBuilder(new ExternalReferenceFactory(), new License.Factories.LicenseFactory(() => {
  throw new RangeError('The licences of what is shipped are single SPDX ids: see licenses.ts');
}));

function componentOf(folder: string, type = ComponentType.Library): Component {
  const { name, version } = manifestOf(folder);
  const component = builder.makeComponent(manifestOf(folder) as any, type)!;
  component.purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  component.bomRef.value = component.purl;
  return component;
}

/**
 * A CycloneDX list of all packages of others that reach a user, each with where it is. `npm sbom` would leave out those
 * in Lambda bundles, which are development dependencies, or list every tool.
 */
export function sbom(): string {
  const bom = new Bom();
  const self = bom.metadata.component = componentOf(ROOT);
  for (const [folder, places] of shippedPackages()) {
    const component = componentOf(folder);
    places.forEach((place) => component.properties.add(new Property('cdk-zero-trust:in', place)));
    bom.components.add(component);
    self.dependencies.add(component.bomRef);
  }
  return new JsonSerializer(new Json.Normalize.Factory(Spec1dot6)).serialize(bom, { sortLists: true, space: 2 });
}

if (require.main === module) {
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  writeFileSync(join(ROOT, 'dist', 'sbom.cdx.json'), `${sbom()}\n`);
}
