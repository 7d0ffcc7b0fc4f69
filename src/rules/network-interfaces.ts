import { TemplateResource, textOf } from '../model';
import { resourceOf } from '../model/judge';

interface Places {
  readonly subnets: string[];
  readonly groups: string[];
}

/** What puts network interfaces into a subnet, and where it names subnets and security groups. */
const OWNERS: Record<string, Places> = {
  'AWS::Lambda::Function': { subnets: ['VpcConfig', 'SubnetIds'], groups: ['VpcConfig', 'SecurityGroupIds'] },
  'AWS::EC2::VPCEndpoint': { subnets: ['SubnetIds'], groups: ['SecurityGroupIds'] },
  'AWS::EC2::Instance': { subnets: ['SubnetId'], groups: ['SecurityGroupIds'] },
  'AWS::EC2::NetworkInterface': { subnets: ['SubnetId'], groups: ['GroupSet'] },
  'AWS::ECS::Service': {
    subnets: ['NetworkConfiguration', 'AwsvpcConfiguration', 'Subnets'],
    groups: ['NetworkConfiguration', 'AwsvpcConfiguration', 'SecurityGroups'],
  },
  'AWS::EFS::MountTarget': { subnets: ['SubnetId'], groups: ['SecurityGroups'] },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': { subnets: ['Subnets'], groups: ['SecurityGroups'] },
  'AWS::CodeBuild::Project': { subnets: ['VpcConfig', 'Subnets'], groups: ['VpcConfig', 'SecurityGroupIds'] },
};

export const OWNER_TYPES = Object.keys(OWNERS);

export function securityGroupsOf(owner: TemplateResource) {
  return owner.at(...OWNERS[owner.type].groups);
}

export function subnetsOf(owner: TemplateResource) {
  return owner.at(...OWNERS[owner.type].subnets);
}

/** The resources whose network interfaces a security group is on. */
export function ownersOfGroup(group: TemplateResource): TemplateResource[] {
  return group.referrers(...OWNER_TYPES).filter((owner) => securityGroupsOf(owner).items().some((item) => resourceOf(item.value) === group));
}

/** The resources with network interfaces in a subnet. */
export function ownersInSubnet(subnet: TemplateResource): TemplateResource[] {
  return subnet.referrers(...OWNER_TYPES).filter((owner) => subnetsOf(owner).items().some((item) => resourceOf(item.value) === subnet));
}

/** Gateway endpoints and network load balancers without groups have none by design. */
export function takesSecurityGroups(owner: TemplateResource): boolean {
  if (owner.type === 'AWS::EC2::VPCEndpoint') {
    const type = owner.at('VpcEndpointType');
    return !type.isAbsent && !/^Gateway/.test(textOf(type.value) ?? '');
  }
  if (owner.type !== 'AWS::ElasticLoadBalancingV2::LoadBalancer') return true;
  const type = textOf(owner.at('Type').value);
  return type !== 'gateway' && !(type === 'network' && securityGroupsOf(owner).isAbsent);
}
