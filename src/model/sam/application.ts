import { compact, pick } from './intrinsics';
import { SamResource } from './sam-resource';
import { tagList } from './tags';
import { Translation } from './translation';
import { own } from '../json';

/** An application is a nested stack, of a template that is not here: what is said of nested stacks by URL is said of it. */
export function translateApplication(t: Translation, source: SamResource): void {
  const location = source.get('Location');
  const { ApplicationId, SemanticVersion } = { ApplicationId: own(location, 'ApplicationId'), SemanticVersion: own(location, 'SemanticVersion') };
  t.add(source, source.logicalId, 'AWS::CloudFormation::Stack', compact({
    ...pick(source.properties, 'Parameters', 'NotificationARNs', 'TimeoutInMinutes'),
    TemplateURL: typeof location === 'string' ? location : undefined,
    Tags: [
      ...tagList({}, 'lambda:createdBy'),
      ...tagList(compact({ 'serverlessrepo:applicationId': ApplicationId, 'serverlessrepo:semanticVersion': SemanticVersion })),
      ...tagList(source.get('Tags')),
    ],
  }));
}
