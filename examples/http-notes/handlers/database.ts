import { Signer } from '@aws-sdk/rds-signer';
import postgres from 'postgres';

let connection: postgres.Sql | undefined;

/**
 * The database, as the user of this function. Each new connection signs in with a token of its own, which is good for 15 minutes; TLS verifies
 * the server by the authorities of RDS.
 */
export function database(): postgres.Sql {
  return connection ??= postgres(connectionOptions());
}

/** As they are deployed: one connection for an environment, which serves one request at a time. */
export function connectionOptions(): postgres.Options<{}> {
  const hostname = variable('DATABASE_HOST');
  const port = Number(variable('DATABASE_PORT'));
  const username = variable('DATABASE_USER');
  const signer = new Signer({ hostname, port, username, region: variable('AWS_REGION') });
  return {
    host: hostname,
    port,
    username,
    database: variable('DATABASE_NAME'),
    password: () => signer.getAuthToken(),
    ssl: { rejectUnauthorized: true, servername: hostname },
    max: 1,
    connect_timeout: 5,
    idle_timeout: 60,
    onnotice: () => {},
  };
}

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The environment has no ${name}.`);
  return value;
}
