// zone
export * from './zone/data-class';
export * from './zone/data-key';
export * from './zone/edge';
export * from './zone/secure-log-group';
export * from './zone/trust-zone';
export * from './zone/zone-network';
// compute
export * from './compute/secure-function';
// api
// edge
// data
// secrets
// identity
// observe
// policy
