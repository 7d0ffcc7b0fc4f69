import { describe, TemplateResource, textOf } from '../../model';
import { every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const PERMISSIONS = ['AmiDistributionConfiguration', 'LaunchPermissionConfiguration', 'UserGroups'];
const FINDING = 'every AWS account can launch its AMIs';

/** How each type says it. */
const JUDGEMENTS: Record<string, (resource: TemplateResource) => RuleResult> = {
  'AWS::ECR::PublicRepository': (repository) => fail('its images can be pulled without authentication', repository.logicalId),
  'AWS::ImageBuilder::DistributionConfiguration': (configuration) => {
    const distributions = configuration.at('Distributions');
    if (distributions.value.kind !== 'known') return unknown(`${FINDING}: not known before deployment`, describe(distributions.value));
    return every(pass('no group of accounts'), ...distributions.items().map((one) => {
      const groups = one.at(...PERMISSIONS);
      const unclear = [groups, ...groups.items()].find(({ value }) => value.kind !== 'known');
      if (unclear) return unknown(`${FINDING}: not known before deployment`, describe(unclear.value));
      return groups.items().some(({ value }) => textOf(value) === 'all') ? fail(FINDING, 'UserGroups: all') : pass();
    }));
  },
};

export const rule: Rule = {
  id: 'ZT-EXPOSURE-003',
  title: 'AMIs of EC2 Image Builder and Amazon ECR repositories are not publicly accessible',
  severity: 'high',
  types: Object.keys(JUDGEMENTS),
  // source: EC2 Image Builder API reference, LaunchPermissionConfiguration; Amazon ECR Public user guide
  rationale: 'An image holds code, configuration and often credentials that were left behind while it was built. What is public once has been copied.',
  remediation: 'Remove all from UserGroups and name accounts in UserIds. Keep images in private repositories, AWS::ECR::Repository.',
  check: (resource) => JUDGEMENTS[resource.type](resource),
};
