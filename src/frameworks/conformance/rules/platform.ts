import {
  all, any, Check, eachIfAny, isAbsent, isAtLeastOrAbsent, isAtMostOrAbsent, isCustomerKey, isFalseOrAbsent, isFilled, isOneOf, isOneOfOrAbsent,
  isOther, isText, isTrue, someItem,
} from '../check';

/** As in the rule: policies of AWS that allow every action of most services, or giving oneself every permission. */
const ADMINISTRATOR = ':iam::aws:policy\\/(.*\\/)?(AdministratorAccess[\\w-]*|IAMFullAccess|PowerUserAccess|SystemAdministrator)$';
const notAdministrator = [eachIfAny('ManagedPolicyArns', isOther('', ADMINISTRATOR))];

/** What watches an account, and who may act in it. */
export const PLATFORM_RULES: Record<string, Record<string, Check[]>> = {
  'ZT-ACCESSANALYZER-001': {
    'AWS::AccessAnalyzer::Analyzer': [
      any(
        isOther('Type', '_UNUSED_ACCESS$'),
        all(isText('Type'), isAtMostOrAbsent('AnalyzerConfiguration.UnusedAccessConfiguration.UnusedAccessAge', 90)),
      ),
      eachIfAny('ArchiveRules', isFilled('Filter')),
    ],
  },
  'ZT-CLOUDTRAIL-001': { 'AWS::CloudTrail::Trail': [isTrue('EnableLogFileValidation'), isCustomerKey('KMSKeyId'), isText('CloudWatchLogsLogGroupArn')] },
  'ZT-CONFIG-001': {
    'AWS::Config::ConfigurationRecorder': [any(isAbsent('RecordingGroup'), all(
      isTrue('RecordingGroup.AllSupported'), isOneOfOrAbsent('RecordingGroup.RecordingStrategy.UseOnly', 'ALL_SUPPORTED_RESOURCE_TYPES'),
    ))],
  },
  'ZT-CONFIG-002': {
    'AWS::Config::RemediationConfiguration': [any(isFalseOrAbsent('Automatic'), all(isAtMostOrAbsent('MaximumAutomaticAttempts', 5), isAtLeastOrAbsent('RetryAttemptSeconds', 60)))],
  },
  'ZT-GUARDDUTY-001': {
    'AWS::GuardDuty::Detector': [
      isTrue('Enable'), someItem('Features', isOneOf('Name', 'S3_DATA_EVENTS'), isOneOf('Status', 'ENABLED')),
      someItem('Features', isOneOf('Name', 'LAMBDA_NETWORK_LOGS'), isOneOf('Status', 'ENABLED')),
    ],
  },
  'ZT-GUARDDUTY-002': {
    'AWS::GuardDuty::PublishingDestination': [
      isOneOf('DestinationType', 'S3'), isText('DestinationProperties.DestinationArn'), isCustomerKey('DestinationProperties.KmsKeyArn'),
    ],
  },
  'ZT-GUARDDUTY-004': { 'AWS::GuardDuty::MalwareProtectionPlan': [isOneOf('Actions.Tagging.Status', 'ENABLED')] },
  'ZT-IAM-022': {
    'AWS::IAM::Group': notAdministrator,
    'AWS::IAM::Role': notAdministrator,
    'AWS::IAM::User': notAdministrator,
    'AWS::SSO::PermissionSet': [eachIfAny('ManagedPolicies', isOther('', ADMINISTRATOR))],
  },
  'ZT-MACIE-001': { 'AWS::Macie::Session': [isOneOfOrAbsent('Status', 'ENABLED'), isOneOf('FindingPublishingFrequency', 'FIFTEEN_MINUTES', 'ONE_HOUR')] },
};
