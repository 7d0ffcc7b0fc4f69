import type { TemplateResource } from '../../model';
import { isThere } from '../../model/judge';

/** Types of domains of OpenSearch Service. */
export const DOMAINS = ['AWS::Elasticsearch::Domain', 'AWS::OpenSearchService::Domain'];

/** Whether a resource is a domain without a public endpoint: its security groups come before its access policy. */
export function isDomainInVpc(resource: TemplateResource): boolean {
  if (!DOMAINS.includes(resource.type)) return false;
  const subnets = resource.at('VPCOptions', 'SubnetIds');
  // what is an element of a list, as an export of another stack, is a subnet: OpenSearch Service takes no empty one
  return subnets.items().some((subnet) => isThere(subnet) || (Array.isArray(subnets.source) && subnet.value.kind === 'unknown' && subnet.openParameter === undefined));
}
