import { Stack, Stage, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const SHARED = Symbol.for('cdk-zero-trust.shared-zone');

interface MayShareZones<Props> extends IConstruct {
  [SHARED]?: Props;
}

/** Says that stacks below a scope share a zone, made with these props. */
export function shareZones<Props>(scope: IConstruct, props: Props): void {
  Object.defineProperty(scope, SHARED, { value: props, configurable: true });
}

export function sharesZones(scope: IConstruct): boolean {
  return SHARED in scope;
}

/** Where the zone stands that a stack shares, and with which props it is made; none where nothing is shared. */
export function sharedHomeOf<Props>(stack: Stack): { readonly home: Stack; readonly props: Props } | undefined {
  const sharing = [...stack.node.scopes].reverse().find((scope) => SHARED in scope) as MayShareZones<Props> | undefined;
  if (!sharing) return undefined;
  // a reference leaves no stage and no environment
  const stage = Stage.of(stack)!;
  const env = [stack.account, stack.region].filter((part) => !Token.isUnresolved(part));
  const id = ['SharedZone', ...env].join('-');
  const home = stage.node.tryFindChild(id) as Stack | undefined
    ?? new Stack(stage, id, { env: { account: stack.account, region: stack.region }, description: 'Network, keys and log defaults that stacks of this app share' });
  return { home, props: sharing[SHARED]! };
}
