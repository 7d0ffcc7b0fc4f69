/** A variable that the stack sets for the function. Its absence is a mistake of deployment, not of the caller. */
export function environment(name: 'TABLE_NAME' | 'POLICIES_TABLE_NAME' | 'BUCKET_NAME' | 'BUS_NAME' | 'TOPIC_ARN' | 'SECRET_ARN' | 'ROLE_ARN' | 'CLAIMS_URL'): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
