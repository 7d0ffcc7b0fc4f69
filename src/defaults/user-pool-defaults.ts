import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { ClassDefaults, constants, isLeftOut } from './class-defaults';

/** A user pool asks for a second factor and a long password, blocks risky sign-ins, and is protected from deletion. */
export const userPoolDefaults: ClassDefaults = {
  classId: cognito.UserPool.PROPERTY_INJECTION_ID,
  fill: (said: cognito.UserPoolProps) => ({
    ...constants({
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(1),
      },
    }),
    ...isLeftOut(said, 'mfa', 'mfaSecondFactor') && constants({ mfa: cognito.Mfa.REQUIRED, mfaSecondFactor: { otp: true, sms: false } }),
    ...isLeftOut(said, 'advancedSecurityMode', 'featurePlan') && constants({
      featurePlan: cognito.FeaturePlan.PLUS, standardThreatProtectionMode: cognito.StandardThreatProtectionMode.FULL_FUNCTION,
    }),
    ...said.removalPolicy !== RemovalPolicy.DESTROY && constants({ deletionProtection: true }),
  }),
};

/** A client of a user pool does not tell who has an account. */
export const userPoolClientDefaults: ClassDefaults = {
  classId: cognito.UserPoolClient.PROPERTY_INJECTION_ID,
  // `addClient` makes it below the pool
  alsoInsideCdk: true,
  fill: () => constants({ preventUserExistenceErrors: true, enableTokenRevocation: true }),
};
