/** Services whose prices hang on more than the table holds: size, engine, storage. */
const SIZED = new Set((
  'AmazonMQ AppStream CloudHSM DAX DMS DirectoryService DocDB DocDBElastic ECS EFS EKS EMR EMRServerless ElastiCache Elasticsearch FSx Grafana '
  + 'KinesisAnalytics KinesisAnalyticsV2 MSK MWAA MemoryDB Neptune NeptuneGraph OpenSearchServerless OpenSearchService QuickSight RDS Redshift '
  + 'RedshiftServerless SageMaker Timestream Transfer WorkSpaces'
).split(' '));

/** Single types, of services that are free or paid for by use otherwise. */
const SIZED_TYPES = new Set([
  'AWS::AppSync::ApiCache', 'AWS::EC2::CapacityReservation', 'AWS::EC2::EC2Fleet', 'AWS::EC2::Host', 'AWS::EC2::Instance', 'AWS::EC2::SpotFleet',
  'AWS::EC2::Volume', 'AWS::NetworkFirewall::VpcEndpointAssociation',
]);

/** Services that are free, or paid for by use alone but for what the table prices. */
const WITHOUT_FIXED_PRICE = new Set((
  'AccessAnalyzer ApiGateway ApiGatewayV2 AppConfig AppSync ApplicationAutoScaling Athena AuditManager Backup CDK CertificateManager CloudFormation '
  + 'CloudFront CloudTrail CodeBuild CodeConnections CodeDeploy CodeStarConnections CodeStarNotifications Cognito Config Detective DynamoDB ECR '
  + 'EventSchemas Events GuardDuty IAM Inspector InspectorV2 KMS KinesisFirehose Lambda Logs Macie NetworkFirewall Oam Organizations Pipes RAM '
  + 'RolesAnywhere Route53Resolver S3 SNS SQS SSM SSO Scheduler SecretsManager SecurityHub SecurityLake Signer StepFunctions VerifiedPermissions '
  + 'VpcLattice WAFv2 XRay'
).split(' '));

/** Single types, of services that have others with a fixed price. */
const FREE_TYPES: Record<string, string> = {
  // the actions of a budget: free for the first two budgets of an account
  Budgets: 'Budget',
  CE: 'AnomalyMonitor AnomalySubscription CostCategory',
  ACMPCA: 'Certificate CertificateAuthorityActivation Permission',
  CloudWatch: 'AnomalyDetector MetricStream',
  EC2: 'CustomerGateway DHCPOptions EIPAssociation EgressOnlyInternetGateway FlowLog GatewayRouteTableAssociation InternetGateway KeyPair LaunchTemplate '
    + 'NetworkAcl NetworkAclEntry NetworkInterface NetworkInterfaceAttachment NetworkInterfacePermission PlacementGroup PrefixList Route RouteTable '
    + 'SecurityGroup SecurityGroupEgress SecurityGroupIngress SecurityGroupVpcAssociation SnapshotBlockPublicAccess Subnet SubnetCidrBlock '
    + 'SubnetNetworkAclAssociation SubnetRouteTableAssociation VPC VPCBlockPublicAccessExclusion VPCBlockPublicAccessOptions VPCCidrBlock '
    + 'VPCDHCPOptionsAssociation VPCEndpointConnectionNotification VPCEndpointService VPCEndpointServicePermissions VPCGatewayAttachment VPCPeeringConnection VPNGateway VPNGatewayRoutePropagation',
  ElasticLoadBalancingV2: 'Listener ListenerCertificate ListenerRule TargetGroup TrustStore TrustStoreRevocation',
  GlobalAccelerator: 'EndpointGroup Listener',
  // the first million of objects of a catalog
  Glue: 'Database Table',
  Kinesis: 'ResourcePolicy',
  Route53: 'KeySigningKey RecordSet RecordSetGroup',
};

/** Why resources of a type that is not in the table might cost something each month; `undefined` where none do. */
export function notPricedBecause(type: string): string | undefined {
  if (type === 'AWS::Shield::Protection') return 'needs a subscription to Shield Advanced: 3,000 USD a month, once for an organisation';
  const [vendor, service, name] = type.split('::');
  if (vendor === 'Custom') return undefined;
  if (SIZED.has(service) || SIZED_TYPES.has(type)) return 'its price hangs on size, engine or storage';
  const isFree = WITHOUT_FIXED_PRICE.has(service) || FREE_TYPES[service]?.split(' ').includes(name);
  return vendor === 'AWS' && isFree ? undefined : 'is not in the price table';
}
