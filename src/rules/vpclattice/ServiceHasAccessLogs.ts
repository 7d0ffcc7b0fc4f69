import { TemplateResource, textOf } from '../../model';
import { fail, pass, resourceOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-VPCLATTICE-004',
  title: 'VPC Lattice services, or all of their service networks, have access logs',
  severity: 'medium',
  types: ['AWS::VpcLattice::Service'],
  rationale: 'CloudTrail does not record requests between services. Only access logs record the caller of each request, including denied ones.',
  remediation: 'Add an AWS::VpcLattice::AccessLogSubscription for the service, or for every associated service network.',
  check(service) {
    if (isLogged(service)) return pass('access logs of the service');
    const networks = service.referrers('AWS::VpcLattice::ServiceNetworkServiceAssociation')
      .filter((association) => resourceOf(association.at('ServiceIdentifier').value) === service)
      .map((association) => resourceOf(association.at('ServiceNetworkIdentifier').value, 'AWS::VpcLattice::ServiceNetwork'));
    return networks.length > 0 && networks.every((network) => network && isLogged(network)) ? pass('access logs of its service networks')
      : fail('it has no access logs', 'no AWS::VpcLattice::AccessLogSubscription');
  },
};

/** A subscription of a network may be for resources only. */
function isLogged(resource: TemplateResource): boolean {
  return resource.referrers('AWS::VpcLattice::AccessLogSubscription').some((subscription) => {
    const type = subscription.at('ServiceNetworkLogType');
    return resourceOf(subscription.at('ResourceIdentifier').value) === resource && (type.isAbsent || textOf(type.value) === 'SERVICE');
  });
}
