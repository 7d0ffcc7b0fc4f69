// zone
export * from './core/data-class';
export * from './zone/keys/data-key';
export * from './core/declared-edges';
export * from './core/edge';
export * from './zone/network/egress';
export * from './zone/network/egress-control';
export * from './zone/logs/log-masking';
export * from './zone/profile';
export * from './zone/profile-options';
export * from './zone/logs/secure-log-group';
export * from './zone/trust-zone';
export * from './zone/trust-zone-props';
export * from './zone/network/zone-network';
// compute
export * from './compute/entry/entry-options';
export * from './compute/event-source';
export * from './compute/event-source-options';
export * from './compute/secure-function';
export * from './compute/secure-function-props';
export * from './compute/execution-input';
export * from './compute/secure-state-machine';
export * from './compute/secure-state-machine-props';
export * from './compute/service-link';
export * from './compute/service-link-props';
export * from './compute/signed-code';
export * from './compute/tenant-boundary';
// api
export * from './api/api-callers';
export * from './api/api-cors';
export * from './api/api-domain';
export * from './api/api-gateway-account';
export * from './api/api-route';
export * from './api/cedar-authorizer';
export * from './api/cedar-authorizer-props';
export * from './api/http-api-route';
export * from './api/http-route-authorizer';
export * from './api/http-route-options';
export * from './api/jwt-authorizer';
export * from './api/route-authorizer';
export * from './api/route-options';
export * from './api/secure-api';
export * from './api/secure-api-props';
export * from './api/secure-http-api';
export * from './api/secure-http-api-props';
export * from './api/token-keys';
// edge
export * from './edge/edge-api';
export * from './edge/edge-distribution';
export * from './edge/edge-distribution-props';
export * from './edge/edge-origin';
export * from './edge/firewall-scope';
export * from './edge/secure-function-url';
export * from './edge/web-firewall';
export * from './edge/web-firewall-props';
// data
export * from './data/secure-bucket';
export * from './data/secure-bucket-props';
export * from './data/secure-database';
export * from './data/secure-database-props';
export * from './data/secure-event-bus';
export * from './data/secure-event-bus-props';
export * from './data/secure-queue';
export * from './data/secure-table';
export * from './data/secure-topic';
export * from './data/secure-topic-props';
// detect
export * from './detect/detections';
export * from './detect/detections-props';
// respond
export * from './respond/incident-responder';
export * from './respond/incident-responder-props';
export * from './respond/play';
export * from './respond/play-mode';
// secrets
export * from './secrets/secure-secret';
// identity
export * from './identity/access-review';
export * from './identity/access-review-props';
export * from './identity/admin-guard';
export * from './identity/admin-guard-props';
export * from './identity/app-client';
export * from './identity/cedar-policies';
export * from './identity/cedar-policy-store';
export * from './identity/cedar-policy-store-props';
export * from './identity/data-perimeter';
export * from './identity/data-perimeter-props';
export * from './identity/organization-guardrails';
export * from './identity/organization-policy';
export * from './identity/permissions-boundary';
export * from './identity/secure-user-pool';
export * from './identity/secure-user-pool-props';
export * from './identity/token-revocations';
// observe
export * from './observe/audit-trail';
export * from './observe/security-alarms';
// detect
export * from './detect/data-watch';
export * from './detect/data-watch-props';
export * from './detect/detection-source';
export * from './detect/security-standard';
export * from './detect/threat-detection';
export * from './detect/threat-detection-props';
export * from './detect/threat-severity';
// policy
export * from './defaults/resource-defaults';
export * from './defaults/zero-trust-defaults';
export * from './policy';
