/**
 * Accounts of AWS itself that policies and functions of its customers name. They are no strangers: AWS documents them for this use.
 */

/**
 * Accounts from which Elastic Load Balancing writes access logs, in regions that were there before August 2022.
 * Source: ELB user guide, "Enable access logs"; aws-cdk-lib/region-info has the same.
 */
const LOAD_BALANCER_LOGS = [
  '009996457667', '027434742980', '033677994240', '037604701340', '048591011584', '054676820928', '076674570225', '091100254016',
  '098369216593', '114774131450', '121062877647', '127311923021', '156460612806', '190560391635', '383597477331', '412137745753',
  '507241528517', '582318560864', '589379963580', '600734575887', '635631232127', '638102146993', '652711504416', '718504428378',
  '740734521339', '754344448648', '770363063475', '783225319266', '797873946194', '897822967062', '985666609251',
];

/**
 * Accounts of layers of AWS: Lambda Insights, AppConfig, Parameters and Secrets, Distro for OpenTelemetry. Sources: the user guides of
 * each; aws-cdk-lib/region-info has the same.
 */
const LAYERS = [
  '000010852771', '012438385374', '015030872274', '027255383542', '033019950311', '039592058896', '044395824272', '066549572091',
  '066940009817', '070087711984', '080788657173', '122132214140', '127562683043', '129776340158', '133256977650', '133490724326',
  '145023102084', '158895979263', '176022468876', '177933569100', '187925254637', '194566237122', '198461476570', '200266452380',
  '203683718741', '282860088358', '285320876703', '287114880934', '287310001119', '307021474294', '317013901791', '325218067255',
  '339249233099', '345057560386', '352183217350', '359756378197', '418787028745', '421114256042', '427196147048', '434848589818',
  '439286490199', '459530977127', '488211338238', '489524808438', '490737872127', '493207061005', '519774774795', '524103009944',
  '554480029851', '559955524753', '574348263942', '576959938190', '580247275435', '586093569114', '590183865173', '590474943231',
  '605207715842', '615057806174', '615084187847', '630222743974', '646970417810', '662846165436', '665172237481', '706869817123',
  '727646510379', '728743619870', '732604637566', '738900069198', '751350123760', '758369105281', '761018874580', '761377655185',
  '768336418462', '772501565639', '780235371811', '826293736237', '832021897121', '858974508948', '879381266642', '891564319516',
  '901920570463', '933737806257', '946466191631', '946561847325', '946746059096', '958113053741', '980059726660', '997803712105',
  // Powertools for AWS Lambda (docs.aws.amazon.com/powertools, "Lambda layers")
  '017000801446', '094274105915',
  // AWS Lambda Web Adapter (github.com/awslabs/aws-lambda-web-adapter, README)
  '753240598075',
  // AWS SDK for pandas (aws-sdk-pandas.readthedocs.io, "AWS Lambda Managed Layers")
  '336392948345', '839552336658',
  // AWSLambda-Python-AWS-SDK and AWSLambda-Python…-SciPy…, which the console of Lambda offers, in us-east-1, us-east-2 and us-west-2
  '259788987135', '420165488524', '668099181075',
];

/**
 * Accounts of container images of AWS: Deep Learning Containers and App Mesh (aws-cdk-lib/region-info has the same), add-ons of Amazon EKS
 * and AWS for Fluent Bit (the user guides of each).
 */
const IMAGES = [
  '204133271717', '217643126080', '303241398832', '380420809688', '454834333376', '457447274322', '503227376785', '633930458069', '692866216735', '727897471807', '763104351884',
  '772153158452', '871362719292', '907027046896', '914824155844', '975050140332', '058264503299', '422531588944', '564877687649', '637423513210', '772975370895', '840364872350',
  '856666278305', '909464085924', '919366029133', '919830735681', '924023996002', '602401143452', '906394416424',
];

/** Topics of AWS: AmazonIpSpaceChanged (Amazon VPC user guide, "AWS IP address ranges notifications"), and updates of Amazon Linux. */
const TOPICS = ['806199016981', '137112412989'];

/** Canonical users of AWS services: awslogsdelivery. Source: Amazon CloudFront developer guide, "Standard logs". */
const CANONICAL_USERS = [
  'c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0',
];

const LOAD_BALANCERS = new Set(LOAD_BALANCER_LOGS);
const OF_LAYERS = new Set(LAYERS);
const OF_IMAGES = new Set(IMAGES);

/** Whether a policy may name an account because a service of AWS writes from there. */
export function isServiceAccount(account: string): boolean {
  return LOAD_BALANCERS.has(account);
}

/** Whether layers of an account are AWS's own. */
export function isLayerAccount(account: string): boolean {
  return OF_LAYERS.has(account);
}

/** Whether container images of an account are AWS's own. */
export function isImageAccount(account: string): boolean {
  return OF_IMAGES.has(account);
}

/** Whether topics of an account are AWS's own. */
export function isTopicAccount(account: string): boolean {
  return TOPICS.includes(account);
}

export function isServiceUser(canonicalUser: string): boolean {
  return CANONICAL_USERS.includes(canonicalUser);
}
