const OWN_NETWORK = 'leave it out: the zone decides where its functions stand. Pass `network` to the TrustZone, and open ways by fn.allowEgress(target, port).';
const OWN_LOGS = 'leave it out: the function has a log group of its own, under the key and with the retention of its zone. Set `logRetention` of the TrustZone '
  + 'and `logRemovalPolicy`.';
const DEAD_LETTERS = 'leave it out: what fails goes to the dead-letter queue of the zone. `onFailure` names another destination.';

/** Props of `lambda.Function` that a `SecureFunction` does not take, and what to do. */
export const REFUSED_PROPS: Record<string, string> = {
  adotInstrumentation: 'pass the ADOT layer by `layers` with a pinned version, set AWS_LAMBDA_EXEC_WRAPPER and grant xray:PutTraceSegments, which opens the way.',
  allowAllIpv6Outbound: OWN_NETWORK,
  allowAllOutbound: 'leave it out: egress to every address is no declared destination. Use fn.allowEgress(target, port).',
  allowPublicSubnet: OWN_NETWORK,
  applicationLogLevel: 'write applicationLogLevelV2.',
  deadLetterQueue: DEAD_LETTERS,
  deadLetterQueueEnabled: DEAD_LETTERS,
  deadLetterTopic: DEAD_LETTERS,
  environmentEncryption: 'leave it out: the environment is under the key of its zone. Pass `dataClass`, or `keys` to the TrustZone.',
  ipv6AllowedForDualStack: 'leave it out: networks of zones are IPv4, whose ways out are the declared ones.',
  logFormat: OWN_LOGS,
  logGroup: OWN_LOGS,
  logRetention: OWN_LOGS,
  logRetentionRetryOptions: OWN_LOGS,
  logRetentionRole: OWN_LOGS,
  loggingFormat: 'leave it out: logs are JSON, which masking and alarms read.',
  recursiveLoop: 'leave it out: Lambda ends recursive loops. Write results to another resource than the one that invokes the function.',
  role: 'leave it out: each function has a role of its own. Grant to the function, or use fn.addToRolePolicy(statement).',
  securityGroups: OWN_NETWORK,
  systemLogLevel: 'write systemLogLevelV2.',
  tracing: 'leave it out: tracing is active.',
  vpc: OWN_NETWORK,
  vpcSubnets: OWN_NETWORK,
};
