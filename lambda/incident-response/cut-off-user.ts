import {
  AdminDisableUserCommand, AdminEnableUserCommand, AdminGetUserCommand, AdminUserGlobalSignOutCommand, CognitoIdentityProviderClient,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { PlayRequest, run, Step } from './play';

/** What Cognito knows of the user, whatever name the finding gave it. */
interface User {
  readonly username: string;
  readonly sub: string;
  readonly enabled: boolean;
}

/** Seconds by which the clocks of Cognito and of the function may differ. */
const CLOCK_TOLERANCE = 5;
/** Seconds that an entry stays beyond the last token that it can refuse. */
const MARGIN = 3_600;

let made: { cognito: CognitoIdentityProviderClient; list: DynamoDBDocumentClient } | undefined;
const clients = () => made ??= { cognito: new CognitoIdentityProviderClient({}), list: DynamoDBDocumentClient.from(new DynamoDBClient({})) };

/**
 * Cuts a user off: its tokens are revoked at the authorizers, its sessions end, and nobody signs in as it. The list comes first, as it ends what is
 * under way also when Cognito does not answer.
 */
export async function cutOffUser(request: PlayRequest): Promise<void> {
  await run('cutOffUser', ({ incident, target }) => [revoke(incident, target.id), signOut(target.id), disable(incident, target.id)], request);
}

/** Names of the list for whom the finding names; for a user that the pool no longer has, as its tokens outlive it, the name itself. */
function revoke(incident: string, id: string): Step<string[]> {
  return {
    name: 'revoke',
    read: async () => {
      const user = await findUser(id);
      const never: string[] = JSON.parse(process.env.NEVER_CUT_OFF!);
      if ([id, user?.username, user?.sub].some((name) => name !== undefined && never.includes(name))) throw new Error('The user is never cut off.');
      return subjectsOf(user ?? { sub: id, username: id });
    },
    act: (subjects) => putOnList(incident, subjects),
    undo: async (subjects) => {
      for (const subject of subjects) {
        await clients().list.send(new DeleteCommand({ TableName: process.env.REVOCATIONS_TABLE, Key: { subject, revokedBy: incident } }));
      }
    },
  };
}

function signOut(id: string): Step<null> {
  const send = () => clients().cognito.send(new AdminUserGlobalSignOutCommand({ ...pool(), Username: id }));
  return {
    name: 'signOut',
    read: async () => null,
    // fails for a user that the pool does not have: people must look
    act: async () => { await send(); },
    // a session that began between the sign-out and the end of the account would wake up with it
    undo: async () => { await orGone(send()); },
  };
}

function disable(incident: string, id: string): Step<User | null> {
  return {
    name: 'disable',
    read: async () => await findUser(id) ?? null,
    act: async (user) => {
      if (user === null) throw new Error('The user is gone.');
      await clients().cognito.send(new AdminDisableUserCommand({ ...pool(), Username: user.username }));
      // again, now that no more tokens are given out: those of the time between the first entry and now are revoked as well
      await putOnList(incident, subjectsOf(user));
    },
    undo: async (user) => {
      if (user?.enabled) await orGone(clients().cognito.send(new AdminEnableUserCommand({ ...pool(), Username: user.username })));
    },
  };
}

async function findUser(id: string): Promise<User | undefined> {
  const answer = await orGone(clients().cognito.send(new AdminGetUserCommand({ ...pool(), Username: id })));
  if (answer === undefined) return undefined;
  const sub = answer.UserAttributes?.find(({ Name }) => Name === 'sub')?.Value;
  if (!answer.Username || !sub) throw new Error('The user has no name or no subject.');
  return { username: answer.Username, sub, enabled: answer.Enabled ?? false };
}

/** Tokens name a user by `sub` and `username`. Each is marked as what it is: the name of one can be the subject of another. */
function subjectsOf({ sub, username }: Pick<User, 'sub' | 'username'>): string[] {
  return [`sub#${sub}`, `username#${username}`];
}

/** One entry for each incident, so that its undo takes back what it did and nothing else. */
async function putOnList(revokedBy: string, subjects: string[]): Promise<void> {
  // the first second in which a token can be good again
  const before = Math.floor(Date.now() / 1000) + 1 + CLOCK_TOLERANCE;
  const expires = before + Number(process.env.MAX_TOKEN_SECONDS) + MARGIN;
  for (const subject of subjects) {
    await clients().list.send(new PutCommand({ TableName: process.env.REVOCATIONS_TABLE, Item: { subject, revokedBy, before, expires } }));
  }
}

const pool = () => ({ UserPoolId: process.env.USER_POOL_ID! });

async function orGone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof UserNotFoundException)) throw error;
    return undefined;
  }
}
