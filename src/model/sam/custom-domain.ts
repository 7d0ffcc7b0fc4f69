import { compact, Draft, getAtt, isGiven, pick, ref, textOf } from './intrinsics';
import { hashedId } from './logical-ids';
import { SamResource } from './sam-resource';
import { Translation } from './translation';
import { JsonObject, objectOrEmpty, own } from '../json';

/** The custom domain name of a REST API, its base paths and its records in Route 53. */
export function restApiDomain(t: Translation, source: SamResource, stageId: string): void {
  const domain = source.object('Domain');
  if (!isGiven(domain)) return;
  const { DomainName, CertificateArn, EndpointConfiguration: type = 'REGIONAL' } = domain;
  const isPrivate = type === 'PRIVATE';
  const id = hashedId(isPrivate ? 'ApiGatewayDomainNameV2' : 'ApiGatewayDomainName', t.filled(DomainName));
  t.add(source, id, isPrivate ? 'AWS::ApiGateway::DomainNameV2' : 'AWS::ApiGateway::DomainName', compact({
    DomainName,
    ...type === 'REGIONAL' ? { RegionalCertificateArn: CertificateArn } : { CertificateArn },
    EndpointConfiguration: { Types: [type], ...pick(domain, 'IpAddressType') },
    MutualTlsAuthentication: isPrivate ? undefined : mutualTls(domain),
    ...pick(domain, 'SecurityPolicy', 'EndpointAccessMode', 'Policy', 'OwnershipVerificationCertificateArn'),
  }));
  t.attributes.set(`${source.logicalId}.${isPrivate ? 'DomainNameV2' : 'DomainName'}`, id);
  for (const path of basePaths(domain)) {
    const name = (path ?? '').replace(/[^\p{L}\p{N}]/gu, '');
    t.add(source, `${source.logicalId}${name}BasePathMapping`, isPrivate ? 'AWS::ApiGateway::BasePathMappingV2' : 'AWS::ApiGateway::BasePathMapping', compact({
      ...isPrivate ? { DomainNameArn: ref(id) } : { DomainName: ref(id) },
      RestApiId: ref(source.logicalId),
      Stage: ref(stageId),
      BasePath: path === undefined ? undefined : domain.NormalizeBasePath === false ? path : name,
    }));
  }
  const association = own(domain.AccessAssociation, 'VpcEndpointId');
  if (isPrivate && association !== undefined) {
    t.add(source, hashedId('DomainNameAccessAssociation', [association, id]), 'AWS::ApiGateway::DomainNameAccessAssociation', {
      DomainNameArn: ref(id), AccessAssociationSourceType: 'VPCE', AccessAssociationSource: association,
    });
  }
  addRecords(t, source, domain, textOf(type), id);
}

/** The custom domain name of an HTTP or WebSocket API. */
export function apiV2Domain(t: Translation, source: SamResource, stageId: string, tags: object): void {
  const domain = source.object('Domain');
  if (!isGiven(domain)) return;
  const id = hashedId('ApiGatewayDomainNameV2', t.filled(domain.DomainName));
  t.add(source, id, 'AWS::ApiGatewayV2::DomainName', compact({
    DomainName: domain.DomainName,
    DomainNameConfigurations: [{ EndpointType: domain.EndpointConfiguration ?? 'REGIONAL', ...pick(domain, 'CertificateArn', 'OwnershipVerificationCertificateArn', 'SecurityPolicy') }],
    MutualTlsAuthentication: mutualTls(domain),
    Tags: tags,
  }));
  t.attributes.set(`${source.logicalId}.DomainName`, id);
  for (const path of basePaths(domain)) {
    t.add(source, `${source.logicalId}${(path ?? '').replace(/[-_/]+/g, '')}ApiMapping`, 'AWS::ApiGatewayV2::ApiMapping', compact({
      DomainName: ref(id),
      ApiId: ref(source.logicalId),
      Stage: ref(stageId),
      ApiMappingKey: path?.replace(/^\/+/, '').replace(/(?<!\/)\/+$/, ''),
    }));
  }
  addRecords(t, source, domain, 'REGIONAL', id);
}

function mutualTls({ MutualTlsAuthentication: trust }: JsonObject): Draft | undefined {
  const given = Object.entries(pick(trust, 'TruststoreUri', 'TruststoreVersion')).filter(([, value]) => isGiven(value));
  return isGiven(trust) ? Object.fromEntries(given) : undefined;
}

function basePaths({ BasePath }: JsonObject): (string | undefined)[] {
  const paths = (Array.isArray(BasePath) ? BasePath : [BasePath]).filter((path): path is string => typeof path === 'string' && path !== '');
  return paths.length > 0 ? paths : [undefined];
}

function addRecords(t: Translation, source: SamResource, domain: JsonObject, type: string, id: string): void {
  const route53 = objectOrEmpty(domain.Route53);
  const zone = route53.HostedZoneId ?? route53.HostedZoneName;
  if (!isGiven(zone)) return;
  const alone = route53.SeparateRecordSetGroup === true;
  const groupId = hashedId('RecordSetGroup', t.filled(alone ? [zone, domain.DomainName] : zone));
  if (!t.resources.has(groupId)) {
    t.add(source, groupId, 'AWS::Route53::RecordSetGroup', { ...pick(route53, 'HostedZoneId', 'HostedZoneName'), RecordSets: [] });
  }
  const target = aliasTarget(route53, type, id);
  const record = (kind: string) => ({ Name: domain.DomainName, Type: kind, AliasTarget: target, ...pick(route53, 'Region', 'SetIdentifier') });
  t.append(t.draft(groupId, 'Properties'), 'RecordSets', ...(route53.IpV6 === true ? ['A', 'AAAA'] : ['A']).map(record));
}

function aliasTarget(route53: JsonObject, type: string, id: string): Draft {
  const { EvaluateTargetHealth } = route53;
  const place = type === 'REGIONAL' ? { HostedZoneId: getAtt(id, 'RegionalHostedZoneId'), DNSName: getAtt(id, 'RegionalDomainName') }
    : type === 'EDGE' ? { HostedZoneId: 'Z2FDTNDATAQYW2', DNSName: route53.DistributionDomainName ?? getAtt(id, 'DistributionDomainName') }
      : { HostedZoneId: route53.VpcEndpointHostedZoneId, DNSName: route53.VpcEndpointDomainName };
  return compact({ EvaluateTargetHealth, ...place });
}
