import { JsonProtocolServer, ServiceError } from './json-protocol-server';

export interface FakeUser {
  readonly username: string;
  readonly sub: string;
  readonly email: string;
  enabled: boolean;
  /** Whether its refresh tokens are good. */
  signedIn: boolean;
}

/** What each operation takes, all of it required. Source: the models of @aws-sdk/client-cognito-identity-provider. */
const PARAMETERS = ['UserPoolId', 'Username'];
const OPERATIONS = ['AdminGetUser', 'AdminDisableUser', 'AdminEnableUser', 'AdminUserGlobalSignOut'];
/** Source: Amazon Cognito API reference, constraints of `Username` and `UserPoolId`. */
const USERNAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;

/** Administration of the users of one pool, found by name, `sub` or alias. */
export class FakeUserPool extends JsonProtocolServer {
  public users: FakeUser[] = [];

  constructor(private readonly id: string) {
    super();
  }

  public answer(operation: string, input: any): object {
    if (!OPERATIONS.includes(operation)) throw new ServiceError('InvalidParameterException', `${operation} is not faked`);
    if (Object.keys(input).sort().join() !== [...PARAMETERS].sort().join() || !USERNAME.test(input.Username)) {
      throw new ServiceError('InvalidParameterException', 'Parameters are missing, not known or not valid.');
    }
    if (input.UserPoolId !== this.id) throw new ServiceError('ResourceNotFoundException', `User pool ${input.UserPoolId} does not exist.`);
    const user = this.users.find(({ username, sub, email }) => [username, sub, email].includes(input.Username));
    if (!user) throw new ServiceError('UserNotFoundException', 'User does not exist.');
    switch (operation) {
      case 'AdminGetUser': return {
        Username: user.username,
        Enabled: user.enabled,
        UserStatus: 'CONFIRMED',
        UserAttributes: [{ Name: 'email', Value: user.email }, { Name: 'sub', Value: user.sub }],
      };
      case 'AdminDisableUser': user.enabled = false; return {};
      case 'AdminEnableUser': user.enabled = true; return {};
      default: user.signedIn = false; return {};
    }
  }
}
