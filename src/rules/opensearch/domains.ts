import type { TemplateResource } from '../../model';
import { isThere } from '../../model/judge';

/** Types of domains of OpenSearch Service. */
export const DOMAINS = ['AWS::Elasticsearch::Domain', 'AWS::OpenSearchService::Domain'];

/** Whether a resource is a domain without a public endpoint: its security groups come before its access policy. */
export function isDomainInVpc(resource: TemplateResource): boolean {
  return DOMAINS.includes(resource.type) && resource.at('VPCOptions', 'SubnetIds').items().some(isThere);
}
