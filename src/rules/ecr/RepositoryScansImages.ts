import { TemplateResource, textOf } from '../../model';
import { someBeside } from '../../model/beside';
import { isTrue, some } from '../../model/judge';
import type { Rule } from '../rule';

const REGISTRY = 'AWS::ECR::RegistryScanningConfiguration';

export const rule: Rule = {
  id: 'ZT-ECR-003',
  title: 'ECR repositories scan images for vulnerabilities on push',
  severity: 'low',
  types: ['AWS::ECR::Repository'],
  rationale: 'An image that is not scanned brings known vulnerabilities of its base image and packages into the function.',
  remediation: 'Set ImageScanningConfiguration.ScanOnPush, or a registry scanning configuration that scans all repositories.',
  check(repository, model) {
    const finding = 'its images are not scanned on push';
    return some(
      someBeside(repository, model.ofType(REGISTRY).filter(scansAll), finding, 'no registry that scans all images'),
      isTrue(repository.at('ImageScanningConfiguration', 'ScanOnPush'), finding),
    );
  },
};

/** Whether a registry scanning configuration, of which an account has one in each Region, scans every repository. */
function scansAll(registry: TemplateResource): boolean {
  return registry.at('Rules').items().some((one) => (
    ['SCAN_ON_PUSH', 'CONTINUOUS_SCAN'].includes(textOf(one.at('ScanFrequency').value) ?? '')
    && one.at('RepositoryFilters').items().some((filter) => textOf(filter.at('Filter').value) === '*')
  ));
}
