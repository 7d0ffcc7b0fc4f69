import { TemplateResource, textOf } from '../../model';
import { fail, pass, resourceOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-VPCLATTICE-004',
  title: 'Calls of a service of VPC Lattice are logged',
  severity: 'medium',
  types: ['AWS::VpcLattice::Service'],
  rationale: 'CloudTrail does not see calls between services. Only the access log tells who called what, and who was refused.',
  remediation: 'Add an AWS::VpcLattice::AccessLogSubscription for the service, or for every service network that it is in.',
  check(service) {
    if (isLogged(service)) return pass('a log of its own');
    const networks = service.referrers('AWS::VpcLattice::ServiceNetworkServiceAssociation')
      .filter((association) => resourceOf(association.at('ServiceIdentifier').value) === service)
      .map((association) => resourceOf(association.at('ServiceNetworkIdentifier').value, 'AWS::VpcLattice::ServiceNetwork'));
    return networks.length > 0 && networks.every((network) => network && isLogged(network)) ? pass('the logs of its networks')
      : fail('nobody learns who calls it', 'no AWS::VpcLattice::AccessLogSubscription');
  },
};

/** A subscription of a network may be for resources only. */
function isLogged(resource: TemplateResource): boolean {
  return resource.referrers('AWS::VpcLattice::AccessLogSubscription').some((subscription) => {
    const type = subscription.at('ServiceNetworkLogType');
    return resourceOf(subscription.at('ResourceIdentifier').value) === resource && (type.isAbsent || textOf(type.value) === 'SERVICE');
  });
}
