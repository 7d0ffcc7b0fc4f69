import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { changeDiscoveryJob } from './discovery-job';
import { changeInspectorScan } from './inspector-scan';
import { answering } from './respond';

/** Custom resource `Custom::InspectorScan`: one scan type of Amazon Inspector, on. */
export const inspectorScan = (event: CloudFormationCustomResourceEvent, context: Context) => answering(event, context, changeInspectorScan);

/** Custom resource `Custom::MacieDiscoveryJob`: one sensitive data discovery job of Amazon Macie. */
export const discoveryJob = (event: CloudFormationCustomResourceEvent, context: Context) => answering(event, context, changeDiscoveryJob);
