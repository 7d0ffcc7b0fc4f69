import { join } from 'path';
import { Duration, Stack, StackProps } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import {
  EventSource, GatewayPrefixLists, HttpRouteAuthorizer, SecureDatabase, SecureFunction, SecureHttpApi, SecureUserPool, SecurityAlarms, TrustZone,
} from 'cdk-zero-trust';

export interface NotesStackProps extends StackProps {
  /** For a region whose gateway prefix lists the library does not know. */
  readonly prefixLists?: GatewayPrefixLists;
}

/** Notes: written and read over an HTTP API by who signed in, kept in a database, forgotten after a year. */
export class NotesStack extends Stack {
  private readonly database: SecureDatabase;

  constructor(scope: Construct, id: string, props: NotesStackProps = {}) {
    super(scope, id, { terminationProtection: true, ...props });
    if (props.prefixLists) new TrustZone(this, 'TrustZone', { prefixLists: props.prefixLists });

    this.database = new SecureDatabase(this, 'Database', { databaseName: 'notes' });
    const add = this.handler('add-note', 'notes_writer');
    const list = this.handler('list-notes', 'notes_reader');

    const users = new SecureUserPool(this, 'Users', { domainPrefix: 'http-notes-example' });
    users.addScopes('notes', { read: 'Read your notes', write: 'Write notes' });
    const web = users.addAppClient('Web', { scopes: ['notes/read', 'notes/write'], callbackUrls: ['https://notes.example.com/signed-in'] });

    const api = new SecureHttpApi(this, 'Api', {
      authorizer: HttpRouteAuthorizer.userPool(users, web),
      cors: { allowOrigins: ['https://notes.example.com'] },
      keepExecuteApiEndpoint: true,
      withoutWebAcl: 'Callers are signed in, and the throttle bounds what they can cause',
    });
    api.addRoute('POST /notes', add, { scopes: ['notes/write'], throttle: { rateLimit: 10, burstLimit: 20 } });
    api.addRoute('GET /notes', list, { scopes: ['notes/read'] });

    const forget = this.handler('forget-notes', 'notes_janitor');
    forget.consumes(EventSource.schedule(ScheduleExpression.cron({ minute: '0', hour: '3' }), {
      description: 'Forgets notes of more than a year ago', input: { olderThanDays: 365 }, flexibleTimeWindow: Duration.minutes(30),
    }));

    // makes tables and users; a person with the right to invoke it runs it after a deployment
    const migrate = new SecureFunction(this, 'migrate', {
      entry: join(__dirname, 'handlers', 'migrate.ts'),
      timeout: Duration.minutes(1),
      environment: { CLUSTER_ARN: this.database.clusterArn, SECRET_ARN: this.database.administratorSecretArn, DATABASE_NAME: 'notes' },
    });
    this.database.grantAdministration(migrate);

    new SecurityAlarms(this, 'Alarms');
  }

  /** A function of one source file, which signs in to the database as a user of its own. */
  private handler(name: string, user: string): SecureFunction {
    const { clusterEndpoint, port } = this.database;
    const fn = new SecureFunction(this, name, {
      entry: join(__dirname, 'handlers', `${name}.ts`),
      environment: {
        DATABASE_HOST: clusterEndpoint.hostname,
        DATABASE_PORT: String(port),
        DATABASE_NAME: 'notes',
        DATABASE_USER: user,
        NODE_EXTRA_CA_CERTS: '/var/runtime/ca-cert.pem', // the authorities of RDS are in it
      },
    });
    this.database.grantConnect(fn, user);
    return fn;
  }
}
