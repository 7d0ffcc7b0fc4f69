import { LambdaClient, ListTagsCommand } from '@aws-sdk/client-lambda';
import { Target, TargetKind } from './finding';
import { beginStep, findStep, Incident } from './incidents';
import { Member } from './plan';

/** Of a responder whose zone has functions in other stacks. */
interface Elsewhere {
  /** What ARNs of functions begin with. */
  readonly functions: string;
  /** The tag of members; its value is the name of their role. */
  readonly tag: string;
}

const NO_MEMBER = ['AccessDeniedException', 'ResourceNotFoundException'];

/**
 * The function of an incident, when plays may act on it: one that the state machine names, or one of another stack, whose tag says so. The tag only
 * informs: what plays may do is in policies that name each function.
 */
export async function memberOf({ incident, target }: Incident, here: Member[]): Promise<Member | undefined> {
  if (target.kind !== TargetKind.FUNCTION) return undefined;
  const known = await findStep(incident, 'plan', 'member');
  if (known) return known.before as Member;
  const member = here.find(({ name }) => name === target.id) ?? await elsewhere(target);
  // kept: a function that is deleted meanwhile leaves a role that must be given back
  if (member) await beginStep(incident, 'plan', 'member', member, 'DONE');
  return member;
}

async function elsewhere({ id }: Target): Promise<Member | undefined> {
  if (process.env.ELSEWHERE === undefined) return undefined;
  const { functions, tag }: Elsewhere = JSON.parse(process.env.ELSEWHERE);
  try {
    const { Tags } = await new LambdaClient({}).send(new ListTagsCommand({ Resource: `${functions}${id}` }));
    const role = Tags?.[tag];
    return role === undefined ? undefined : { name: id, role };
  } catch (error) {
    // the role of this function may ask for members only
    if (!NO_MEMBER.includes((error as Error).name)) throw error;
    return undefined;
  }
}
