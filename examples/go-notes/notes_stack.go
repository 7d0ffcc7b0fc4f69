package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-zero-trust/cdk-zero-trust-go/cdkzerotrust"
)

const code = `exports.handler = async () => ({ statusCode: 200, body: "{}" })`

// newNotesStack makes an API with one route, which reads a table.
func newNotesStack(scope constructs.Construct, id string) awscdk.Stack {
	stack := awscdk.NewStack(scope, jsii.String(id), nil)

	table := cdkzerotrust.NewSecureTable(stack, jsii.String("Table"), &cdkzerotrust.SecureTableProps{
		PartitionKey: &awsdynamodb.Attribute{
			Name: jsii.String("id"),
			Type: awsdynamodb.AttributeType_STRING,
		},
	})
	read := cdkzerotrust.NewSecureFunction(stack, jsii.String("Read"), &cdkzerotrust.SecureFunctionProps{
		Code:        awslambda.Code_FromInline(jsii.String(code)),
		Environment: &map[string]*string{"TABLE_NAME": table.TableName()},
	})
	// Exact actions, the key, the private way to DynamoDB, an edge in the trust graph.
	table.GrantReadData(read)

	api := cdkzerotrust.NewSecureApi(stack, jsii.String("Api"), &cdkzerotrust.SecureApiProps{
		KeepExecuteApiEndpoint: jsii.Bool(true),
	})
	api.AddRoute(jsii.String("GET /notes/{id}"), read, nil)                  // signed with IAM unless you say otherwise
	cdkzerotrust.NewApiGatewayAccount(stack, jsii.String("ApiLogging"), nil) // once per account and region

	cdkzerotrust.NewSecurityAlarms(stack, jsii.String("Alarms"), &cdkzerotrust.SecurityAlarmsProps{
		Trail: cdkzerotrust.NewAuditTrail(stack, jsii.String("Trail"), nil),
	})
	return stack
}
