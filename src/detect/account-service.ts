import { CfnResource, Stack, Stage, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ZeroTrustError } from '../core/errors';

/** What AWS has one of for each account and region, and why a second one fails. */
export interface AccountService {
  /** Its type in templates. */
  readonly type: string;
  /** How errors call it. */
  readonly name: string;
  /** What to pass where there is one already. */
  readonly instead: string;
}

/**
 * Throws `TwoInOneRegion` when the app makes one already in the account and region of the scope: the second would fail to
 * deploy. Plain L1s count as well.
 */
export function refuseSecond(path: string, scope: IConstruct, service: AccountService): void {
  const [other] = madeBeside(Stack.of(scope), service.type);
  if (other) throw second(path, other, service);
}

/** The same for one that is made later on, by whatever construct: told at synth. */
export function refuseSecondAtSynth(mine: CfnResource, service: AccountService): void {
  mine.node.addValidation({
    validate: () => madeBeside(mine.stack, service.type).filter((other) => other !== mine)
      .map((other) => second(mine.node.path, other, service).message),
  });
}

function second(path: string, other: CfnResource, { name, instead }: AccountService): ZeroTrustError {
  return new ZeroTrustError(path, 'TwoInOneRegion',
    `${other.node.path} makes ${name} for ${other.stack.environment} already, and AWS has one for each account and region.`,
    `keep one of the two, and pass ${instead} to the other.`);
}

/** An account or region that is not known is taken for the same within a stage only: stages are what goes to different ones. */
function madeBeside(stack: Stack, type: string): CfnResource[] {
  const isKnown = !Token.isUnresolved(stack.account) && !Token.isUnresolved(stack.region);
  const around = isKnown ? stack.node.root : Stage.of(stack) ?? stack.node.root;
  return around.node.findAll().filter(CfnResource.isCfnResource)
    .filter((one) => one.cfnResourceType === type && one.stack.environment === stack.environment);
}
