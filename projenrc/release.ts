import type { awscdk } from 'projen';

/** Released by OpenID Connect: npm, PyPI and NuGet trust this workflow and its environment, so that no token of theirs is stored. */
export const RELEASE = {
  releaseEnvironment: 'release',
  jsiiReleaseVersion: '0.2.1061', // publib
  npmTrustedPublishing: true, // provenance included
  publishToPypi: { distName: 'cdk-zero-trust', module: 'cdk_zero_trust', trustedPublishing: true }, // attestations included
  publishToNuget: { dotNetNamespace: 'CdkZeroTrust', packageId: 'CdkZeroTrust', trustedPublishing: true },
  // Maven Central takes a user token and a GPG signature only, and a Go module is a push to its repository: both need secrets
  publishToMaven: { javaPackage: 'io.github.cdkzerotrust', mavenGroupId: 'io.github.cdkzerotrust', mavenArtifactId: 'cdk-zero-trust' },
  publishToGo: { moduleName: 'github.com/cdk-zero-trust/cdk-zero-trust-go' },
};

/** A CycloneDX list of what the package and its Lambda bundles hold, made when it is packed and attached to the release on GitHub. */
export function attachSbom(project: awscdk.AwsCdkConstructLibrary): void {
  project.addDevDeps('@cyclonedx/cyclonedx-library@^10');
  const sbom = project.addTask('sbom', { description: 'Write dist/sbom.cdx.json: all packages of others that are shipped', exec: 'tsx scripts/sbom.ts' });
  project.packageTask.spawn(sbom);
  project.release!.publisher.addGitHubPostPublishingSteps({
    name: 'Attach the SBOM',
    if: '${{ !inputs.dry_run }}',
    env: { GITHUB_TOKEN: '${{ secrets.GITHUB_TOKEN }}' },
    run: 'gh release upload "$(cat dist/releasetag.txt)" dist/sbom.cdx.json -R "$GITHUB_REPOSITORY" --clobber',
  });
}
