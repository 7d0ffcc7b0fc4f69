// Run after a deployment by who may invoke it. Calls the Data API as the administrator of the database.
import { ExecuteStatementCommand, RDSDataClient } from '@aws-sdk/client-rds-data';

/** Each can be run again. Rights are per function: who writes cannot read, who reads cannot write. */
export const STATEMENTS = [
  `create table if not exists notes (
    id uuid primary key, owner text not null, text text not null, written_at timestamptz not null default now()
  )`,
  'create index if not exists notes_of_owner on notes (owner, written_at desc)',
  ...['notes_writer', 'notes_reader', 'notes_janitor'].flatMap((user) => [
    `do $$ begin if not exists (select from pg_roles where rolname = '${user}') then create role ${user} login; end if; end $$`,
    `grant rds_iam to ${user}`,
  ]),
  'revoke all on schema public from public',
  'grant usage on schema public to notes_writer, notes_reader, notes_janitor',
  'grant insert on notes to notes_writer',
  'grant select on notes to notes_reader',
  'grant delete, select (written_at) on notes to notes_janitor',
];

export const handler = async (): Promise<{ statements: number }> => {
  const client = new RDSDataClient({});
  const { CLUSTER_ARN: resourceArn, SECRET_ARN: secretArn, DATABASE_NAME: database } = process.env;
  for (const sql of STATEMENTS) await client.send(new ExecuteStatementCommand({ resourceArn, secretArn, database, sql }));
  return { statements: STATEMENTS.length };
};
