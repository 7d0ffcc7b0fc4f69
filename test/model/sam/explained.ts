/** A verdict on our translation that is another one on that of AWS. */
export interface Difference {
  readonly name: string;
  readonly rule: string;
  readonly resource: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Differences that are meant, each with the reason. */
export const EXPLAINED: { readonly reason: string; matches(difference: Difference): boolean }[] = [
  {
    reason: 'a parameter stays a parameter here, which may have any value at deployment; aws-sam-translator writes the value of the moment into'
      + ' destinations of asynchronous calls',
    matches: ({ rule, ours }) => ours === 'unknown' && ['ZT-IAM-001', 'ZT-LAMBDA-005'].includes(rule),
  },
  {
    reason: 'aws-sam-translator joins the conditions of a function and of its destination to one that is no condition'
      + ' ({"Condition": {"Condition": …}}), so that nobody can know whether the queue is made; here it is the condition that is meant',
    matches: ({ resource, theirs }) => /EventInvokeConfigOn\w+(Queue|Topic)$/.test(resource) && theirs === 'fail',
  },
  {
    reason: 'the logical id of a custom domain is a hash of its name, and the name depends on the region here',
    matches: ({ resource }) => /^ApiGatewayDomainName(V2)?[\da-f]{10}$/.test(resource),
  },
];
