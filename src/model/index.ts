export * from './expression';
export * from './policy-document';
export * from './template-model';
export * from './template-resource';
export * from './template-stack';
export * from './value';
