import { CfnResource, Stack, Stage, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { ZeroTrustError } from './errors';

/** What AWS has one of for each account and region, or for each account, and why a second one fails. */
export interface AccountService {
  /** Its types in templates. */
  readonly types: readonly string[];
  /** How errors call it. */
  readonly name: string;
  /** What to pass where there is one already. */
  readonly instead: string;
  /** Whether one of a type is the same thing: all of a type are, by default. */
  readonly isSame?: (other: CfnResource) => boolean;
  /** Whether all regions of an account share it. */
  readonly isGlobal?: boolean;
}

/**
 * Throws `TwoInOneRegion`, or `TwoInOneAccount` for what is global, when the app makes one already in the account and region of the scope: the second would fail to
 * deploy. Plain L1s count as well.
 */
export function refuseSecond(path: string, scope: IConstruct, service: AccountService): void {
  const [other] = madeBeside(Stack.of(scope), service);
  if (other) throw second(path, other, service);
}

/** The same for one that is made later on, by whatever construct: told at synth. */
export function refuseSecondAtSynth(mine: CfnResource, service: AccountService): void {
  mine.node.addValidation({
    validate: () => madeBeside(mine.stack, service).filter((other) => other !== mine)
      .map((other) => second(mine.node.path, other, service).message),
  });
}

function second(path: string, other: CfnResource, { name, instead, isGlobal }: AccountService): ZeroTrustError {
  const [id, place, each] = isGlobal ? ['TwoInOneAccount', other.stack.account, 'each account'] : ['TwoInOneRegion', other.stack.environment, 'each account and region'];
  const where = Token.isUnresolved(place) ? 'the account' : place;
  return new ZeroTrustError(path, id, `${other.node.path} makes ${name} for ${where} already, and AWS has one for ${each}.`,
    `keep one of the two, and pass ${instead} to the other.`);
}

/** An account or region that is not known is taken for the same within a stage only: stages are what goes to different ones. */
function madeBeside(stack: Stack, { types, isSame = () => true, isGlobal }: AccountService): CfnResource[] {
  const isKnown = !Token.isUnresolved(stack.account) && (isGlobal || !Token.isUnresolved(stack.region));
  const around = isKnown ? stack.node.root : Stage.of(stack) ?? stack.node.root;
  const placeOf = ({ account, environment }: Stack) => (!isGlobal ? environment : Token.isUnresolved(account) ? 'unknown' : account);
  return around.node.findAll().filter(CfnResource.isCfnResource)
    .filter((one) => types.includes(one.cfnResourceType) && placeOf(one.stack) === placeOf(stack) && isSame(one));
}
