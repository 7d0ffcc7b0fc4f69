/**
 * The prefix lists of gateway endpoints by Region, as AWS manages them: those that constructs of zone/ know, kept alike by a test. Identifiers
 * are per Region, so that one of them may be for another service elsewhere.
 */
export const MANAGED_PREFIX_LISTS: Record<string, { readonly dynamodb: string; readonly s3: string }> = {
  'ap-northeast-1': { dynamodb: 'pl-78a54011', s3: 'pl-61a54008' },
  'ap-northeast-2': { dynamodb: 'pl-48a54021', s3: 'pl-78a54011' },
  'ap-south-1': { dynamodb: 'pl-66a7420f', s3: 'pl-78a54011' },
  'ap-southeast-1': { dynamodb: 'pl-67a5400e', s3: 'pl-6fa54006' },
  'ap-southeast-2': { dynamodb: 'pl-62a5400b', s3: 'pl-6ca54005' },
  'ca-central-1': { dynamodb: 'pl-4ea54027', s3: 'pl-7da54014' },
  'eu-central-1': { dynamodb: 'pl-66a5400f', s3: 'pl-6ea54007' },
  'eu-north-1': { dynamodb: 'pl-adae4bc4', s3: 'pl-c3aa4faa' },
  'eu-west-1': { dynamodb: 'pl-6fa54006', s3: 'pl-6da54004' },
  'eu-west-2': { dynamodb: 'pl-b3a742da', s3: 'pl-7ca54015' },
  'eu-west-3': { dynamodb: 'pl-abb451c2', s3: 'pl-23ad484a' },
  'us-east-1': { dynamodb: 'pl-02cd2c6b', s3: 'pl-63a5400a' },
  'us-east-2': { dynamodb: 'pl-4ca54025', s3: 'pl-7ba54012' },
  'us-west-1': { dynamodb: 'pl-6ea54007', s3: 'pl-6ba54002' },
  'us-west-2': { dynamodb: 'pl-00a54069', s3: 'pl-68a54001' },
};

const SERVICES = new Map<string, string[]>();
for (const lists of Object.values(MANAGED_PREFIX_LISTS)) {
  for (const [service, list] of Object.entries(lists)) SERVICES.set(list, [...new Set([...SERVICES.get(list) ?? [], service])]);
}

/** The services that a list is for; `undefined` for one that is not known. */
export function serviceOfList(list: string): readonly string[] | undefined {
  return SERVICES.get(list);
}
