/** Hosts of services whose endpoints, or actions, are called otherwise; `name` is of a bucket, an API or the like. */
const HOSTS: Record<string, readonly string[]> = {
  'aoss': ['name.aoss'],
  'aps': ['aps-workspaces'],
  'cloudwatch': ['monitoring'],
  'ecr.api': ['api.ecr'],
  'ecr.dkr': ['name.dkr.ecr'],
  'es': ['es', 'name.es'],
  'execute-api': ['name.execute-api'],
  'iot': ['iot', 'data.iot'],
  'kinesis-firehose': ['firehose'],
  'kinesis-streams': ['kinesis'],
  'mobiletargeting': ['pinpoint'],
  's3': ['s3', 'name.s3'],
  'ses': ['email'],
};
/** Services of all Regions. */
const GLOBAL = ['budgets', 'cloudfront', 'iam', 'organizations', 'route53', 'shield', 'support'];

/** The hosts of a service in any Region, as an endpoint or IAM calls it, for one version of IP. */
export function hostsOf(service: string, version: 4 | 6): string[] {
  if (GLOBAL.includes(service)) return [`${service}.amazonaws.com`];
  return (HOSTS[service] ?? [service]).map((host) => {
    if (version === 4) return `${host}.region.amazonaws.com`;
    return service === 's3' ? `${host}.dualstack.region.amazonaws.com` : `${host}.region.api.aws`;
  });
}
