export * from './capability';
export * from './finding-severity';
export * from './report-format';
export * from './rule-setting';
export * from './waiver';
export * from './waivers';
export * from './zero-trust';
export * from './zero-trust-checks';
