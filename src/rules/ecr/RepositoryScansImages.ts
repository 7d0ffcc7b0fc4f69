import { TemplateModel, textOf } from '../../model';
import { isTrue, pass, some } from '../../model/judge';
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
    const scans = isTrue(repository.at('ImageScanningConfiguration', 'ScanOnPush'), 'its images are not scanned on push');
    return scansAll(model) ? some(scans, pass('the registry scans all images')) : scans;
  },
};

/** Whether a registry scanning configuration scans every repository. */
function scansAll(model: TemplateModel): boolean {
  return model.ofType(REGISTRY).some((registry) => registry.exists() && registry.at('Rules').items().some((one) => (
    ['SCAN_ON_PUSH', 'CONTINUOUS_SCAN'].includes(textOf(one.at('ScanFrequency').value) ?? '')
    && one.at('RepositoryFilters').items().some((filter) => textOf(filter.at('Filter').value) === '*')
  )));
}
