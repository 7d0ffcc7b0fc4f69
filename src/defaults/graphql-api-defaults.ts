import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ClassDefaults, constants } from './class-defaults';
import { Place } from './place';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import { SecureLogGroup } from '../zone/logs/secure-log-group';
import { acknowledgeWildcards } from '../zone/object-wildcards';

/**
 * A GraphQL API takes signed requests, logs errors of its fields without their content to a group under the zone's key, is traced, and limits what one
 * query may ask. The web ACL is not filled, which costs: the rules ask for it.
 */
export const graphqlApiDefaults: ClassDefaults = {
  classId: appsync.GraphqlApi.PROPERTY_INJECTION_ID,

  fill: (said: appsync.GraphqlApiProps) => constants({
    // the CDK's own is a key that whoever has it may use
    'authorizationConfig.defaultAuthorization': { authorizationType: appsync.AuthorizationType.IAM },
    'xrayEnabled': true,
    'introspectionConfig': appsync.IntrospectionConfig.DISABLED,
    'queryDepthLimit': 10,
    'resolverCountLimit': 100,
    ...said.logConfig && { 'logConfig.fieldLogLevel': appsync.FieldLogLevel.ERROR, 'logConfig.excludeVerboseContent': true },
  }),

  finish(api: appsync.GraphqlApi, said: appsync.GraphqlApiProps, at: Place) {
    if (said.logConfig) return [];
    // Set here and not through the L2, which attaches a policy of AWS, and changes the log group by a function of its own.
    (api.node.defaultChild as appsync.CfnGraphQLApi).logConfig = {
      cloudWatchLogsRoleArn: logRole(api, at).roleArn, fieldLogLevel: appsync.FieldLogLevel.ERROR, excludeVerboseContent: true,
    };
    return ['LogConfig'];
  },
};

function logRole(api: appsync.GraphqlApi, at: Place): iam.IRole {
  const role = new CustomerManagedRole(at.own, 'LogRole', {
    assumedBy: new iam.ServicePrincipal('appsync.amazonaws.com'), permissionsBoundary: at.zone.permissionsBoundary,
  });
  const { logGroupArn } = new SecureLogGroup(at.own, 'Logs', { zone: at.zone, logGroupName: `/aws/appsync/apis/${api.apiId}` });
  const statement = new iam.PolicyStatement({
    actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn],
  });
  role.addToPrincipalPolicy(statement);
  acknowledgeWildcards(role, statement, [logGroupArn], 'The ARN of a log group ends in a wildcard for its streams.');
  return role;
}
