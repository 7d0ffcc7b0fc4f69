import { rule as clientVpnAuthorizesGroups } from './ClientVpnAuthorizesGroups';
import { rule as clientVpnHasConnectionLogs } from './ClientVpnHasConnectionLogs';
import { rule as defaultRouteAvoidsInternetGateway } from './DefaultRouteAvoidsInternetGateway';
import { rule as defaultRouteStaysInNetwork } from './DefaultRouteStaysInNetwork';
import { rule as endpointPolicyNamesPrincipals } from './EndpointPolicyNamesPrincipals';
import { rule as endpointPolicyNamesResources } from './EndpointPolicyNamesResources';
import { rule as functionSubnetsAreIsolated } from './FunctionSubnetsAreIsolated';
import { rule as instanceHasNoPublicIp } from './InstanceHasNoPublicIp';
import { rule as instanceRequiresImdsV2 } from './InstanceRequiresImdsV2';
import { rule as interfaceEndpointHasPrivateDns } from './InterfaceEndpointHasPrivateDns';
import { rule as networkAclBlocksAdminPorts } from './NetworkAclBlocksAdminPorts';
import { rule as publicWebPortsAreIntended } from './PublicWebPortsAreIntended';
import { rule as securityGroupDeclaresEgress } from './SecurityGroupDeclaresEgress';
import { rule as securityGroupRestrictsEgress } from './SecurityGroupRestrictsEgress';
import { rule as securityGroupRestrictsIngress } from './SecurityGroupRestrictsIngress';
import { rule as subnetAssignsNoPublicIp } from './SubnetAssignsNoPublicIp';
import { rule as transitGatewayAcceptsNoAttachments } from './TransitGatewayAcceptsNoAttachments';
import { rule as transitGatewayHasNoDefaultRoutes } from './TransitGatewayHasNoDefaultRoutes';
import { rule as vpcDefaultSecurityGroupUnused } from './VpcDefaultSecurityGroupUnused';
import { rule as vpcHasFlowLogs } from './VpcHasFlowLogs';
import { rule as vpcHasServiceEndpoints } from './VpcHasServiceEndpoints';
import type { Rule } from '../rule';

export const ec2Rules: Rule[] = [
  vpcDefaultSecurityGroupUnused,
  securityGroupRestrictsEgress,
  vpcHasFlowLogs,
  endpointPolicyNamesPrincipals,
  functionSubnetsAreIsolated,
  securityGroupRestrictsIngress,
  subnetAssignsNoPublicIp,
  defaultRouteAvoidsInternetGateway,
  interfaceEndpointHasPrivateDns,
  networkAclBlocksAdminPorts,
  endpointPolicyNamesResources,
  vpcHasServiceEndpoints,
  publicWebPortsAreIntended,
  securityGroupDeclaresEgress,
  defaultRouteStaysInNetwork,
  instanceRequiresImdsV2,
  instanceHasNoPublicIp,
  clientVpnAuthorizesGroups,
  clientVpnHasConnectionLogs,
  transitGatewayAcceptsNoAttachments,
  transitGatewayHasNoDefaultRoutes,
];
