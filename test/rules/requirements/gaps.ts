import { seen, Statement } from './requirement';

/** What cdk-nag has no rule for, or judges only within one stack. */
export const GAPS_OF_CDK_NAG: Statement[] = [
  seen('a permission has source and account', 'ZT-LAMBDA-001'),
  seen('a role is shared by no two functions', 'ZT-IAM-002'),
  seen('APIs take TLS 1.2 or newer', 'ZT-APIGATEWAY-007', 'ZT-APIGATEWAY-008'),
  seen('the default endpoint is off', 'ZT-APIGATEWAY-010'),
  seen('decisions of an authorizer are keyed, and scopes are asked for', 'ZT-APIGATEWAY-001', 'ZT-APIGATEWAY-012', 'ZT-APIGATEWAY-023'),
  seen('the firewall has content', 'ZT-WAF-001', 'ZT-WAF-002', 'ZT-WAF-004', 'ZT-WAF-007'),
  seen('egress is declared', 'ZT-EC2-002'),
  seen('endpoints have policies', 'ZT-EC2-004'),
  seen('a DNS firewall blocks the rest', 'ZT-ROUTE53RESOLVER-001'),
  seen('tables, buses and state machines are under customer-managed keys', 'ZT-DYNAMODB-001', 'ZT-EVENTS-003', 'ZT-STATES-003'),
  seen('stores are protected from deletion', 'ZT-COGNITO-002', 'ZT-DYNAMODB-003', 'ZT-LOGS-006', 'ZT-NETWORKFIREWALL-002', 'ZT-VERIFIEDPERMISSIONS-001'),
  seen('logs are masked', 'ZT-LOGS-005'),
  seen('code is signed, and the environment under a key', 'ZT-LAMBDA-002', 'ZT-LAMBDA-016', 'ZT-LAMBDA-023'),
  seen('references to keys of other stacks are strong', 'ZT-KMS-007'),
  seen('the key of a topic lets alarms publish', 'ZT-SNS-002'),
  seen('the key of a log group lets CloudWatch Logs use it', 'ZT-LOGS-003'),
  seen('a queue hides messages longer than its function runs', 'ZT-LAMBDA-004'),
  seen('an association in another stack counts', 'ZT-APIGATEWAY-004'),
];
