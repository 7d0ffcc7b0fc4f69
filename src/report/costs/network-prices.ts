import { choiceAt, each, FixedPrice, HOURS, lengthOf, Monthly, numberAt, unknown, usd } from './fixed-price';
import { lastTargetOf, TemplateResource } from '../../model';

const PRIVATE_LINK = 'https://aws.amazon.com/privatelink/pricing/';
const VPC = 'https://aws.amazon.com/vpc/pricing/';
const ROUTE_53 = 'https://aws.amazon.com/route53/pricing/';
const KINESIS = 'https://aws.amazon.com/kinesis/data-streams/pricing/';
const LOAD_BALANCERS = 'https://aws.amazon.com/elasticloadbalancing/pricing/';

const ENDPOINT_HOUR = 0.01;
const NAT_HOUR = 0.045;
const ADDRESS_HOUR = 0.005;
const FIREWALL_ENDPOINT_HOUR = 0.395;
const RESOLVER_ADDRESS_HOUR = 0.125;
const LISTED_DOMAIN = 0.0005;
const BALANCER_HOUR: Record<string, number> = { application: 0.0225, network: 0.0225, gateway: 0.0125 };

/** Networks: what is paid for by the hour that it stands there. */
export const NETWORK_PRICES: FixedPrice[] = [
  {
    type: 'AWS::EC2::VPCEndpoint',
    source: PRIVATE_LINK,
    note: 'each endpoint is paid for in each of its subnets; gateway endpoints are free',
    monthly(endpoint) {
      const kind = choiceAt(endpoint.at('VpcEndpointType'), 'Gateway');
      if (kind === 'Gateway') return usd(0);
      if (kind !== 'Interface' && kind !== 'GatewayLoadBalancer') return unknown(`endpoints of type ${kind ?? 'unknown'} are not in the price table`);
      const subnets = lengthOf(endpoint.at('SubnetIds'));
      return each(ENDPOINT_HOUR * HOURS, subnets === 0 ? undefined : subnets, 'subnets it stands in');
    },
  },
  {
    type: 'AWS::EC2::NatGateway',
    source: VPC,
    note: 'its address is an AWS::EC2::EIP of its own; what AWS takes off beside a Network Firewall is not taken off',
    monthly(gateway) {
      const mode = choiceAt(gateway.at('AvailabilityMode'), 'zonal');
      return mode === 'zonal' ? usd(NAT_HOUR * HOURS) : unknown('a regional NAT gateway is paid for by the Availability Zones that it spreads to');
    },
  },
  { type: 'AWS::EC2::EIP', source: VPC, monthly: () => usd(ADDRESS_HOUR * HOURS) },
  {
    type: 'AWS::NetworkFirewall::Firewall',
    source: 'https://aws.amazon.com/network-firewall/pricing/',
    note: 'an endpoint in each Availability Zone',
    monthly(firewall) {
      const zones = lengthOf(firewall.at('SubnetMappings'));
      return each(FIREWALL_ENDPOINT_HOUR * HOURS, zones === 0 ? undefined : zones, 'Availability Zones it stands in');
    },
  },
  {
    type: 'AWS::Route53Resolver::ResolverEndpoint',
    source: ROUTE_53,
    monthly: (endpoint) => each(RESOLVER_ADDRESS_HOUR * HOURS, lengthOf(endpoint.at('IpAddresses')), 'addresses it has'),
  },
  {
    type: 'AWS::Route53Resolver::FirewallDomainList',
    source: ROUTE_53,
    monthly: (list) => (list.at('DomainFileUrl').isAbsent ? each(LISTED_DOMAIN, lengthOf(list.at('Domains')), 'domains it lists')
      : unknown('its domains are in a file')),
  },
  { type: 'AWS::Route53::HostedZone', source: ROUTE_53, note: 'of the first 25 zones of an account', monthly: () => usd(0.5) },
  { type: 'AWS::EC2::TransitGatewayAttachment', source: 'https://aws.amazon.com/transit-gateway/pricing/', monthly: () => usd(0.05 * HOURS) },
  { type: 'AWS::EC2::TransitGatewayVpcAttachment', source: 'https://aws.amazon.com/transit-gateway/pricing/', monthly: () => usd(0.05 * HOURS) },
  { type: 'AWS::EC2::VPNConnection', source: 'https://aws.amazon.com/vpn/pricing/', monthly: () => usd(0.05 * HOURS) },
  { type: 'AWS::EC2::ClientVpnTargetNetworkAssociation', source: 'https://aws.amazon.com/vpn/pricing/', monthly: () => usd(0.1 * HOURS) },
  { type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', source: LOAD_BALANCERS, note: 'capacity units come on top', monthly: balancer },
  { type: 'AWS::ElasticLoadBalancing::LoadBalancer', source: LOAD_BALANCERS, monthly: () => usd(0.025 * HOURS) },
  { type: 'AWS::GlobalAccelerator::Accelerator', source: 'https://aws.amazon.com/global-accelerator/pricing/', monthly: () => usd(0.025 * HOURS) },
  { type: 'AWS::VpcLattice::Service', source: 'https://aws.amazon.com/vpc/lattice/pricing/', monthly: () => usd(0.025 * HOURS) },
  {
    type: 'AWS::CloudFront::Distribution',
    source: 'https://aws.amazon.com/cloudfront/pricing/',
    note: 'only a certificate on addresses of its own has a fixed price',
    monthly(distribution) {
      const support = choiceAt(distribution.at('DistributionConfig', 'ViewerCertificate', 'SslSupportMethod'), 'sni-only');
      if (support === undefined) return unknown('whether its certificate has addresses of its own is not known before deployment');
      return usd(support === 'vip' ? 600 : 0);
    },
  },
  {
    type: 'AWS::ApiGateway::Stage',
    source: 'https://aws.amazon.com/api-gateway/pricing/',
    note: 'its cache, by size',
    monthly: cacheOfStage,
  },
  {
    type: 'AWS::Kinesis::Stream',
    source: KINESIS,
    monthly: (stream) => (modeOf(stream) === 'ON_DEMAND' ? usd(0.04 * HOURS) : byShard(stream)),
  },
  {
    type: 'AWS::Kinesis::StreamConsumer',
    source: KINESIS,
    monthly(consumer) {
      const stream = lastTargetOf(consumer.at('StreamARN').value)?.resource;
      if (stream?.type !== 'AWS::Kinesis::Stream') return unknown('how many shards its stream has is not known before deployment');
      return modeOf(stream) === 'ON_DEMAND' ? usd(0) : byShard(stream);
    },
  },
];

function modeOf(stream: TemplateResource): string | undefined {
  return choiceAt(stream.at('StreamModeDetails', 'StreamMode'), 'PROVISIONED');
}

function byShard(stream: TemplateResource): Monthly {
  if (modeOf(stream) !== 'PROVISIONED') return unknown('its mode is not known before deployment');
  return each(0.015 * HOURS, numberAt(stream.at('ShardCount')), 'shards it has');
}

function balancer(resource: TemplateResource) {
  const kind = choiceAt(resource.at('Type'), 'application');
  const hour = BALANCER_HOUR[kind ?? ''];
  return hour === undefined ? unknown('its type is not known before deployment') : usd(hour * HOURS);
}

/** USD an hour by size in GB. */
const CACHE_HOUR: Record<string, number> = {
  0.5: 0.02, 1.6: 0.038, 6.1: 0.2, 13.5: 0.25, 28.4: 0.5, 58.2: 1, 118: 1.9, 237: 3.8,
};

function cacheOfStage(stage: TemplateResource) {
  const enabled = choiceAt(stage.at('CacheClusterEnabled'), 'false');
  if (enabled === 'false') return usd(0);
  const hour = CACHE_HOUR[choiceAt(stage.at('CacheClusterSize'), '0.5') ?? ''];
  return enabled === undefined || hour === undefined ? unknown('its cache is not known before deployment') : usd(hour * HOURS);
}
