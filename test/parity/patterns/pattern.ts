import type { App } from 'aws-cdk-lib';

/** An application as people publish it: as documentation, samples and pattern libraries show it, hardened by nobody. */
export interface Pattern {
  readonly name: string;
  build(app: App): void;
}
