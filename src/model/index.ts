export * from './policy-document';
export * from './template';
export * from './template-model';
export type { TemplateInput } from './parsed-stack';
export * from './trusted-accounts';
export * from './value';
