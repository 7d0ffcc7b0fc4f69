// zone
export * from './zone/data-class';
export * from './zone/data-key';
export * from './zone/edge';
export * from './zone/secure-log-group';
export * from './zone/trust-zone';
export * from './zone/zone-network';
// compute
export * from './compute/secure-function';
export * from './compute/secure-function-props';
// api
export * from './api/api-cors';
export * from './api/api-domain';
export * from './api/api-gateway-account';
export * from './api/api-route';
export * from './api/route-authorizer';
export * from './api/route-options';
export * from './api/secure-api';
export * from './api/secure-api-props';
// edge
export * from './edge/web-firewall';
// data
export * from './data/secure-bucket';
export * from './data/secure-bucket-props';
export * from './data/secure-event-bus';
export * from './data/secure-event-bus-props';
export * from './data/secure-queue';
export * from './data/secure-table';
export * from './data/secure-topic';
export * from './data/secure-topic-props';
// secrets
export * from './secrets/secure-secret';
// identity
export * from './identity/app-client';
export * from './identity/secure-user-pool';
export * from './identity/secure-user-pool-props';
// observe
export * from './observe/audit-trail';
export * from './observe/security-alarms';
// policy
export * from './policy/defaults/resource-defaults';
export * from './policy/defaults/zero-trust-defaults';
export * from './policy/finding-severity';
export * from './policy/report-format';
export * from './policy/waiver';
export * from './policy/waivers';
export * from './policy/zero-trust';
export * from './policy/zero-trust-checks';
